"""What was moved off closed days goes back, if staff say so; who had it is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.days import ahead
from webapp.core.db import db
from webapp.lending.models import CheckoutEvent

from .conftest import CLOSED, LOANS, holidays

DOORS = pytest.mark.parametrize("door", ["page", "API"])


@pytest.fixture
def moved(as_, lent):
    """Sol's loan, which was moved off the fifth and sixth day."""
    assert as_("ada").post(CLOSED, json=holidays()).status_code == 201
    return lent


@pytest.fixture
def promised(as_):
    """Sol's promise from the third day on, moved off the fifth day."""
    said = {"item": 1, "checkout_date": str(ahead(3)), "due_date": str(ahead(5))}
    id = as_("sol").post(LOANS, json=said).json["id"]
    assert as_("tess").post(f"{LOANS}{id}/approve/", json={}).status_code == 200
    as_("ada").post(CLOSED, json=holidays())
    return id


def undo(browser, door, id, verb="undo_moved"):
    start = "/checkouts/" if door == "page" else LOANS
    return browser.post(f"{start}{id}/{verb}" + "/" * (door == "API"))


def kinds(app, id):
    with app.app_context():
        query = db.session.query(CheckoutEvent).filter_by(checkout_id=id)
        return [event.kind for event in query.order_by(CheckoutEvent.id)]


@DOORS
def test_h04_what_is_out_is_due_as_before(app, as_, moved, now, door):
    dora = as_("dora")
    words = f"Undo: due on {ahead(5):%a %-d %b} again"
    assert words in dora.get(f"/checkouts/{moved}").text
    assert undo(dora, door, moved).status_code in (200, 303)
    assert now(loan=moved) == ahead(5)
    assert kinds(app, moved)[-2:] == ["moved", "undo"]
    page = dora.get(f"/checkouts/{moved}").text
    assert "Not moved after all" in page
    assert words not in page
    assert undo(dora, door, moved).status_code == 409


def test_that_the_day_of_before_is_closed_is_said_first(as_, moved):
    page = as_("dora").get(f"/checkouts/{moved}").text
    assert f"The school is closed on {ahead(5):%a %-d %b}: Storm. Sol gets one" in page
    (closed,) = as_("ada").get(CLOSED).json
    as_("ada").delete(f"{CLOSED}{closed['id']}/")
    page = as_("dora").get(f"/checkouts/{moved}").text
    assert "The school is closed" not in page
    assert "Sol gets one e-mail." in page


@DOORS
def test_what_is_promised_too_and_the_undo_of_a_change_says_what_is_first(
    app, as_, promised, now, door
):
    dora = as_("dora")
    no = undo(dora, "API", promised, "undo_rearrange")
    assert "moved off closed days since" in no.json["detail"]
    assert undo(dora, door, promised).status_code in (200, 303)
    assert now(loan=promised) == ahead(5)
    assert kinds(app, promised)[-2:] == ["moved", "undo"]


def test_another_due_day_is_undone_only_after_it(as_, lent, now):
    dora = as_("dora")
    later = {"due_date": str(ahead(8))}
    assert dora.post(f"{LOANS}{lent}/extend/", json=later).status_code == 200
    as_("ada").post(CLOSED, json=holidays(8, 8))
    assert undo(dora, "API", lent, "undo_extend").status_code == 409
    assert undo(dora, "API", lent).status_code == 200
    assert undo(dora, "API", lent, "undo_extend").status_code == 200
    assert now(loan=lent) == ahead(5)


def test_not_once_something_else_was_decided(as_, moved):
    later = {"due_date": str(ahead(9))}
    assert as_("dora").post(f"{LOANS}{moved}/extend/", json=later).status_code == 200
    assert undo(as_("dora"), "API", moved).status_code == 409


@DOORS
@pytest.mark.parametrize(("who", "status"), [("sol", 403), ("nia", 404)])
def test_whose_it_is_not(as_, moved, now, door, who, status):
    assert undo(as_(who), door, moved).status_code == status
    assert now(loan=moved) == ahead(7)


def test_what_was_not_moved(as_, lent):
    assert undo(as_("dora"), "API", lent).status_code == 409


def test_two_at_once_undo_it_once(app, as_, moved, now):
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda who: undo(as_(who), "API", moved), ("dora", "tess")))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert kinds(app, moved).count("undo") == 1
    assert now(loan=moved) == ahead(5)
