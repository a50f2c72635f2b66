"""What is kept by a topic's number: made of the topic's tables alone, and not shown any more once they have changed."""

import re

import pytest
from sqlalchemy import update

from tests.support.opening import shut
from tests.support.queries import counted
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.lending.models import ItemWait, Suspension
from webapp.lending.queues import in_line
from webapp.lending.suspensions import suspended
from webapp.people import groups, people
from webapp.people.models import Group, Membership
from webapp.school import calendar, open_days, settings
from webapp.stock.items import categories, items
from webapp.stock.models import Category, Item, Set, SetPart
from webapp.stock.sets import sets
from webapp.topics import TABLES

TESS, SOL = 1, 2


def _kinds():
    return sum(kinds.kinds for kinds in items.kinds(people.acting(SOL)).values())


def _archive():
    db.session.execute(update(Item).values(archived_at=clock.now()))


def _put_into_a_set():
    db.session.add(
        Set(name="Pair", created_by=TESS, parts=[SetPart(item_id=1, quantity=1)])
    )


def _join_a_group():
    group = Group(name="Quintet", kind="ensemble")
    db.session.add(group)
    db.session.flush()
    db.session.add(Membership(group_id=group.id, user_id=SOL))


def _join_the_queue():
    place = {"item_name": "Violin", "student_name": "Sol", "days": 7, "rank": 1}
    db.session.add(ItemWait(item_id=1, student_id=SOL, **place))


def _suspend():
    today = calendar.today()
    db.session.add(Suspension(person_id=SOL, starts_on=today, why="Lost", by=TESS))


ANSWERS = {
    "categories": (
        lambda: categories.names()["instrument"],
        lambda: db.session.execute(update(Category).values(name=Category.code + "!")),
    ),
    "groups": (lambda: groups.is_in_any(SOL), _join_a_group),
    "items": (_kinds, _archive),
    "opening": (
        lambda: open_days.now_decided().is_open(calendar.today()),
        lambda: shut(calendar.today()),
    ),
    "queues": (lambda: len(in_line.of_items([1])[1]), _join_the_queue),
    "sets": (
        lambda: len(sets.with_items(people.acting(SOL), [1], limit=3)),
        _put_into_a_set,
    ),
    "settings": (
        lambda: settings.get("strikes"),
        lambda: settings.change("strikes", 1),
    ),
    "suspensions": (lambda: bool(suspended.of_person(SOL)), _suspend),
}


@pytest.mark.parametrize("topic", ANSWERS)
def test_once_it_changed_the_next_to_ask_is_told(app, topic):
    answer, change = ANSWERS[topic]
    with app.app_context():
        before = answer()
        assert answer() == before
    with app.app_context(), transaction():
        change()
    with app.app_context():
        assert answer() != before


@pytest.mark.parametrize("topic", ANSWERS)
def test_an_act_sees_what_it_has_written_and_nobody_else_does(app, topic):
    answer, change = ANSWERS[topic]
    with app.app_context():
        before = answer()
    with app.app_context(), pytest.raises(ZeroDivisionError), transaction():
        change()
        assert answer() != before
        raise ZeroDivisionError
    with app.app_context():
        assert answer() == before


@pytest.mark.parametrize("topic", ANSWERS)
def test_it_is_made_of_the_topics_tables(app, topic):
    """Besides those that say who asks, and of which school."""
    answer, _change = ANSWERS[topic]
    with app.app_context(), counted(app, is_all=True) as seen:
        answer()
    read = re.findall(r"\b(?:FROM|JOIN) (\w+)", " ".join(seen))
    assert set(TABLES[topic]) & set(read)
    assert set(read) <= {*TABLES[topic], "settings", "users", "versions"}
