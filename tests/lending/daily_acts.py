"""What the worker does by itself, as it does it."""

from datetime import timedelta

from sqlalchemy import update

from tests.support.days import ahead
from webapp import day
from webapp.core import clock
from webapp.core.chores import ForEach
from webapp.core.db import db, transaction
from webapp.lending.decisions import missed_pickups
from webapp.lending.models import Checkout
from webapp.lending.today import daily_run

from .ahead_acts import promise


def run_the_day(app):
    """All chores that see to one loan after the other; how many loans each did something for."""
    with app.app_context():
        of_loans = (missed_pickups.due, daily_run.due)
        chores = [
            chore
            for chore in day.DAILY
            if isinstance(chore, ForEach) and chore.find in of_loans
        ]
        return [chore() for chore in chores]


def waiting_since(app, as_, item, days):
    """Sol's promise, which could be fetched so many days ago and is kept for weeks; its id."""
    id = promise(as_, item, 0, 20)
    at = clock.now() - timedelta(days=days)
    told = {"starts_on": ahead(-days), "decided_at": at}
    with app.app_context(), transaction():
        db.session.execute(update(Checkout).where(Checkout.id == id).values(**told))
    return id
