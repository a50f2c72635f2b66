"""Any act of a repair undone, the newest first: repair, unit and shelf are as they were before it."""

import pytest

from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.errors import Conflict
from webapp.repairs.models import Repair
from webapp.stock.models import Operation
from webapp.stock.operations import undo

from .conftest import API

DORA = Actor(4, "Dora", "desk", 0)


@pytest.fixture
def take_back(app):
    def do(of=-1):
        with app.app_context(), transaction():
            acts = (
                db.session.query(Operation)
                .filter_by(repair_id=1, reverses_id=None)
                .order_by(Operation.id)
                .all()
            )
            undo.undo(DORA, acts[of].id)

    return do


@pytest.fixture
def repair(app):
    def told():
        with app.app_context():
            found = db.session.get(Repair, 1)
            assert (found.closed_at is None) is (
                found.status in ("pending", "approved", "in_progress")
            )
            return found.status, found.quality_check, found.severity, found.quantity

    return told


@pytest.mark.parametrize(
    ("far", "step", "said"),
    [
        ("assess", "approve", {}),
        ("approve", "send", {}),
        ("assess", "cancel", {}),
        ("approve", "cancel", {}),
        ("approve", "give_up", {}),
        ("open", "give_up", {}),
        ("open", "assess", {"damage_type": "water", "severity": "minor"}),
        ("open", "assess", {"damage_type": "water", "severity": "beyond_repair"}),
        ("send", "finish", {"quality_check": "passed", "condition": "fair"}),
        ("send", "finish", {"quality_check": "failed"}),
        ("send", "finish", {"quality_check": "beyond_repair"}),
    ],
)
def test_each_step_is_undone(begun, act, take_back, repair, states, unit, far, step, said):
    id = begun(far)
    before = repair(), states(), unit()
    assert act("tess", "api", id, step, **said).status_code == 200
    assert (repair(), states(), unit()) != before or step == "assess"
    take_back()
    assert (repair(), states(), unit()) == before


def test_the_report_undone_it_was_never_damaged(begun, take_back, repair, states, unit):
    begun()
    take_back()
    assert repair()[0] == "cancelled"
    assert states() == {"available": 3}
    assert unit() == ("available", "good")


def test_some_of_each_undone_all_are_being_mended(begun, act, take_back, repair, states):
    id = begun("send", item=2, quantity=4)
    act("dora", "api", id, "finish", quality_check="partial", passed=2, beyond_repair=1)
    take_back()
    assert repair() == ("in_progress", "pending", "moderate", 4)
    assert states(2) == {"available": 1, "under_repair": 4}


def test_the_newest_first_and_each_once(begun, act, take_back, repair, states):
    id = begun("send", item=2, quantity=2)
    with pytest.raises(Conflict):
        take_back(of=1)
    take_back()
    with pytest.raises(Conflict):
        take_back()
    assert repair()[0] == "approved"
    assert states(2) == {"available": 3, "damaged": 2}
    assert act("dora", "api", id, "send").status_code == 200


def test_the_history_tells_of_it(as_, begun, take_back):
    begun("assess")
    take_back()
    assert [each["kind"] for each in as_("dora").get(f"{API}1/").json["history"]][
        -1
    ] == "undo"
