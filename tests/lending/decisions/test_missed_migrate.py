"""An older version knows no missed pick-ups: they go down as cancelled; Backline itself stays where it is named."""

import flask_migrate
import pytest

from webapp.core import guards
from webapp.core.db import db
from webapp.guards import ALL

from ..ahead_acts import promise
from ..daily_acts import run_the_day, waiting_since

BACKLINE = db.text("SELECT COUNT(*) FROM users WHERE id = 0")


@pytest.fixture
def down_and_up(app):
    """How many users called Backline there are below."""

    def move():
        with app.app_context():
            flask_migrate.downgrade(revision="0035")
            count = db.session.scalar(BACKLINE)
            db.session.rollback()
            flask_migrate.upgrade()
            assert db.session.scalar(BACKLINE) == 1
            assert not guards.missing(db.session.connection(), ALL)
        return count

    return move


def test_what_nobody_fetched_is_cancelled_below(app, as_, harp, down_and_up, status):
    missed = waiting_since(app, as_, harp, 4)
    run_the_day(app)
    assert status(missed) == "missed"
    assert down_and_up() == 1  # an event names it
    assert status(missed) == "cancelled"


def test_who_acted_nowhere_goes(down_and_up, asked):
    assert down_and_up() == 0


def test_what_it_set_aside_stays(app, as_, stand, down_and_up, status):
    id = promise(as_, stand, 0, 6)
    run_the_day(app)
    assert down_and_up() == 1
    assert status(id) == "approved"
