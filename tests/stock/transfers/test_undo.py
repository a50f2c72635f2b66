"""Undoing what was done with a transfer, step by step."""

import pytest

from tests.stock.transfers.journeys import (
    ANNEXE,
    STORE,
    TESS,
    act,
    last_operation,
    line_of,
    status,
    undo_last,
    where,
)
from webapp.core.db import transaction
from webapp.core.errors import Conflict
from webapp.stock.operations import undo


def test_counted_pieces_undone_step_by_step(app, desk, sent, states):
    id = sent({"item": 2, "quantity": 3})
    sending, cellos = last_operation(app, id), line_of(desk, id)
    act(desk, id, "receive", lines=[{"line": cellos, "quantity": 2}])
    receiving = last_operation(app, id)
    act(desk, id, "lose", lines=[{"line": cellos}], notes="Gone")
    assert status(app, id) == "received"
    with (
        app.app_context(),
        pytest.raises(Conflict, match="3 pieces have arrived"),
        transaction(),
    ):
        undo.undo(TESS, sending)
    _undo_backwards(app, states, id, sending, receiving)
    _check_cancelling_is_undone(app, desk, states, id)


def _undo_backwards(app, states, id, sending, receiving):
    """First the loss, then the arrival, then the sending."""
    undo_last(app, id)
    assert status(app, id) == "in_transit"
    assert states(2)["Annexe", "in_transit"] == 1
    undo_last(app, id, receiving)
    assert status(app, id) == "in_transit"
    assert states(2)["Annexe", "in_transit"] == 3
    undo_last(app, id, sending)
    assert status(app, id) == "initiated"
    assert states(2) == {("Store", "available"): 5}


def _check_cancelling_is_undone(app, desk, states, id):
    """Sent once more and called back, it is on its way again."""
    assert act(desk, id, "send").json["lines"][0]["in_transit"] == 3
    act(desk, id, "cancel")
    undo_last(app, id)
    assert status(app, id) == "in_transit"
    assert states(2)["Annexe", "in_transit"] == 3


@pytest.mark.parametrize("verb", ["receive", "lose", "cancel", "reject"])
def test_a_unit_is_on_its_way_again(app, desk, sent, verb):
    id = sent({"unit": 1})
    said = {
        "lose": {"lines": [{"line": line_of(desk, id)}], "notes": "x"},
        "reject": {"notes": "x"},
    }.get(verb, {})
    assert act(desk, id, verb, **said).json["status"] != "in_transit"
    undo_last(app, id)
    assert status(app, id) == "in_transit"
    assert where(app, 1) == (ANNEXE, "in_transit")


def test_a_unit_undone_step_by_step(app, desk, sent):
    """What was undone in between does not count as having moved on; what stands does."""
    id = sent({"unit": 1})
    sending = last_operation(app, id)
    act(desk, id, "receive")
    with app.app_context(), pytest.raises(Conflict), transaction():
        undo.undo(TESS, sending)
    undo_last(app, id)
    undo_last(app, id, sending)
    assert status(app, id) == "initiated"
    assert where(app, 1) == (STORE, "available")


def test_a_unit_sent_by_mistake(app, sent):
    id = sent({"unit": 1})
    undo_last(app, id)
    assert status(app, id) == "initiated"
    assert where(app, 1) == (STORE, "available")


def test_a_sending_is_not_undone_with_the_pieces_of_another(app, desk, sent):
    first = sent({"item": 2, "quantity": 2})
    sending = last_operation(app, first)
    act(desk, first, "receive")
    sent({"item": 2, "quantity": 3})
    with (
        app.app_context(),
        pytest.raises(Conflict, match="2 pieces have arrived"),
        transaction(),
    ):
        undo.undo(TESS, sending)
    assert status(app, first) == "received"
