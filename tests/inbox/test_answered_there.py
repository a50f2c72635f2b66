"""What is answered from the inbox leads back to it, with the word and the way back there."""

import re

import pytest

from tests.core.test_words_after import follow, undo_in, word

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
