"""A story is planned in any order and played in time order, as far as now; its letters stay in the past."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from webapp.core import clock, outbox
from webapp.core.db import db, transaction
from webapp.core.errors import Conflict
from webapp.demo.school.story import Story
from webapp.people.models import Group

NOW = datetime(2026, 6, 17, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def story(app):
    with app.app_context(), transaction():
        yield Story(NOW)


def write(n, due_at=None):
    told = {
        "kind": "note",
        "subject_type": "checkout",
        "subject_id": n,
        "step": "told",
        "text": "Hello\n",
    }
    outbox.write(
        **told, address="sol@school.test", name="Sol", subject="Hello", due_at=due_at
    )


def refuse():
    db.session.add(Group(name="Half a group", kind="class"))
    db.session.flush()
    raise Conflict


def test_each_act_at_its_time_and_none_ahead(story):
    seen = []
    for at in (NOW + HOUR, NOW - HOUR, NOW - 3 * HOUR):
        story.plan(at, lambda: seen.append(clock.now()))
    story.play()
    assert seen == [NOW - 3 * HOUR, NOW - HOUR]


def test_days_and_hours_are_the_schools(story):
    assert story.at(0, "08:00").astimezone(UTC) == NOW.replace(hour=6)
    assert story.at(-120, "08:00").astimezone(UTC).hour == 7


def test_of_a_refused_act_nothing_stays(story):
    story.plan(NOW - HOUR, refuse, sure=False)
    story.plan(NOW, lambda: write(1))
    story.play()
    assert db.session.scalars(select(Group)).all() == []
    assert db.session.scalar(select(outbox.Letter.id))


def test_a_refusal_that_nobody_expected_ends_it(story):
    story.plan(NOW - HOUR, refuse)
    with pytest.raises(Conflict):
        story.play()


def test_what_was_due_has_left_and_what_is_not_will(story):
    story.plan(NOW - HOUR, lambda: write(1, NOW - HOUR / 2))
    story.plan(NOW - HOUR, lambda: write(2, NOW + HOUR))
    story.play()
    sent = db.session.execute(
        select(outbox.Letter.subject_id, outbox.Letter.sent_at).order_by("subject_id")
    ).all()
    assert sent == [(1, NOW - HOUR / 2), (2, None)]
