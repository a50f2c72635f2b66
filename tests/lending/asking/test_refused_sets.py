"""When a set cannot be had, or not so: what is said, and what would do."""

import pytest
from sqlalchemy import func, select

from tests.support.days import ahead
from tests.support.loans import TESS
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout, RequestSet
from webapp.stock.items import archiving
from webapp.stock.models import Unit

from ..conftest import API, REQUESTS
from ..set_acts import SETS, ask

DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture
def harp_out(as_, harp):
    """Nia has the harp for three days."""
    loan = as_("nia").post(API, json={"item": harp, "due_date": str(ahead(3))}).json["id"]
    as_("tess").post(f"{API}{loan}/approve/", json={})


def test_l02_a_set_says_what_is_missing_and_from_when_it_is_there(as_, harp, harp_out, duo):
    no = ask(as_("sol"), "api", duo, due_date=str(ahead(5)))
    assert no.json["detail"].startswith("Harp: none free until")
    (part,) = no.json["facts"]["parts"]
    assert (part["item"], part["free"], part["free_from"]) == (harp, 0, str(ahead(4)))
    (offer,) = no.json["offers"]
    assert offer["change"]["checkout_date"] == str(ahead(4))
    assert ask(as_("sol"), "api", duo, **offer["change"]).status_code == 201


@DOORS
def test_what_is_refused_leaves_nothing(app, as_, harp, duo, door):
    as_("nia").post(API, json={"item": harp, "due_date": str(ahead(3))})
    assert ask(as_("sol"), door, duo, due_date=str(ahead(5))).status_code == 409
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(RequestSet)) == 0
        assert db.session.scalar(select(func.count()).select_from(Checkout)) == 1


def test_fewer_sets_are_offered(as_, stand):
    parts = [{"item": stand, "quantity": 8}]
    kit = as_("tess").post(SETS, json={"name": "Kit", "parts": parts}).json["id"]
    no = ask(as_("sol"), "api", kit, quantity=3)
    assert (no.status_code, no.json["facts"]["free"]) == (409, 2)
    assert no.json["offers"][0]["change"] == {"quantity": 2}


@DOORS
def test_a_set_that_cannot_be_lent_says_why(app, as_, harp, duo, door):
    empty = as_("tess").post(SETS, json={"name": "Empty"}).json["id"]
    assert ask(as_("sol"), door, empty).status_code == 409
    with app.app_context(), transaction():
        archiving.archive(TESS, harp)
    no = ask(as_("sol"), door, duo)
    assert no.status_code == 409
    assert "Harp is archived, so it is no longer lent out" in no.text
    as_("tess").post(f"{SETS}{duo}/archive/")
    assert ask(as_("sol"), door, duo).status_code == 404


@pytest.mark.parametrize("wrong", [{}, {"item": 1, "set": 1}])
def test_an_item_or_a_set(as_, duo, wrong):
    no = as_("sol").post(API, json=wrong)
    assert (no.status_code, [*no.json["fields"]]) == (422, ["item"])
    no = as_("sol").post(REQUESTS, json={"lines": [wrong]})
    assert (no.status_code, [*no.json["fields"]]) == (422, ["lines.0.item"])


@DOORS
def test_days_are_those_of_the_part_that_may_be_out_the_shortest(as_, duo, door):
    no = ask(as_("sol"), door, duo, due_date=str(ahead(7)))  # stands: a week
    assert no.status_code == 422
    assert "This may be borrowed for 7 days" in no.text


@pytest.fixture
def own(app, as_, violas):
    """A set with one certain viola, and the ids of both."""
    with app.app_context():
        unit = db.session.scalar(select(Unit.id).where(Unit.tag == "VLA-2"))
    said = {"name": "Own", "parts": [{"unit": unit}, {"item": 2}]}
    return as_("tess").post(SETS, json=said).json["id"], unit


def test_a_certain_instrument_is_asked_for_once(as_, own, violas):
    assert ask(as_("sol"), "api", own[0], quantity=2).status_code == 422
    assert ask(as_("sol"), "api", own[0]).status_code == 201
    no = ask(as_("nia"), "api", own[0])
    assert no.json["facts"]["parts"][0]["item"] == violas
    assert as_("nia").post(API, json={"item": violas}).status_code == 201


def test_a_certain_instrument_is_handed_out_and_not_another(as_, own):
    ask(as_("sol"), "api", own[0])
    as_("tess").post(f"{REQUESTS}1/approve/", json={})
    out = as_("dora").post(f"{API}1/hand_out/", json={}).json
    assert [row["unit"] for row in out["units"]] == [own[1]]


def test_the_same_set_again_needs_a_yes(as_, stand, letters):
    parts = [{"item": stand}]
    kit = as_("tess").post(SETS, json={"name": "Kit", "parts": parts}).json["id"]
    assert ask(as_("sol"), "api", kit).status_code == 201
    no = ask(as_("sol"), "api", kit)
    assert no.json["offers"][0]["change"] == {"send_anyway": True}
    assert ask(as_("sol"), "api", kit, send_anyway=True).status_code == 201


def test_a_set_counts_as_one_loan(as_, duo):
    as_("ada").patch("/api/inventory/settings/", json={"most_loans": 2})
    assert ask(as_("sol"), "api", duo).status_code == 201
    assert as_("sol").post(API, json={"item": 1}).status_code == 201
    assert as_("sol").post(API, json={"item": 2}).status_code == 409
