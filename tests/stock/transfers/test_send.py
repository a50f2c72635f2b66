"""Sending: what leaves is on its way, with its value, and what may not go stays."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.stock.transfers.journeys import (
    ANNEXE,
    API,
    CELLAR,
    STORE,
    TESS,
    act,
    last_operation,
    status,
    undo_last,
    where,
)
from webapp.core.db import db, transaction
from webapp.core.errors import Conflict
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import (
    Level,
    Operation,
    Transfer,
)
from webapp.stock.operations import undo


def test_sent_it_is_on_its_way_and_its_value_with_it(app, desk, sent, states):
    id = sent({"unit": 1}, {"item": 2, "quantity": 3})
    assert states(2) == {("Store", "available"): 2, ("Annexe", "in_transit"): 3}
    assert where(app, 1) == (ANNEXE, "in_transit")
    assert status(app, id) == "in_transit"
    _check_ledger(app, id)
    shown = desk.get(f"{API}{id}/").json
    assert [
        (each["sent"], each["received"], each["in_transit"]) for each in shown["lines"]
    ] == [(1, 0, 1), (3, 0, 3)]
    assert (shown["quantity"], shown["received"], shown["in_transit"]) == (4, 0, 4)


def _check_ledger(app, id):
    """Its value went along, in one operation."""
    with app.app_context():
        worth = dict(
            db.session.execute(
                select(Level.location_id, Level.value_minor).where(Level.item_id == 2)
            ).all()
        )
        assert worth == {STORE: 60_000, ANNEXE: 90_000}
        kinds = db.session.scalars(
            select(Operation.kind).where(Operation.transfer_id == id)
        ).all()
        assert kinds == ["transfer sent"]


def test_across_the_room_it_is_one_act(app, desk, draft, states):
    id = draft({"unit": 2}, {"item": 2, "quantity": 5})
    assert act(desk, id, "send", at_once=True).json["status"] == "received"
    assert states(2) == {("Annexe", "available"): 5}
    assert where(app, 2) == (ANNEXE, "available")
    undo_last(app, id)
    assert states(2) == {("Store", "available"): 5}
    assert where(app, 2) == (STORE, "available")
    assert status(app, id) == "initiated"


def test_it_is_checked_again_when_it_leaves(app, desk, draft, states):
    id = draft({"unit": 1}, {"item": 2, "quantity": 5})
    with app.app_context(), transaction():
        ledger.record(
            TESS, "hand out", [Line(2, 1, "RENTAL_OUT", "available", "on_rent", 1)]
        )
    no = act(desk, id, "send")
    assert no.status_code == 409
    assert no.json["facts"]["line"] == "lines.1"
    assert status(app, id) == "initiated"
    assert where(app, 1) == (STORE, "available")
    assert states(2)["Store", "available"] == 4


def test_nothing_arrives_at_a_place_that_was_given_up(app, as_, desk, draft, sent):
    tess = as_("tess")
    late, back = draft({"unit": 1}, ends=(STORE, CELLAR)), sent({"unit": 2})
    _check_cellar_is_given_up(desk, tess, late)
    _give_up_store(desk, draft, tess)
    no = act(desk, back, "cancel")
    assert no.status_code == 409
    assert "Store is no longer used" in no.json["detail"]
    with (
        app.app_context(),
        pytest.raises(Conflict, match="Store is no longer used"),
        transaction(),
    ):
        undo.undo(TESS, last_operation(app, back))
    assert act(desk, back, "receive").json["status"] == "received"


def _give_up_store(desk, draft, tess):
    """All that is free leaves it, and it is used no more."""
    for rest in (
        {"unit": 1},
        {"unit": 3},
        {"item": 1, "quantity": 2},
        {"item": 2, "quantity": 5},
    ):
        act(desk, draft(rest), "send", at_once=True)
    assert (
        tess.patch("/api/inventory/locations/1/", json={"is_active": False}).status_code
        == 200
    )


def _check_cellar_is_given_up(desk, tess, late):
    """Nothing is sent there any more."""
    assert (
        tess.patch("/api/inventory/locations/3/", json={"is_active": False}).status_code
        == 200
    )
    no = act(desk, late, "send")
    assert no.status_code == 409
    assert "Cellar is no longer used" in no.json["detail"]


def test_an_empty_one_is_not_sent(desk, draft):
    no = act(desk, draft(), "send")
    assert no.status_code == 409
    assert "Nothing has been added" in no.json["detail"]


def test_opposite_ways_at_once(app, as_, desk, draft, states):
    """Sixteen transfers of a cello each, half of them there and half of them back; all arrive, nothing is stuck."""
    act(desk, draft({"item": 2, "quantity": 2}), "send", at_once=True)
    _buy_eight_each(app)
    ids, desks = _draft_sixteen(as_, draft)

    def go(one, id):
        return act(one, id, "send").status_code, act(one, id, "receive").status_code

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(go, desks, ids)) == {(200, 200)}
    assert states(2) == {("Store", "available"): 11, ("Annexe", "available"): 10}
    with app.app_context():
        assert set(db.session.scalars(select(Transfer.status))) == {"received"}


def _draft_sixteen(as_, draft):
    """Eight to go there and eight to go back, and a desk for each."""
    ids = [draft({"item": 2}, ends=ends) for ends in ((STORE, ANNEXE), (ANNEXE, STORE)) * 8]
    desks = [as_("dora") for _ in ids]
    return ids, desks


def _buy_eight_each(app):
    """So that there is enough at both ends."""
    with app.app_context(), transaction():
        for place in (STORE, ANNEXE):
            ledger.record(
                TESS,
                "receive",
                [Line(2, place, "PURCHASE", "outside", "available", 8, None, 8_000)],
            )


def test_the_last_ones_leave_once(app, as_, draft, states):
    """Sixteen at once want to send the same five cellos, elsewhere each."""
    ids = [
        draft({"item": 2, "quantity": 5}, ends=(STORE, to)) for to in (ANNEXE, CELLAR) * 8
    ]
    desks = [as_("dora") for _ in ids]
    with ThreadPoolExecutor(16) as pool:
        codes = [*pool.map(lambda one, id: act(one, id, "send").status_code, desks, ids)]
    assert sorted(codes) == [200] + [409] * 15
    assert sum(states(2).values()) == 5
