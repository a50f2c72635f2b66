"""Addresses of calendars under test."""

import pytest
from icalendar import Calendar

from tests.rooms.conftest import person
from webapp.core.db import transaction
from webapp.rooms.feeds import feeds


@pytest.fixture
def address(app):
    """`address("sol")` is the path of a new address of Sol's; `address("dora", 1)` one of a room."""

    def make(name, room=None):
        with app.app_context(), transaction():
            return "/calendar/" + feeds.make(person(name), room=room)[1] + ".ics"

    return make


def events(app, path):
    answer = app.test_client().get(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))
