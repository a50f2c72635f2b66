"""Sixteen at once want the last one: one gets it, the others are told so, and nothing is double."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.stock.operations.acts import API, unit
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending.asking import asking
from webapp.lending.decisions import decisions
from webapp.school import calendar, settings
from webapp.stock.items import items
from webapp.stock.ledger import verify
from webapp.stock.models import Location, Movement, Unit

TESS, SOL = Actor(1, "Tess", "teacher", 0), Actor(2, "Sol", "student", 0)
CLIENTS = 16
ROOT = "/api/inventory/"


@pytest.fixture
def oboe(app):
    """The only oboe, OBO-1, and an annexe to move it to."""
    with app.app_context(), transaction():
        db.session.add(Location(name="Annexe"))
        settings.change("second_person_minor", 10_000_000)
        item = items.add(
            TESS, name="Oboe", category="instrument", location="Store", quantity=0
        ).id
    id = unit(app, "OBO-1", item=item)
    yield item, id
    with app.app_context():
        assert list(verify.problems()) == []


def at_once(as_, *acts):
    """What sixteen desks are answered who begin together, each with the next act."""
    desks = [as_("dora") for _ in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = pool.map(
            lambda n: desks[n].post(*acts[n % len(acts)][:1], json=acts[n % len(acts)][1]),
            range(CLIENTS),
        )
        return list(answers)


def taken(app, id):
    """How often it left the shelf since it came."""
    with app.app_context():
        left = select(func.count()).where(
            Movement.unit_id == id, Movement.from_state == "available"
        )
        return db.session.scalar(left), db.session.get_one(Unit, id)


def test_sixteen_sell_it(app, as_, oboe):
    answers = at_once(as_, (API, {"kind": "sell", "lines": [{"code": "OBO-1"}]}))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CLIENTS - 1}
    told = {
        answer.json["fields"]["lines.0.unit"][0]
        for answer in answers
        if answer.status_code == 409
    }
    assert told == {"OBO-1 is not here and cannot be part of “sell”"}
    times, left = taken(app, oboe[1])
    assert (times, left.on_hand) == (1, 0)


@pytest.fixture
def loan(app, oboe):
    """Sol's approved request for any oboe at all."""
    item, _ = oboe
    with app.app_context(), transaction():
        due = calendar.today() + timedelta(days=5)
        request = asking.ask_for(SOL, item=item, due_date=due)
        return decisions.approve(TESS, request.id).id


def test_sixteen_hand_it_out(app, as_, oboe, loan):
    _, id = oboe
    answers = at_once(as_, (f"{ROOT}checkouts/{loan}/hand_out/", {"unit": id}))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: CLIENTS - 1}
    with app.app_context():
        out = select(func.count()).where(
            Movement.unit_id == id, Movement.type == "RENTAL_OUT"
        )
        assert db.session.scalar(out) == 1
        assert db.session.get_one(Unit, id).on_rent == 1


@pytest.fixture
def four_ways(as_, oboe):
    """To sell it, to send it away, to repair it, and to miss it."""
    _, id = oboe
    lines = [{"unit": id}]
    sent = {"from_location": 1, "to_location": 2, "lines": lines}
    transfer = as_("dora").post(f"{ROOT}transfers/", json=sent).json["id"]
    whole = [{"unit": id, "state": "available"}]  # what is damaged may be missed as well
    gone = {"kind": "adjust", "reason": "missing", "notes": "Gone", "lines": whole}
    return [
        (API, {"kind": "sell", "lines": lines}),
        (f"{ROOT}transfers/{transfer}/send/", {}),
        (f"{ROOT}repairs/", {"unit": id, "description": "A crack"}),
        (API, gone),
    ]


def test_sixteen_want_it_in_four_ways(app, as_, oboe, four_ways):
    answers = at_once(as_, *four_ways)
    won = [answer for answer in answers if answer.status_code in (200, 201)]
    assert len(won) == 1
    assert {a.status_code for a in answers if a not in won} == {409}
    assert all(answer.json["detail"] for answer in answers if answer not in won)
    assert taken(app, oboe[1])[0] == 1
