"""The two times of the settings become opening hours of every day, and on the way down the widest of them."""

import flask_migrate
import pytest

from tests.support import opening
from webapp.core.db import db, transaction
from webapp.school import open_days, opening_hours

SETTINGS = db.text("SELECT name, value FROM settings WHERE name IN ('opens', 'closes')")


@pytest.fixture
def below(app):
    """The two times as an older version would read them; then everything is up again."""

    def look():
        with app.app_context():
            flask_migrate.downgrade(revision="0048")
            found = dict(db.session.execute(SETTINGS).all())
            db.session.rollback()
            flask_migrate.upgrade()
            open_days.forget()
            return {name: str(value).strip('"') for name, value in found.items()}

    return look


def week(app):
    with app.app_context():
        return {
            opening_hours.written(spans)
            for spans in opening_hours.week(open_days.now_decided()).values()
        }


def test_what_was_decided_holds_on_every_day(app, below):
    with app.app_context(), transaction():
        opening.every_day("07:30", "21:15")
    assert below() == {"opens": "07:30", "closes": "21:15"}
    assert week(app) == {"07:30–21:15"}


def test_midnight_is_a_minute_earlier_below(app, below):
    with app.app_context(), transaction():
        opening.every_day("00:00", "24:00")
    assert below() == {"opens": "00:00", "closes": "23:59"}
