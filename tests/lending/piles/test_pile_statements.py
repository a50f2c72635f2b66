"""A pile of a hundred codes asks the database as often as one of ten."""

from itertools import count

import pytest
from sqlalchemy import insert

from tests.support.loans import TESS
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.lending.asking import asking
from webapp.lending.decisions import decisions
from webapp.stock.items import items
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Accessory, Unit

SOL, NIA = 2, 3
number = count(1)


@pytest.fixture
def pile(app):
    """Codes of a pile: every second thing was asked for, every fifth is only counted, each is another item."""

    def make(size):
        with app.app_context(), transaction():
            return [_thing(next(number), at) for at in range(size)]

    return make


def _thing(name, at):
    item = items.add(
        TESS,
        name=f"Thing {name}",
        category="instrument",
        location="Store",
        quantity=0 if at % 5 else 2,
        max_checkout_days=30,
    )
    code = _unit(item.id, f"T-{name}") if at % 5 else item.sku
    if at % 2:
        wish = asking.ask_for(TESS, item=item.id, student=SOL)
        decisions.approve(TESS, wish.id)
    return code


def _unit(item, tag):
    unit = Unit(item_id=item, location_id=1, tag=tag)
    db.session.add(unit)
    db.session.flush()
    db.session.execute(insert(Accessory), [_bow(unit.id)])
    line = Line(item, 1, "PURCHASE", "outside", "available", 1, unit.id)
    ledger.record(TESS, "receive", [line])
    return tag


def _bow(unit):
    return {"unit_id": unit, "name": "Bow", "is_missing": False, "sort_key": "bow"}


def test_a_hundred_codes_cost_what_ten_do(app, give, take, pile):
    give(pile(5))  # what is looked up once and kept is known by now
    small, large = pile(10), pile(100)
    few, many = asked_for(app, give, small), asked_for(app, give, large)
    assert len(many) == len(few), difference(few, many)
    few, many = asked_for(app, take, back(small)), asked_for(app, take, back(large))
    assert len(many) == len(few), difference(few, many)


def back(codes):
    """The same, some of them damaged and without their bow."""
    return [
        {"code": code, "outcome": "damaged", "accessories": []}
        if at % 3 == 1 and at % 5
        else code
        for at, code in enumerate(codes)
    ]


def asked_for(app, act, codes):
    """The statements of a pile all of which goes."""
    with counted(app) as seen:
        done = act(codes)
    assert done.status_code == 201, done.json
    assert {line["tone"] for line in done.json["lines"]} <= {"ok", "wait"}
    assert len(done.json["lines"]) == len(codes)
    return seen


def difference(few, many):
    heads = [each[:110] for each in many]
    once = [each[:110] for each in few]
    return "\n".join(
        f"{heads.count(head) - once.count(head):+} {head}"
        for head in dict.fromkeys(heads)
        if heads.count(head) != once.count(head)
    )
