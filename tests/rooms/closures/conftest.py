"""Closures under test, and what they are laid around."""

import pytest
from sqlalchemy import text

from webapp.core.db import db


@pytest.fixture
def shut(monday):
    return {
        "rooms": [1],
        "start_time": f"{monday}T12:00",
        "end_time": f"{monday}T18:00",
        "reason": "Exams",
    }


@pytest.fixture
def booked(book, monday):
    return [book("sol", 1, monday, f"{hour}:00", f"{hour + 1}:00") for hour in (12, 14, 16)]


@pytest.fixture
def held(app):
    """(space, from, until) of what closures hold"""

    def look():
        sql = "SELECT space_id, starts_at, blocks_until FROM occupancy WHERE live AND kind = 'closure' ORDER BY 1, 2"
        with app.app_context():
            return [
                (space, str(a)[11:16], str(b)[11:16])
                for space, a, b in db.session.execute(text(sql))
            ]

    return look


def choices(preview, *deeds):
    """A choice for each booking of a preview, in its order."""
    for hit, do in zip(preview.json["bookings"], deeds, strict=True):
        one = {"reservation": hit["reservation"], "version": hit["version"], "do": do}
        yield one | ({"room": hit["move_to"]} if do == "move" else {})


@pytest.fixture
def utc(decide):
    decide(zone="UTC")
