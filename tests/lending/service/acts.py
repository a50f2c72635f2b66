"""What tests do with things that are looked after once they came back, for so many open days."""

from datetime import timedelta

from sqlalchemy import update

from tests.support.days import ahead
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.lending.availability import availability
from webapp.lending.waits import wait_offers
from webapp.stock import released
from webapp.stock.models import Item

from ..ahead_acts import page_says
from ..conftest import API
from ..queue_acts import ITEMS


def serve(app, item, days):
    """From now on each piece of it is looked after for so many open days."""
    with app.app_context(), transaction():
        query = update(Item).where(Item.id == item)
        db.session.execute(query.values(service_days=days))


def free(as_, item, days=8, who="sol"):
    """How many can be asked for on each day from today on, as a program is told."""
    query = f"from={ahead(0)}&to={ahead(days)}"
    answer = as_(who).get(f"{ITEMS}{item}/availability/?{query}")
    assert answer.status_code == 200, answer.json
    return [day["free"] for day in answer.json]


def grantable(app, item, days=8):
    """How many can be given away on each day from today on."""
    with app.app_context():
        shelf = availability.shelf(item)
        return [shelf.grantable(ahead(day), ahead(day + 1)) for day in range(days)]


def ready(as_, loan, code=200, who="dora", verb="ready_now", **said):
    answer = as_(who).post(f"{API}{loan}/{verb}/", json=said)
    assert answer.status_code == code, answer.json
    return answer.json


def later(days):
    """The same hour so many days later."""
    return clock.now() + timedelta(days=days)


def sweep(app):
    """The worker's look at who waits, as it does it."""
    with app.app_context(), transaction():
        wait_offers.sweep()
        released.tell()


def shown(as_, path, who="dora"):
    return page_says(as_(who), path).partition("<main")[2]
