"""What is lent by the hour: a metronome for three hours, at a school that is open until 17:00, with a break at noon."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.lending.conftest import API
from tests.lending.desk_acts import act
from tests.support.loans import TESS, tagged
from webapp.core.db import db, transaction
from webapp.school.models import OpeningHours
from webapp.stock.items import items
from webapp.stock.models import Item

SPANS = [(8 * 60, 12 * 60 + 30), (14 * 60, 17 * 60)]


class Clock:
    """The school's clock on that day; it stands still."""

    def __init__(self, travel):
        self.travel = travel

    def at(self, clock, day=1):
        hour, minute = map(int, clock.split(":"))
        moment = datetime(2027, 2, day, hour - 1, minute, tzinfo=UTC)  # it is winter
        self.travel.move_to(moment, tick=False)


@pytest.fixture
def clock(app):
    """It is 09:10 of that Monday."""
    begins = datetime(2027, 2, 1, 8, 10, tzinfo=UTC)
    with time_machine.travel(begins, tick=False) as travel:
        with app.app_context(), transaction():
            db.session.query(OpeningHours).delete()
            db.session.add_all(
                OpeningHours(weekday=day, from_minute=starts, until_minute=ends)
                for day in range(7)
                for starts, ends in SPANS
            )
        yield Clock(travel)


@pytest.fixture
def metronome(app, clock):
    """The one metronome; its id."""
    with app.app_context(), transaction():
        return items.add(
            TESS,
            name="Metronome",
            category="accessory",
            location="Store",
            quantity=1,
            loan_hours=3,
        ).id


@pytest.fixture
def violin(app, clock):
    """A violin with a tag that is lent for three hours; its unit's id."""
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
        item = db.session.get(Item, 1)
        item.loan_hours, item.max_checkout_days = 3, 1
        return unit


@pytest.fixture
def promised(as_, metronome):
    """Promised to Sol for that day; the loan's id."""
    id = as_("sol").post(API, json={"item": metronome}).json["id"]
    assert as_("tess").post(f"{API}{id}/approve/", json={}).status_code == 200
    return id


@pytest.fixture
def lent(as_, promised):
    """Handed out at 09:10, and due at 12:10."""
    assert act(as_("dora"), promised, "hand_out").status_code == 200
    return promised
