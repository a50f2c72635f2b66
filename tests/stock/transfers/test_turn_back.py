"""Turning back: what is cancelled or not taken is back where it came from."""

from tests.stock.transfers.journeys import STORE, TESS, act, line_of, where
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import (
    Unit,
)


def test_what_is_cancelled_comes_back_and_a_draft_just_ends(app, desk, draft, sent, states):
    id = sent({"unit": 1}, {"item": 2, "quantity": 3})
    assert act(desk, id, "cancel").json["status"] == "cancelled"
    assert states(2) == {("Store", "available"): 5}
    assert where(app, 1) == (STORE, "available")
    no = act(desk, id, "cancel")
    assert no.status_code == 409
    assert no.json["facts"] == {"status": "cancelled", "transfer": 1}
    assert act(desk, draft({"unit": 1}), "cancel").json["status"] == "cancelled"


def test_the_receiver_sends_it_back_and_says_why(app, desk, sent, states):
    id = sent({"item": 2, "quantity": 3})
    assert act(desk, id, "reject").status_code == 422
    assert act(desk, id, "reject", notes="No room here").json["status"] == "rejected"
    assert states(2) == {("Store", "available"): 5}
    assert "No room here" in desk.get(f"/transfers/{id}").text


def test_what_arrived_stays_when_the_rest_comes_back(desk, sent, states):
    id = sent({"item": 2, "quantity": 3})
    act(desk, id, "receive", lines=[{"line": line_of(desk, id), "quantity": 1}])
    answer = act(desk, id, "cancel").json
    assert (answer["status"], answer["received"], answer["lines"][0]["returned"]) == (
        "received",
        1,
        2,
    )
    assert states(2) == {("Store", "available"): 4, ("Annexe", "available"): 1}


def test_a_batch_stays_together(app, desk, sent):
    with app.app_context(), transaction():
        db.session.add(Unit(item_id=2, location_id=1, tag="ROS-1", batch_code="B7"))
        db.session.flush()
        ledger.record(
            TESS, "receive", [Line(2, 1, "PURCHASE", "outside", "available", 10, 4, 1_000)]
        )
    id = sent({"unit": 4})
    line = line_of(desk, id)
    assert (
        act(desk, id, "receive", lines=[{"line": line, "quantity": 4}]).json["lines"][0][
            "in_transit"
        ]
        == 6
    )
    no = act(desk, id, "cancel")
    assert no.status_code == 409
    assert "stays together" in no.json["detail"]
    assert act(desk, id, "receive").json["status"] == "received"
