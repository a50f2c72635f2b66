"""Losing: what never arrives, and what it was worth."""

import pytest
from sqlalchemy import select

from tests.stock.transfers.journeys import act, line_of
from webapp.core.db import db
from webapp.stock.models import (
    Movement,
    Operation,
)


@pytest.mark.parametrize(
    ("reason", "type"), [("missing", "THEFT_LOSS"), ("broken", "DAMAGE_LOSS")]
)
def test_lost_on_the_way(app, desk, sent, states, reason, type):
    id = sent({"item": 2, "quantity": 3})
    line = line_of(desk, id)
    lost = {"lines": [{"line": line, "quantity": 1}], "reason": reason}
    assert act(desk, id, "lose", **lost).status_code == 422
    answer = act(desk, id, "lose", **lost, notes="The van was open").json
    assert answer["status"] == "in_transit"
    assert answer["lines"][0]["lost"] == 1
    assert states(2) == {("Store", "available"): 2, ("Annexe", "in_transit"): 2}
    _check_movement(app, reason, type)
    _lose_the_rest(desk, id, line)


def _check_movement(app, reason, type):
    """The ledger says why, and what it was worth."""
    with app.app_context():
        row = db.session.execute(
            select(
                Movement.type, Movement.value_delta_minor, Operation.reason, Operation.note
            )
            .join(Operation)
            .order_by(Movement.id.desc())
            .limit(1)
        ).one()
        assert tuple(row) == (type, -30_000, reason, "The van was open")


def _lose_the_rest(desk, id, line):
    """Then nothing is on its way any more."""
    done = act(desk, id, "lose", lines=[{"line": line}], notes="All of it").json
    assert done["status"] == "received"
    assert done["received"] == 0
