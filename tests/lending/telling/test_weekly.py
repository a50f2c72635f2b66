"""Once a week teachers are told what is late among their students."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select

from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.telling import lines, weekly
from webapp.school import settings

from .acts import due, forget_today, out_to, send, tell, write

WEDNESDAY = datetime(2026, 12, 2, 12, tzinfo=UTC)


@pytest.fixture
def late(app, as_):
    """What Sol and Nia have, one day late."""
    out_to(as_, "sol")
    out_to(as_, "nia", item=2)
    due(app, -1)


def choose_day(app, day):
    with app.app_context(), transaction():
        settings.change("weekly_list_day", day)


def test_one_list_of_all_their_students(app, late):
    letters = tell(app, weekly)
    assert list(letters) == ["Tess"]
    assert "- Nia: Cello 3/4\n    was due on" in letters["Tess"]
    assert "- Sol: Student Violin 4/4" in letters["Tess"]


def test_once_a_week(app, late):
    assert len(tell(app, weekly)) == 1
    assert tell(app, weekly) == {}
    forget_today(app)
    assert len(tell(app, weekly)) == 1


def test_none_where_all_is_back_by_then(app, as_, late):
    assert write(app, weekly) == [1]
    for id in (1, 2):
        as_("dora").post(f"/api/inventory/checkouts/{id}/return_item/", json={})
    assert send(app, "weekly") == {}


def test_none_where_nobody_is_late(app, as_):
    out_to(as_, "sol")
    assert tell(app, weekly) == {}


@pytest.mark.parametrize(("day", "letters"), [(0, 0), (2, 0), (3, 1), (4, 0)])
def test_on_its_day_only(app, as_, day, letters):
    """Neither a day on which nothing ran nor who is late since is made up for in the middle of the week."""
    with time_machine.travel(WEDNESDAY):
        out_to(as_, "sol")
        due(app, -1)
        choose_day(app, day)
        assert len(write(app, weekly)) == letters


def test_a_long_list_says_how_many_more_there_are(app, as_, late, monkeypatch):
    """Those that are late for longest are on it, and its button leads to the rest."""
    due(app, -9, 2)
    monkeypatch.setattr(lines, "MOST", 1)
    (letter,) = tell(app, weekly).values()
    assert "Cello 3/4" in letter
    assert "Violin" not in letter
    assert "And 1 more loan.\n\nSee who is late:\n" in letter
    with app.app_context():
        subject = db.session.scalars(select(Letter.subject).where(Letter.kind == "weekly"))
        assert subject.all() == ["Overdue among your students: 2 loans"]
