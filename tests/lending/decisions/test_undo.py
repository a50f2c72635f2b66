"""A decision can be taken back until its e-mail is sent: once, whole, and by nobody else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from tests.support.days import ahead
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter

DECISIONS = pytest.mark.parametrize("verb", ["approve", "approve_and_hand_out", "reject"])
AFTER = {
    "approve": (2, 0, 0, 0),
    "approve_and_hand_out": (1, 0, 1, 0),
    "reject": (2, 0, 0, 0),
}


@DECISIONS
def test_c10_undone_is_as_if_nothing_was_said(as_, asked, shelf, letters, status, verb):
    tess = as_("tess")
    reason = {"reason": "Talk to me first"}
    assert tess.post(f"/checkouts/{asked}/{verb}", data=reason).status_code == 303
    assert shelf() == AFTER[verb]
    assert letters()[-1] == ("rejected" if verb == "reject" else "approved", "sol")
    assert (
        "Undo" in as_("tess", htmx=True).post(f"/checkouts/{asked}/approve").text
    )  # the outcome card
    assert tess.post(f"/checkouts/{asked}/undo").status_code == 303
    assert (status(), shelf()) == ("pending", (2, 0, 0, 0))
    assert letters() == [("requested", "tess")]


def test_what_was_undone_can_be_decided_again(as_, asked, shelf, letters):
    tess = as_("tess")
    for verb in ("approve_and_hand_out", "undo", "approve", "undo", "approve_and_hand_out"):
        assert tess.post(f"/checkouts/{asked}/{verb}").status_code == 303, verb
    assert shelf() == (1, 0, 1, 0)
    assert letters().count(("approved", "sol")) == 1
    assert (
        tess.post(f"/api/inventory/checkouts/{asked}/return_item/", json={}).json["status"]
        == "returned"
    )
    assert shelf() == (2, 0, 0, 0)


def test_a_second_undo_has_nothing_to_undo(as_, asked, shelf):
    tess = as_("tess")
    codes = [
        tess.post(f"/checkouts/{asked}/{verb}").status_code
        for verb in ("approve", "undo", "undo")
    ]
    assert codes == [303, 303, 409]
    assert shelf() == (2, 0, 0, 0)


def test_two_undos_at_once_are_one(as_, asked, shelf):
    tess = as_("tess")
    tess.post(f"/checkouts/{asked}/approve")
    browsers = [as_("tess") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(
            pool.map(lambda b: b.post(f"/checkouts/{asked}/undo").status_code, browsers)
        )
    assert sorted(codes) == [303, 409, 409, 409]
    assert shelf() == (2, 0, 0, 0)


def test_the_letter_that_left_cannot_be_called_back(app, as_, asked, shelf):
    tess = as_("tess")
    tess.post(f"/checkouts/{asked}/approve")
    with app.app_context(), transaction():
        db.session.execute(
            update(Letter).where(Letter.kind == "approved").values(sent_at=clock.now())
        )
    no = tess.post(f"/checkouts/{asked}/undo")
    assert no.status_code == 409
    assert "already been sent" in no.text
    assert shelf() == (2, 0, 0, 0)
    assert "Undo" not in tess.get(f"/checkouts/{asked}").text


@pytest.mark.parametrize("since", ["hand_out", "set_aside"])
def test_what_the_desk_did_since_stays(as_, asked, shelf, since):
    tess = as_("tess")
    tess.post(f"/checkouts/{asked}/approve")
    as_("dora").post(f"/checkouts/{asked}/{since}")
    before = shelf()
    assert tess.post(f"/checkouts/{asked}/undo").status_code == 409
    assert shelf() == before


def test_another_day_is_undone_too(as_, asked, wish):
    tess = as_("tess")
    later = str(ahead(60))
    assert (
        tess.post(f"/checkouts/{asked}/change", data={"due_date": later}).status_code == 303
    )
    shown = f"/api/inventory/checkouts/{asked}/"
    assert (tess.get(shown).json["due_date"], tess.get(shown).json["status"]) == (
        later,
        "approved",
    )
    tess.post(f"/checkouts/{asked}/undo")
    assert tess.get(shown).json["due_date"] == wish["due_date"]


@pytest.mark.parametrize(("who", "code"), [("nia", 404), ("sol", 403), ("dora", 403)])
def test_only_who_decides_may_undo(as_, asked, shelf, who, code):
    as_("tess").post(f"/checkouts/{asked}/approve")
    assert as_(who).post(f"/checkouts/{asked}/undo").status_code == code
    assert shelf() == (2, 0, 0, 0)


@DECISIONS
def test_c10_without_javascript_the_loans_page_confirms_it_and_can_undo_it(
    as_, asked, verb
):
    tess = as_("tess")
    there = tess.post(f"/checkouts/{asked}/{verb}", data={"reason": "Talk to me first"})
    page = tess.get(there.location).text.partition("<main")[2]
    assert "Sol gets an e-mail in a minute." in page
    assert f'action="/checkouts/{asked}/undo"' in page
    assert "gets an e-mail" not in as_("sol").get(f"/checkouts/{asked}").text
