"""A loan that comes back damaged opens a repair; one undone before anybody began leaves none."""

import pytest

from tests.support.loans import TESS, lend
from webapp.core.db import db, transaction
from webapp.core.errors import Conflict
from webapp.repairs import mending, repairs
from webapp.repairs.models import Repair
from webapp.stock.models import Unit

from .conftest import API


@pytest.fixture
def back(app, as_):
    """A loan of unit 1 that came back damaged; the checkout's id."""
    with app.app_context(), transaction():
        id = lend(2, item=1, unit=1)
    as_("dora").post(
        f"/checkouts/{id}/return",
        data={"condition": "damaged", "notes": "The bridge is broken"},
    )
    return id


def test_e05_a_damaged_return_opens_one(as_, back, states, unit):
    dora = as_("dora")
    (told,) = dora.get(API).json
    assert (told["checkout"], told["unit"], told["quantity"], told["status"]) == (
        back,
        1,
        1,
        "pending",
    )
    assert told["description"] == "The bridge is broken"
    assert states() == {"available": 2, "damaged": 1}
    assert unit() == ("damaged", "damaged")
    assert 'href="/repairs/1"' in dora.get(f"/checkouts/{back}").text
    assert "/repairs/" not in as_("sol").get(f"/checkouts/{back}").text
    assert f'href="/checkouts/{back}"' in dora.get("/repairs/1").text


def test_it_goes_on_as_any_other(as_, act, back, states):
    steps = (
        ("dora", "assess", {"damage_type": "physical", "severity": "minor"}),
        ("tess", "approve", {}),
        ("dora", "send", {}),
        ("dora", "finish", {"quality_check": "passed"}),
    )
    for who, step, said in steps:
        assert act(who, "api", 1, step, **said).status_code == 200
    assert states() == {"available": 3}


def test_each_damaged_part_is_its_own(app, as_, states):
    with app.app_context(), transaction():
        id = lend(2, item=2, quantity=3)
    dora = as_("dora")
    for quantity, condition in ((1, "damaged"), (1, "good"), (1, "damaged")):
        dora.post(
            f"/api/inventory/checkouts/{id}/return_item/",
            json={"quantity": quantity, "condition": condition},
        )
    assert [each["quantity"] for each in dora.get(API).json] == [1, 1]
    assert states(2) == {"available": 3, "damaged": 2}
    page = dora.get(f"/checkouts/{id}").text
    assert "Its repair 1" in page
    assert "Its repair 2" in page


def test_the_return_undone_its_repair_is_gone_unless_it_was_begun(app, back):
    with app.app_context(), transaction():
        repairs.forget_from(back)
        repairs.forget_from(back)
        assert db.session.get(Repair, 1).status == "cancelled"
        assert db.session.get(Unit, 1).condition == "good"
        again = Repair(item_id=1, unit_id=1, location_id=1, checkout_id=back, opened_by=4)
        db.session.add(again)
        db.session.flush()
        mending.assess(TESS, again.id, damage_type="water", severity="minor")
        repairs.forget_from(back, at=db.session.get(Repair, 1).opened_at)
        with pytest.raises(Conflict):
            repairs.forget_from(back)
        assert again.status == "pending"
