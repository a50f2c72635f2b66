"""The day's run twice, twice at once, and with a clock that ran ahead: what was done is not done again."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.support.days import ahead
from webapp import day
from webapp.core import clock, posting
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.lending.models import Telling

from ..queue_acts import join, line, take_out
from .acts import BASE


def run_the_day(app):
    done = app.test_cli_runner().invoke(args=["day", "run"])
    assert done.exit_code == 0, done.output


@pytest.fixture
def busy(as_, harp):
    """Nia's harp, a month late by the day that is run, with two who wait; and Sol's violin."""
    take_out(as_, harp, due_date=str(ahead(3)))
    for name in ("sol", "tess"):
        join(as_, name, harp)
    take_out(as_, 1, student=2, due_date=str(ahead(5)))


def told(app):
    with app.app_context():
        letters = select(Letter.kind, Letter.address, Letter.step)
        query = letters.where(Letter.cancelled_at.is_(None)).order_by(Letter.id)
        said = select(func.count()).select_from(Telling)
        return [tuple(row) for row in db.session.execute(query)], db.session.scalar(said)


def test_the_day_run_twice_is_run_once(app, as_, busy):
    with clock.at(clock.now() + timedelta(days=12)):
        run_the_day(app)
        once = told(app)
        assert [kind for kind, _to, _step in once[0]].count("digest") == 2
        run_the_day(app)
    assert told(app) == once


def test_the_day_run_twice_at_once_is_run_once(app, as_, busy):
    """Two workers, on a day with letters to write and people to suspend."""
    ada = as_("ada")
    ada.patch(f"{BASE}settings/", json={"suspend_after_days": 2})
    with clock.at(clock.now() + timedelta(days=12)):
        run_at_once(app, 2)
        once = told(app)
        kinds = [kind for kind, _to, _step in once[0]]
        assert (kinds.count("digest"), kinds.count("suspended")) == (2, 2)
        assert len(ada.get(f"{BASE}suspensions/?standing=true").json) == 2
        run_the_day(app)
    assert told(app) == once


def run_at_once(app, times):
    contexts = [copy_context() for _ in range(times)]  # each has the stopped clock
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(each.run, all_of_the_day, app) for each in contexts]:
            done.result()


def all_of_the_day(app):
    with app.app_context():
        day.see_to((*day.OFTEN, *day.DAILY))


def test_a_clock_set_back_tells_nothing_again(app, as_, busy, harp):
    """What was written and sent while it ran ahead is not written and sent anew."""
    app.config["DEMO"] = True
    later = (clock.now() + timedelta(days=12)).replace(
        hour=12
    )  # the e-mails leave at seven
    keys = []
    for days_back in (0, 2, 0):
        with clock.at(later - timedelta(days=days_back)), app.app_context():
            all_of_the_day(app)
            posting.post()
            query = select(
                Telling.checkout_id, Telling.due_on, Telling.days, Telling.reader
            )
            keys.append(sorted(map(tuple, db.session.execute(query))))
    assert keys[0]
    assert keys == [keys[0]] * 3
    assert line(app, harp) == [("Sol", "waiting"), ("Tess", "waiting")]
