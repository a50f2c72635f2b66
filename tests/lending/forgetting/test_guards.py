"""The database lets what was decided forget who it was, once its loan is forgotten, and nothing else."""

import json

import pytest
from sqlalchemy import text

from tests.lending.queue_acts import act, join, take_out
from webapp.core.db import db, transaction

from .acts import forget

NOW = "2026-01-01 00:00:00.000000"
MARK = text("UPDATE checkouts SET forgotten_at = :now")
EVENT = text("SELECT id, before, after, why FROM checkout_events ORDER BY id LIMIT 1")


def change(app, statement, *, marked, **values):
    with app.app_context(), transaction():
        if marked:
            db.session.execute(MARK, {"now": NOW})
        db.session.execute(text(statement), values)


def facts(app, **others):
    """What was kept before the first decision, with these facts otherwise."""
    with app.app_context():
        before = db.session.execute(EVENT).one().before
        kept = json.loads(before) if isinstance(before, str) else before
        return json.dumps(kept | others)


NOBODY = {"student": -1, "student_name": "Forgotten", "notes": "", "purpose": ""}
BEFORE = "UPDATE checkout_events SET before = :facts"
REFUSED = [
    "UPDATE checkout_events SET why = 'x'",
    "UPDATE checkout_events SET by = 3",
    "UPDATE checkout_events SET kind = 'decline'",
    "UPDATE checkout_events SET checkout_id = checkout_id + 1",
    "UPDATE checkout_events SET at = '2020-01-01 00:00:00.000000'",
    "UPDATE checkout_events SET undoes = 1",
    "UPDATE checkout_events SET before = '{}'",
    "DELETE FROM checkout_events",
]


@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("statement", REFUSED)
def test_all_else_is_refused(app, old, statement, marked):
    with pytest.raises(Exception, match="decided is never"):
        change(app, statement, marked=marked)


@pytest.mark.parametrize(
    "others",
    [
        NOBODY | {"status": "rejected"},
        NOBODY | {"due_on": "2030-01-01"},
        {"student": 3},
        {"student_name": "Nia"},
        {"asked_by": 3},
        {"purpose": "Something else"},
        {"notes": "Something else"},
    ],
)
def test_other_facts_are_refused(app, old, others):
    with pytest.raises(Exception, match="decided is never"):
        change(app, BEFORE, marked=True, facts=facts(app, **others))


def test_who_it_was_may_be_forgotten_with_its_loan(app, old):
    change(app, BEFORE, marked=True, facts=facts(app, **NOBODY))
    change(app, "UPDATE checkout_events SET why = '', by = -1", marked=True)
    with app.app_context():
        assert db.session.execute(EVENT).one().why == ""


@pytest.mark.parametrize(
    "statement", [BEFORE, "UPDATE checkout_events SET why = '', by = -1"]
)
def test_and_not_before_that(app, old, statement):
    values = {"facts": facts(app, **NOBODY)} if ":facts" in statement else {}
    with pytest.raises(Exception, match="decided is never"):
        change(app, statement, marked=False, **values)


@pytest.fixture
def place(app, as_, harp):
    """Sol's place in a queue, moved by staff."""
    take_out(as_, harp)
    place = join(as_, "sol", harp)
    act(as_, "dora", place, "move", place=1, reason="Sol has an exam")
    return place


MARK_PLACE = "UPDATE item_waits SET forgotten_at = '2026-01-01 00:00:00.000000'"
OF_PLACES = [
    "UPDATE item_wait_events SET why = 'x'",
    "UPDATE item_wait_events SET by = 3",
    "UPDATE item_wait_events SET kind = 'left'",
    "UPDATE item_wait_events SET facts = '{}' WHERE kind = 'moved'",
    "DELETE FROM item_wait_events",
]


@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("statement", OF_PLACES)
def test_all_else_of_a_place_is_refused(app, place, statement, marked):
    with (
        pytest.raises(Exception, match="in a queue is never"),
        app.app_context(),
        transaction(),
    ):
        if marked:
            db.session.execute(text(MARK_PLACE))
        db.session.execute(text(statement))


def test_who_waited_may_be_forgotten_with_the_place(app, place):
    forgets = "UPDATE item_wait_events SET why = '', by = -1"
    with (
        pytest.raises(Exception, match="in a queue is never"),
        app.app_context(),
        transaction(),
    ):
        db.session.execute(text(forgets))
    with app.app_context(), transaction():
        db.session.execute(text(MARK_PLACE))
        db.session.execute(text(forgets))


def test_what_is_forgotten_is_not_remembered_again(app, old):
    forget(app)
    with pytest.raises(Exception, match="decided is never"):
        change(app, "UPDATE checkout_events SET by = 2", marked=False)
