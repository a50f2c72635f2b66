"""Receiving: what arrives, bit by bit, good or damaged."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from tests.stock.transfers.journeys import (
    ANNEXE,
    DOORS,
    TESS,
    act,
    line_of,
    status,
    undo_last,
    where,
)
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import (
    Movement,
    Unit,
)


def test_it_arrives_bit_by_bit(app, desk, sent, states):
    id = sent({"unit": 1}, {"item": 2, "quantity": 3})
    violin, cellos = (line_of(desk, id, n) for n in (0, 1))
    _receive_two(desk, states, id, cellos)
    no = act(desk, id, "receive", lines=[{"line": cellos, "quantity": 2}])
    assert no.status_code == 409
    assert no.json["facts"] == {
        "line": cellos,
        "state": "in_transit",
        "have": 1,
        "asked": 2,
    }
    assert act(desk, id, "receive", lines=[{"line": violin}]).json["status"] == "in_transit"
    done = act(desk, id, "receive").json
    assert done["status"] == "received"
    assert where(app, 1) == (ANNEXE, "available")
    _check_is_over(desk, id)


def _receive_two(desk, states, id, cellos):
    """A good cello and a damaged one; the third is still on its way."""
    two = {
        "lines": [
            {"line": cellos, "quantity": 1},
            {"line": cellos, "quantity": 1, "condition": "damaged"},
        ]
    }
    answer = act(desk, id, "receive", **two).json
    assert answer["status"] == "in_transit"
    assert answer["lines"][1]["received"] == 2
    assert answer["lines"][1]["damaged"] == 1
    assert answer["lines"][1]["in_transit"] == 1
    assert states(2) == {
        ("Store", "available"): 2,
        ("Annexe", "available"): 1,
        ("Annexe", "damaged"): 1,
        ("Annexe", "in_transit"): 1,
    }


def _check_is_over(desk, id):
    """Nothing more can arrive."""
    no = act(desk, id, "receive")
    assert no.status_code == 409
    assert no.json["facts"] == {"status": "received", "transfer": 1}


@DOORS
def test_damaged_at_arrival_is_its_condition_and_undone_it_is_as_before(
    app, desk, sent, door
):
    with app.app_context(), transaction():
        db.session.get_one(Unit, 1).condition = "excellent"
    id = sent({"unit": 1}, {"unit": 2}, {"item": 2})
    _receive_damaged(desk, door, id)
    assert conditions(app) == ["damaged", "good", "good"]
    assert where(app, 1) == (ANNEXE, "damaged")
    undo_last(app, id)
    assert conditions(app) == ["excellent", "good", "good"]
    assert where(app, 1) == (ANNEXE, "in_transit")
    act(desk, id, "receive")
    assert conditions(app) == ["excellent", "good", "good"]


def _receive_damaged(desk, door, id):
    """The first violin arrives damaged."""
    if door == "page":
        desk.post(
            f"/transfers/{id}/receive",
            data={"code": "VLN-1", "quantity": "1", "condition": "damaged"},
        )
    else:
        act(
            desk, id, "receive", lines=[{"line": line_of(desk, id), "condition": "damaged"}]
        )


def test_what_was_said_of_it_since_stays_when_its_arrival_is_undone(app, desk, sent):
    id = sent({"unit": 1})
    act(desk, id, "receive", lines=[{"line": line_of(desk, id), "condition": "damaged"}])
    assert (
        desk.patch("/api/inventory/units/1/", json={"condition": "poor"}).status_code == 200
    )
    undo_last(app, id)
    assert conditions(app)[0] == "poor"


def test_of_a_batch_some_pieces_arrive_damaged_and_its_condition_stays(app, desk, sent):
    with app.app_context(), transaction():
        reeds = Unit(item_id=2, location_id=1, tag="RDS-1", batch_code="LOT 7")
        db.session.add(reeds)
        db.session.flush()
        line = Line(2, 1, "ADJUSTMENT_POSITIVE", "outside", "available", 4, reeds.id, 100)
        ledger.record(TESS, "opening balance", [line])
    id = sent({"unit": 4})
    part = {"line": line_of(desk, id), "quantity": 1, "condition": "damaged"}
    assert act(desk, id, "receive", lines=[part]).status_code == 200
    assert conditions(app)[3] == "good"


def conditions(app):
    with app.app_context():
        return db.session.scalars(select(Unit.condition).order_by(Unit.id)).all()


def test_a_blocked_unit_may_be_moved(app, desk, sent):
    desk.post("/api/inventory/units/1/block/", json={"reason": "The peg slips"})
    assert act(desk, sent({"unit": 1}), "receive").json["status"] == "received"
    assert where(app, 1) == (ANNEXE, "available")


def test_two_people_receive_the_same_violin_once(app, as_, sent):
    id = sent({"unit": 1}, {"unit": 2})
    desks = [as_("dora") for _ in range(8)]
    line = line_of(desks[0], id)
    with ThreadPoolExecutor(8) as pool:
        codes = [
            *pool.map(
                lambda one: act(one, id, "receive", lines=[{"line": line}]).status_code,
                desks,
            )
        ]
    assert sorted(codes) == [200] + [409] * 7
    with app.app_context():
        came = select(func.count()).where(
            Movement.unit_id == 1, Movement.from_state == "in_transit"
        )
        assert db.session.scalar(came) == 1
    assert status(app, id) == "in_transit"
