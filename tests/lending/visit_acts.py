"""Weekdays on which so many people come to the desk at most."""

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.school import open_days
from webapp.school.models import VisitLimit

from .ahead_acts import ask


def limit_days(app, most, *days):
    """At most so many on the weekdays of these days from today on."""
    with app.app_context(), transaction():
        for weekday in {ahead(day).weekday() for day in days}:
            db.session.add(VisitLimit(weekday=weekday, most=most))
        open_days.forget()


def fill(as_, item, day, last=None):
    """Nia fetches something on a day, and brings it back on the same or another."""
    answer = ask(as_("nia"), item, day, last or day)
    assert answer.status_code == 201, answer.json
    return answer.json["id"]
