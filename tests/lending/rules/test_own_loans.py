"""Where a loan takes a second person, nobody changes their own alone; and the desk lends no longer than it may."""

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.stock.items import items
from webapp.stock.models import Item

from ..ahead_acts import promise
from ..conftest import API
from ..desk_acts import act

PATHS = {"page": "/checkouts/{}/{}", "API": API + "{}/{}/"}
DOORS = pytest.mark.parametrize("door", PATHS)


@pytest.fixture
def own(as_, stand):
    """Ada's own loan of a music stand, approved by Tess, where that takes a second person; its id."""
    as_("ada").patch("/api/inventory/settings/", json={"second_person_loans": True})
    return promise(as_, stand, 0, 4, who="ada")


def say(browser, door, id, verb, **said):
    path = PATHS[door].format(id, verb)
    return browser.post(path, json=said) if door == "API" else browser.post(path, data=said)


@DOORS
@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("rearrange", {"due_date": str(ahead(90))}),
        ("rearrange", {"item": 1}),
        ("hand_out", {"due_date": str(ahead(90))}),
    ],
)
def test_nobody_changes_their_own(as_, own, door, verb, said):
    path = "hand_out_otherwise" if (verb, door) == ("hand_out", "page") else verb
    assert say(as_("ada"), door, own, path, **said).status_code == 403
    loan = as_("dora").get(f"{API}{own}/").json
    assert (loan["status"], loan["due_date"]) == ("approved", str(ahead(4)))
    assert act(as_("tess"), own, verb, **said).status_code == 200


@DOORS
def test_a_change_of_their_own_is_not_taken_back_by_them(as_, own, door):
    act(as_("tess"), own, "rearrange", due_date=str(ahead(2)))
    assert say(as_("ada"), door, own, "undo_rearrange").status_code == 403
    assert say(as_("tess"), door, own, "undo_rearrange").status_code in (200, 303)


@pytest.fixture
def short(app):
    """A flute that is lent for a week; its item's id."""
    about = {"category": "instrument", "location": "Store", "quantity": 1}
    with app.app_context(), transaction():
        return items.add(TESS, name="Flute", max_checkout_days=7, **about).id


@DOORS
def test_the_desk_lends_no_longer_by_changing_it(as_, short, door):
    id = promise(as_, short, 0, 4)
    no = say(as_("dora"), door, id, "rearrange", due_date=str(ahead(300)))
    assert no.status_code == 422
    assert "a teacher decides on longer loans" in no.text
    moved = {"checkout_date": str(ahead(10)), "due_date": str(ahead(16))}
    assert act(as_("dora"), id, "rearrange", **moved).status_code == 200
    assert act(as_("tess"), id, "rearrange", due_date=str(ahead(300))).status_code == 200
    later = {"checkout_date": str(ahead(20)), "due_date": str(ahead(310))}
    assert act(as_("dora"), id, "rearrange", **later).status_code == 200


@pytest.mark.parametrize("path", ["/checkouts/{}/undo_missed", API + "{}/undo_missed/"])
def test_the_one_thing_is_not_promised_again_once_it_is_anothers(app, as_, meant, path):
    with app.app_context(), transaction():
        loan = db.session.get(Checkout, meant)
        loan.status, item = "missed", loan.item_id
    said = {"item": item, "unit": "VLA-2", "student": 3, "due_date": str(ahead(5))}
    other = as_("tess").post(API, json=said).json["id"]
    act(as_("tess"), other, "approve")
    no = as_("dora").post(path.format(meant))
    assert (no.status_code, "VLA-2 is not free" in no.text) == (409, True)
    assert as_("dora").get(f"{API}{meant}/").json["status"] == "missed"


@pytest.fixture
def rare(app, harp):
    """The harp, which somebody else must look at; its id."""
    with app.app_context(), transaction():
        db.session.get(Item, harp).needs_second_look = True
    return harp


@DOORS
def test_who_changed_it_does_not_look(as_, stand, rare, door):
    id = promise(as_, stand, 0, 4)
    act(as_("dora"), id, "rearrange", item=rare)
    assert say(as_("dora"), door, id, "look_at").status_code == 403
    assert say(as_("ada"), door, id, "look_at").status_code in (200, 303)


@DOORS
def test_who_asked_for_another_does_not_look(as_, rare, door):
    as_("tess").patch(f"/api/inventory/items/{rare}/", json={"needs_approval": False})
    said = {"item": rare, "student": 2, "due_date": str(ahead(4))}
    id = as_("dora").post(API, json=said).json["id"]
    assert say(as_("dora"), door, id, "look_at").status_code == 403
    assert say(as_("ada"), door, id, "look_at").status_code in (200, 303)


@DOORS
def test_who_gave_it_does_not_look(as_, rare, door):
    id = promise(as_, rare, 0, 4)
    request = as_("dora").get(f"{API}{id}/").json["request"]
    as_("dora").post(f"/api/inventory/requests/{request}/give/", json={"borrower": 3})
    assert say(as_("dora"), door, id, "look_at").status_code == 403


@DOORS
def test_a_look_is_of_these_days_and_this_item(as_, rare, door):
    id, dora = promise(as_, rare, 0, 4), as_("dora")
    act(dora, id, "look_at")
    no = act(dora, id, "hand_out", due_date=str(ahead(9)))
    assert (no.status_code, "must look at it" in no.text) == (409, True)
    say(as_("tess"), door, id, "rearrange", due_date=str(ahead(9)))
    assert dora.get(f"{API}{id}/").json["needs_look"] is True
    assert say(dora, door, id, "undo_look").status_code == 409
    assert say(dora, door, id, "look_at").status_code in (200, 303)
    assert act(dora, id, "hand_out").status_code == 200
