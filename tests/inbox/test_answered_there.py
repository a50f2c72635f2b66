"""What is answered from the inbox leads back to it, with the word and the way back there."""

import re

import pytest

from tests.core.test_words_after import follow, undo_in, word
from webapp.core import answering_pages
from webapp.core.db import transaction
from webapp.school import inbox

from .conftest import wish

INBOX, HERE = "/approvals", "at=inbox"
EACH = pytest.mark.parametrize(
    ("kind", "path", "no"),
    [
        ("loan", "/checkouts", "reject"),
        ("renewal", "/renewals", "reject"),
        ("room", "/reservations", "decline"),
    ],
)


@EACH
def test_without_scripts_approve_comes_back(as_, waiting, kind, path, no):
    base = f"{path}/{getattr(waiting, kind)}"
    tess = as_("tess")
    answer = tess.post(f"{base}/approve?{HERE}")
    assert answer.location == INBOX
    page = follow(tess, answer)
    assert word(page).startswith("Approved")
    assert undo_in(page) == f"{base}/undo?{HERE}"
    back = tess.post(undo_in(page))
    assert back.location == INBOX
    assert word(follow(tess, back)).startswith("It waits for an answer again")


@EACH
def test_a_form_of_an_answer_leads_back_too(as_, waiting, kind, path, no):
    form = f"{path}/{getattr(waiting, kind)}/{no}?{HERE}"
    tess = as_("tess")
    assert f'href="{form}"' in tess.get(INBOX).text
    page = tess.get(form).text
    assert f'<p class="back"><a class="btn quiet" href="{INBOX}">' in page
    assert f'action="{form}"' in page
    version = re.search(r'name="version"[^>]* value="(\d+)"', page)[1]
    answer = tess.post(form, data={"reason": "Not this week", "version": version})
    assert answer.location == INBOX
    assert word(follow(tess, answer)).startswith("Declined")


def test_from_its_own_page_it_stays_there(as_, waiting):
    base = f"/checkouts/{waiting.loan}"
    assert HERE not in as_("tess").get(base).text
    assert as_("tess").post(f"{base}/approve").location == base


HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
SHOWN = "at=inbox&of=everyone"


@EACH
def test_by_htmx_undo_and_what_follows_lead_back_too(as_, waiting, kind, path, no):
    base, tess = f"{path}/{getattr(waiting, kind)}", as_("tess")
    card = tess.post(f"{base}/approve?{HERE}", headers=HTMX).text
    undo = f"{base}/undo?{HERE}"
    assert f'action="{undo}"' in card
    assert f'hx-post="{undo}"' in card
    again = tess.post(undo, headers=HTMX).text
    assert f'href="{base}/{no}?{HERE}"' in again
    tess.post(f"{base}/approve?{HERE}", headers=HTMX)
    assert tess.post(undo).location == INBOX


@EACH
def test_a_form_leads_back_to_what_it_showed(as_, waiting, kind, path, no):
    form, tess = f"{path}/{getattr(waiting, kind)}/{no}?{SHOWN}", as_("tess")
    there = f"{INBOX}?of=everyone"
    assert f'href="{form.replace("&", "&amp;")}"' in tess.get(there).text
    back = f'<p class="back"><a class="btn quiet" href="{there}">'
    assert back in tess.get(form).text


@EACH
def test_an_answer_and_its_undo_lead_back_to_what_it_showed(as_, waiting, kind, path, no):
    base, tess = f"{path}/{getattr(waiting, kind)}", as_("tess")
    answer = tess.post(f"{base}/approve?{SHOWN}")
    assert answer.location == f"{INBOX}?of=everyone"
    undo = undo_in(follow(tess, answer)).replace("&amp;", "&")
    assert undo == f"{base}/undo?{SHOWN}"
    assert tess.post(undo).location == f"{INBOX}?of=everyone"


def test_a_filter_is_kept_too(as_, waiting):
    tess, base = as_("tess"), f"/checkouts/{waiting.loan}"
    assert f"{base}/reject?at=inbox&amp;show=loans" in tess.get(f"{INBOX}?show=loans").text
    answer = tess.post(f"{base}/approve?at=inbox&show=loans")
    assert answer.location == f"{INBOX}?show=loans"


def test_what_the_inbox_shows_is_what_an_address_may_say():
    assert set(answering_pages.SHOWN_THERE["show"]) == set(inbox.KINDS)


def test_an_address_with_other_words_leads_back_to_all_of_it(app, as_):
    with app.app_context(), transaction():
        id = wish(3)
    odd = "at=inbox&of=//evil.example&show=nope"
    done = as_("tess").post(f"/checkouts/{id}/approve?{odd}", data={"version": 1})
    assert (done.status_code, done.location) == (303, "/approvals")


@pytest.mark.parametrize("shown", ["", "&of=everyone&show=repairs"])
def test_a_repair_leads_back_with_its_name_and_the_way_to_it(as_, waiting, shown):
    path = f"/repairs/{waiting.repair}"
    form, dora = f"{path}/assess?{HERE}{shown}", as_("dora")
    there = f"{INBOX}?{shown[1:]}".rstrip("?")
    assert f'href="{form.replace("&", "&amp;")}"' in dora.get(there).text
    assert f'class="btn quiet" href="{there.replace("&", "&amp;")}"' in dora.get(form).text
    typed = {"damage_type": "physical", "severity": "severe"}
    answer = dora.post(form, data=typed)
    assert answer.location == there
    page = follow(dora, answer)
    assert word(page).startswith("Student Violin 4/4 VLN-1: Assessed")
    assert f'<a class="btn small" href="{path}">The repair</a>' in page


def test_a_repair_answered_on_its_own_page_stays_there(as_, waiting):
    path = f"/repairs/{waiting.repair}"
    typed = {"damage_type": "physical", "severity": "severe"}
    assert as_("dora").post(f"{path}/assess", data=typed).location == path
