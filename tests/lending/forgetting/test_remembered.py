"""What is remembered though loans forget: what is not old enough, and what is still to be seen to."""

from sqlalchemy import select

from webapp.core import bounces
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.forgetting import requests, rule
from webapp.lending.models import Checkout

from .acts import API, SOL, back, closed_long_ago, forget


def test_off_nothing_is_forgotten(app, old, naming):
    assert forget(app, months=0) == [0, 0, 0]
    assert "checkouts.student_name" in naming("Sol")


def test_what_was_closed_lately_is_remembered(app, as_):
    id = back(as_)
    assert forget(app)[0] == 0
    with app.app_context():
        assert db.session.get(Checkout, id).student_id == SOL


def test_a_request_is_forgotten_with_its_last_loan(app, as_):
    lines = [{"item": 1}, {"item": 2}]
    answer = as_("sol").post("/api/inventory/requests/", json={"lines": lines})
    assert answer.status_code == 201, answer.json
    first, second = (line["id"] for line in answer.json["lines"])
    for id in (first, second):
        as_("tess").post(f"{API}{id}/reject/", json={"reason": "Not now"})
    closed_long_ago(app, first)
    assert forget(app)[0] == 0
    closed_long_ago(app, second)
    assert forget(app)[0] == 1


def test_what_is_not_settled_is_remembered(app, as_):
    id = back(as_, not_settled=True)
    closed_long_ago(app, id)
    assert forget(app)[0] == 0


def test_what_is_in_repair_is_remembered(app, as_):
    id = back(as_, condition="damaged")
    closed_long_ago(app, id)
    assert forget(app)[0] == 0
    repair = as_("ada").post("/api/inventory/repairs/1/cancel/", json={"notes": "Fine"})
    assert repair.status_code == 200, repair.json
    assert forget(app)[0] == 1


def test_what_a_second_person_is_asked_about_is_remembered(app, as_):
    as_("ada").patch("/api/inventory/settings/", json={"second_person_amount": "0.00"})
    id = as_("sol").post(API, json={"item": 1}).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={"hand_out": True})
    lost = as_("dora").post(f"{API}{id}/return_item/", json={"outcome": "lost"})
    assert lost.status_code == 200, lost.json
    closed_long_ago(app, id)
    assert forget(app)[0] == 0


def test_what_an_email_came_back_of_is_remembered(app, as_, old):
    with app.app_context(), transaction():
        address = db.session.scalars(
            select(Letter.address).where(Letter.kind == "returned")
        ).one()
        db.session.add(bounces.Bounce(address=address, reason="No such box"))
    assert forget(app)[0] == 0
    with app.app_context(), transaction():
        bounces.forget([address])
    assert forget(app)[0] == 1


def test_one_that_was_reopened_meanwhile_is_remembered(app, as_, old):
    """It is read again under its lock: the list of what is due is older."""
    with app.app_context():
        assert rule.count(6) == 1
    done = as_("dora").get("/api/inventory/operations/").json[0]["id"]
    undone = as_("dora").post(f"/api/inventory/operations/{done}/undo/", json={})
    assert undone.status_code in (200, 201), undone.json
    forget(app)
    with app.app_context(), transaction():
        assert requests.forget(1) is False
        assert db.session.get(Checkout, old).student_id == SOL
