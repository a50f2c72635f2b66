"""Some items need a second look: what is approved stays on the shelf until somebody else has looked at it."""

from concurrent.futures import ThreadPoolExecutor

import flask_migrate
import pytest

from webapp.core.db import db, transaction
from webapp.lending.models import Checkout, CheckoutEvent
from webapp.stock.models import Item

from ..ahead_acts import ask, page_says, promise
from ..conftest import API, HAND_OVERS
from ..daily_acts import run_the_day
from ..desk_acts import act

ITEMS = "/api/inventory/items/"
DOORS = pytest.mark.parametrize("door", ["page", "API"])


@pytest.fixture
def rare(as_, harp):
    """The harp, which somebody else than who approves it must look at; its id."""
    answer = as_("tess").patch(f"{ITEMS}{harp}/", json={"needs_second_look": True})
    assert (answer.status_code, answer.json["needs_second_look"]) == (200, True)
    return harp


@pytest.fixture
def waiting(as_, rare):
    """Sol's harp, approved by Tess, from today; its id."""
    return promise(as_, rare, 0, 4)


def look(browser, door, id, verb="look_at"):
    path = f"{API}{id}/{verb}/" if door == "API" else f"/checkouts/{id}/{verb}"
    return browser.post(path)


def kinds_of(app, id):
    with app.app_context():
        query = db.session.query(CheckoutEvent).filter_by(checkout_id=id)
        return [event.kind for event in query.order_by(CheckoutEvent.id)]


@DOORS
def test_c11_what_is_approved_waits_for_a_second_look(app, as_, waiting, door):
    dora = as_("dora")
    assert dora.get(f"{API}{waiting}/").json["needs_look"] is True
    for verb in ("set_aside", "hand_out"):
        no = act(dora, waiting, verb)
        assert (no.status_code, "must look at it" in no.json["detail"]) == (409, True)
    assert look(dora, door, waiting).status_code in (200, 303)
    assert act(dora, waiting, "hand_out").json["status"] == "out"
    assert kinds_of(app, waiting) == ["approve", "look"]
    assert "Looked at</b> by Dora" in page_says(dora, f"/checkouts/{waiting}")


def test_a_pile_leaves_it_where_it_is(as_, waiting):
    said = {"person": "Sol", "codes": ["HRP-1"]}
    sku = as_("dora").get(f"{ITEMS}?search=harp").json[0]["sku"]
    no = as_("dora").post(HAND_OVERS, json=said | {"codes": [sku]})
    assert no.status_code == 409
    assert "must look at it" in no.text


def test_nobody_walks_out_with_it(as_, rare):
    sku = as_("dora").get(f"{ITEMS}?search=harp").json[0]["sku"]
    no = as_("dora").post(HAND_OVERS, json={"person": "Sol", "codes": [sku]})
    assert (no.status_code, "must look at it" in no.text) == (409, True)
    id = ask(as_("sol"), rare, 0, 4).json["id"]
    no = act(as_("tess"), id, "approve", hand_out=True)
    assert (no.status_code, "must look at it" in no.text) == (409, True)
    assert as_("tess").get(f"{API}{id}/").json["status"] == "pending"


def test_the_daily_run_and_the_pick_list_wait_too(app, as_, waiting):
    run_the_day(app)
    dora = as_("dora")
    assert dora.get(f"{API}{waiting}/").json["units"] == []
    assert "Harp" not in page_says(dora, "/desk/pick-list")
    look(dora, "API", waiting)
    run_the_day(app)
    assert [unit["state"] for unit in dora.get(f"{API}{waiting}/").json["units"]] == [
        "aside"
    ]


def test_the_list_has_a_filter_for_it(as_, waiting, stand):
    promise(as_, stand, 0, 4)
    dora = as_("dora")
    listed = dora.get(f"{API}?status=to_look_at").json
    assert [loan["id"] for loan in listed] == [waiting]
    page = page_says(dora, "/checkouts?status=to_look_at")
    assert "Harp" in page
    assert "Music Stand" not in page
    assert "Waits for a second look" in page


@DOORS
@pytest.mark.parametrize(
    ("who", "status"), [("nia", 404), ("sol", 403), ("tess", 403), ("ada", 200)]
)
def test_who_may_look(as_, waiting, door, who, status):
    answer = look(as_(who), door, waiting).status_code
    assert answer == (303 if (status, door) == (200, "page") else status)


@DOORS
def test_who_approved_it_does_not_look(as_, rare, door):
    id = ask(as_("sol"), rare, 0, 4).json["id"]
    act(as_("ada"), id, "approve")
    assert look(as_("ada"), door, id).status_code == 403
    assert look(as_("dora"), door, id).status_code in (200, 303)


@DOORS
def test_twice_is_refused(as_, waiting, door):
    look(as_("dora"), door, waiting)
    assert look(as_("dora"), door, waiting).status_code == 409


@DOORS
def test_only_what_is_approved(as_, rare, door):
    id = ask(as_("sol"), rare, 0, 4).json["id"]
    assert look(as_("dora"), door, id).status_code == 409


@DOORS
def test_taken_back_it_waits_again(app, as_, waiting, door):
    dora = as_("dora")
    assert look(dora, door, waiting, "undo_look").status_code == 409
    look(dora, door, waiting)
    assert look(dora, door, waiting, "undo_look").status_code in (200, 303)
    assert act(dora, waiting, "hand_out").status_code == 409
    assert kinds_of(app, waiting) == ["approve", "look", "undo"]
    assert "Waits for a second look again" in page_says(dora, f"/checkouts/{waiting}")
    look(dora, door, waiting)
    act(dora, waiting, "set_aside")
    assert look(dora, door, waiting, "undo_look").status_code == 409


def test_who_gets_it_from_somebody_waits_for_another_look(as_, waiting):
    dora = as_("dora")
    look(dora, "API", waiting)
    request = dora.get(f"{API}{waiting}/").json["request"]
    dora.post(f"/api/inventory/requests/{request}/give/", json={"borrower": 3})
    assert dora.get(f"{API}{waiting}/").json["needs_look"] is True


def test_another_item_instead_waits_or_not_as_that_says(as_, waiting, stand):
    dora = as_("dora")
    assert act(dora, waiting, "rearrange", item=stand).json["needs_look"] is False


def test_a_decision_taken_back_waits_for_nothing(as_, waiting):
    loan = act(as_("tess"), waiting, "undo").json
    assert (loan["status"], loan["needs_look"]) == ("pending", False)


def test_what_is_agreed_at_once_waits_too(as_, rare):
    as_("tess").patch(f"{ITEMS}{rare}/", json={"needs_approval": False})
    loan = ask(as_("sol"), rare, 0, 4).json
    assert (loan["status"], loan["needs_look"]) == ("approved", True)


def test_two_at_once_look_once(app, as_, waiting):
    browsers = [as_("dora"), as_("ada")]
    with ThreadPoolExecutor(2) as pool:
        codes = pool.map(lambda one: look(one, "API", waiting).status_code, browsers)
        assert sorted(codes) == [200, 409]
    assert kinds_of(app, waiting) == ["approve", "look"]


def test_the_borrower_reads_of_it(as_, waiting, letter):
    assert "looks at it once more" in letter("approved")
    assert "Waits for a second look" in page_says(as_("sol"), f"/checkouts/{waiting}")
    assert "looks at it before" in page_says(as_("sol"), "/items/3")


def test_a_form_has_a_tick_for_it_and_a_file_a_column(as_, rare):
    tess = as_("tess")
    assert 'name="needs_second_look"' in tess.get(f"/items/{rare}/edit").text
    head, *rows = tess.get("/items/export.csv").text.splitlines()
    at = head.split(",").index("Needs a second look")
    told = {row.split(",")[1]: row.split(",")[at] for row in rows}
    assert told.pop("Harp") == "yes"
    assert set(told.values()) == {"no"}


def test_none_needs_it_until_somebody_says_so(app, as_, waiting):
    with app.app_context():
        flask_migrate.downgrade(revision="0046")
        flask_migrate.upgrade()
        with transaction():
            assert {item.needs_second_look for item in db.session.query(Item)} == {False}
            assert {loan.needs_look for loan in db.session.query(Checkout)} == {False}
