"""Request, approve, hand out, return: through both doors, with the shelf right at every step."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.days import ahead
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Level, Movement

API = "/api/inventory/checkouts/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture(autouse=True)
def a_pending_checkout(as_, wish):
    assert as_("sol").post(API, json=wish).status_code == 201


@pytest.fixture
def shelf(app):
    def count():
        with app.app_context():
            assert list(verify.problems()) == []
            level = db.session.get(Level, 1)
            return level.available, level.reserved, level.on_rent, level.damaged

    return count


def act(browser, door, verb, id=1, **said):
    paths = {"return_item": "return"}
    said = {"reason": "It is promised"} | said if verb == "reject" else said
    if door == "page":
        return browser.post(f"/checkouts/{id}/{paths.get(verb, verb)}", data=said)
    return browser.post(f"{API}{id}/{verb}/", json=said)


@DOORS
def test_the_whole_loop(as_, shelf, door):
    tess = as_("tess")
    assert shelf() == (2, 0, 0, 0)
    assert act(tess, door, "approve").status_code in (200, 303)
    assert shelf() == (2, 0, 0, 0)
    assert act(tess, door, "set_aside").status_code in (200, 303)
    assert shelf() == (1, 1, 0, 0)
    assert act(tess, door, "hand_out").status_code in (200, 303)
    assert shelf() == (1, 0, 1, 0)
    assert act(tess, door, "return_item", notes="new strings").status_code in (200, 303)
    assert shelf() == (2, 0, 0, 0)
    is_over(as_("sol").get(f"{API}1/").json)


def is_over(shown):
    """Returned with its note today, which is told as a day."""
    notes = shown["status"], shown["return_notes"], shown["overdue"]
    assert notes == ("returned", "new strings", False)
    assert shown["checkout_date"] == shown["return_date"] == str(ahead(0))
    assert shown["out_at"] < shown["closed_at"]


@DOORS
def test_damaged_pieces_do_not_go_back_on_the_shelf(as_, shelf, door):
    tess = as_("tess")
    act(tess, door, "approve")
    act(tess, door, "return_item", condition="damaged")
    assert shelf() == (1, 0, 0, 1)


def test_from_approved_a_return_records_both_steps(as_, shelf, app):
    tess = as_("tess")
    act(tess, "api", "approve")
    assert act(tess, "api", "return_item").json["status"] == "returned"
    with app.app_context():
        kinds = [
            m.type
            for m in db.session.query(Movement)
            .filter_by(checkout_id=1)
            .order_by(Movement.id)
        ]
    assert kinds == ["RENTAL_OUT", "RENTAL_RETURN"]


def test_some_pieces_come_back_before_the_others(as_, shelf, wish):
    tess = as_("tess")
    id = as_("sol").post(API, json=wish | {"item": 2, "quantity": 3}).json["id"]
    act(tess, "api", "approve", id), act(tess, "api", "hand_out", id)
    assert act(tess, "api", "return_item", id, quantity=2).json["status"] == "out"
    refused = act(tess, "api", "return_item", id, quantity=2)
    assert (refused.status_code, refused.json["facts"]) == (409, {"out": 1, "asked": 2})
    assert act(tess, "api", "return_item", id).json["status"] == "returned"


@DOORS
@pytest.mark.parametrize("verb", ["approve", "reject", "hand_out", "return_item"])
def test_the_borrower_may_not(as_, door, verb):
    assert act(as_("sol"), door, verb).status_code == 403


@DOORS
@pytest.mark.parametrize("verb", ["approve", "reject", "cancel", "hand_out", "return_item"])
def test_another_student_does_not_even_see_it(as_, door, verb):
    assert act(as_("nia"), door, verb).status_code == 404
    assert as_("nia").get(f"{API}1/").status_code == 404


@DOORS
@pytest.mark.parametrize(
    ("before", "verb"),
    [
        (["approve"], "approve"),
        (["reject"], "approve"),
        ([], "hand_out"),
        (["cancel"], "cancel"),
    ],
)
def test_the_wrong_state_is_a_conflict_that_says_why(as_, door, before, verb):
    tess = as_("tess")
    for step in before:
        act(tess, door, step)
    again = act(tess, door, verb)
    assert again.status_code == 409
    assert "This loan is" in again.text


@DOORS
def test_a_cancelled_checkout_goes_back_on_the_shelf(as_, shelf, door):
    act(as_("tess"), door, "approve")
    act(as_("tess"), door, "set_aside")
    assert shelf() == (1, 1, 0, 0)
    assert act(as_("sol"), door, "cancel").status_code in (200, 303)
    assert shelf() == (2, 0, 0, 0)


@DOORS
def test_a_declined_request_tells_its_reason(as_, door):
    act(as_("tess"), door, "reject", reason="Bring the other one back first")
    assert "Bring the other one back first" in as_("sol").get("/checkouts/1").text


def test_htmx_gets_the_row_the_page_includes(as_):
    card = as_("tess", htmx=True).post("/checkouts/1/approve").text.strip()
    assert card.startswith('<article id="request-1"')
    assert "Undo" in card
    row = as_("tess", htmx=True).post("/checkouts/1/hand_out").text.strip()
    assert row.startswith('<li id="checkout-1"')
    assert "Check in" in row


def test_d25_ten_at_once_get_no_more_than_there_is(app, as_, wish, shelf):
    tess = as_("tess")
    act(tess, "api", "cancel")
    again, borrowers = wish | {"send_anyway": True}, [as_("sol") for _ in range(10)]
    with ThreadPoolExecutor(10) as pool:
        codes = list(
            pool.map(lambda browser: browser.post(API, json=again).status_code, borrowers)
        )
    assert sorted(codes) == [201] * 2 + [409] * 8


def test_one_approval_at_a_time(app, as_, shelf):
    people = [as_("tess") for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        codes = list(
            pool.map(lambda browser: act(browser, "api", "approve").status_code, people)
        )
    assert sorted(codes) == [200] + [409] * 7
    assert shelf() == (2, 0, 0, 0)


def test_with_fewer_left_than_asked_for_the_teacher_chooses(app, as_, wish):
    assert as_("nia").post(API, json=wish).status_code == 201
    with app.app_context(), transaction():
        ledger.record(
            Actor(1, "Tess", "teacher", 0),
            "lost",
            [Line(1, 1, "THEFT_LOSS", "available", "outside", 1)],
        )
    tess = as_("tess")
    assert tess.post(f"{API}2/approve/").json["status"] == "approved"
    no = tess.post(f"{API}1/approve/")
    assert no.status_code == 409
    assert no.json["facts"]["free"] == 0
