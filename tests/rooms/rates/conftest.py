"""Rates under test."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.rooms.conftest import person
from webapp.core.db import db, transaction
from webapp.rooms.models import Reservation
from webapp.rooms.rates import rates

ADA = person("ada")


@pytest.fixture
def rate(app):
    """`rate("Evening", 15, from_time="18:00")` is a new rate's id."""

    def make(name, hourly, **more):
        with app.app_context(), transaction():
            return rates.add(ADA, name=name, hourly_rate=Decimal(str(hourly)), **more).id

    return make


API = "/api/inventory/reservations/"


@pytest.fixture
def prices(as_):
    """(why, before, after, by) of each change of a reservation's price, the first first, as somebody reads it."""

    def read(id=1, who="sol"):
        found = as_(who).get(f"{API}{id}/prices/").json
        return [
            (each["why"], each["before"], each["after"], each["by"])
            for each in reversed(found)
        ]

    return read


@pytest.fixture
def stored(app):
    def look(id=1):
        with app.app_context():
            one = db.session.get(Reservation, id)
            return one.total_cost_minor, one.cancelled_late, one.owed_minor

    return look


@pytest.fixture
def cost(app, book):
    """`cost("sol", 1, day, "17:00", "19:00")` books it and answers what it costs."""

    def take(*asked):
        id = book(*asked)
        with app.app_context():
            return db.session.get(Reservation, id).total_cost_minor

    return take


def weekday(monday, place):
    on = date.fromisoformat(monday)
    return str(on + timedelta(days=(place - on.weekday()) % 7))
