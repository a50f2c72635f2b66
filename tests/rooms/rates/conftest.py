"""Rates under test."""

from decimal import Decimal

import pytest

from tests.rooms.conftest import person
from webapp.core.db import transaction
from webapp.rooms.rates import rates

ADA = person("ada")


@pytest.fixture
def rate(app):
    """`rate("Evening", 15, from_time="18:00")` is a new rate's id."""

    def make(name, hourly, **more):
        with app.app_context(), transaction():
            return rates.add(ADA, name=name, hourly_rate=Decimal(str(hourly)), **more).id

    return make
