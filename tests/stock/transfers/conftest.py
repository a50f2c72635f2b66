"""A store with violins and cellos, two places to send them to, and a ledger that is whole afterwards."""

import pytest
from sqlalchemy import func, select

from tests.stock.transfers.journeys import ANNEXE, API, STATES, STORE, TESS, act
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import (
    Level,
    Location,
    Movement,
    Unit,
)


@pytest.fixture(autouse=True)
def school_with_two_places(app):
    """Store holds 2 violins and 5 cellos without tags (30000 each), and three violins VLN-1 to 3; Annexe is empty."""
    _move_in(app)
    yield
    with app.app_context():
        assert list(verify.problems()) == []
        legs = select(Movement.operation_id, func.sum(Movement.value_delta_minor)).group_by(
            Movement.operation_id
        )
        legs = legs.where(Movement.type.in_(("TRANSFER_OUT", "TRANSFER_IN")))
        assert {worth for _, worth in db.session.execute(legs)} <= {0}


def _move_in(app):
    """Two more places, and three violins that came in."""
    with app.app_context(), transaction():
        db.session.add_all(Location(name=name) for name in ("Annexe", "Cellar"))
        db.session.add_all(
            Unit(item_id=1, location_id=1, tag=f"VLN-{n}", serial_number=f"S {n}")
            for n in (1, 2, 3)
        )
        db.session.flush()
        came = "ADJUSTMENT_POSITIVE", "outside", "available", 1
        ledger.record(
            TESS,
            "opening balance",
            [Line(1, 1, *came, unit, 40_000 + unit) for unit in (1, 2, 3)],
        )


@pytest.fixture
def desk(as_):
    return as_("dora")


@pytest.fixture
def draft(desk):
    """`draft({"unit": 1}, {"item": 2, "quantity": 3})` is the id of a transfer from Store to Annexe."""

    def make(*lines, ends=(STORE, ANNEXE)):
        said = {"from_location": ends[0], "to_location": ends[1], "lines": lines}
        answer = desk.post(API, json=said)
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    return make


@pytest.fixture
def sent(desk, draft):
    def make(*lines, **ends):
        id = draft(*lines, **ends)
        assert act(desk, id, "send").status_code == 200
        return id

    return make


@pytest.fixture
def states(app):
    """`states(item=2)` is what there is of it by place, as {("Store", "available"): 5}."""

    def look(item):
        with app.app_context():
            rows = db.session.execute(
                select(Location.name, Level).join(Level).where(Level.item_id == item)
            ).all()
            each = (
                (name, state, getattr(level, state))
                for name, level in rows
                for state in STATES
            )
            return {(name, state): pieces for name, state, pieces in each if pieces}

    return look
