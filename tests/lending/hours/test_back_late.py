"""What is lent by the hour is late by hours or minutes, where it is known since when it is back."""

import flask_migrate
import pytest

from tests.lending.conftest import API
from tests.support.loans import TESS
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.lending.suspensions import borrowing_records
from webapp.stock.items import items

from ..ahead_acts import page_says
from ..desk_acts import act, undo

PAST, PAGE = "/api/inventory/past-loans/", "/checkouts/past"
SOL = Actor(2, "Sol", "student", 0)


def back(as_, id, **said):
    answer = act(as_("dora"), id, "return_item", **said)
    assert answer.status_code == 200, answer.text


def past(as_, **asked):
    return as_("dora").get(PAST, query_string=asked).json


def stored(app, id):
    with app.app_context():
        loan = db.session.get_one(Checkout, id)
        return loan.returned_on, loan.returned_at


@pytest.mark.parametrize(
    ("at", "minutes", "words"),
    [
        ("12:05", 0, ""),
        ("12:10", 0, ""),
        ("12:11", 1, "1 minute late"),
        ("12:30", 20, "20 minutes late"),
        ("14:15", 125, "2 hours late"),
    ],
)
def test_how_late_it_was(app, as_, clock, lent, at, minutes, words):
    clock.at(at)
    back(as_, lent)
    _check_list(as_, lent, at, minutes)
    page = page_says(as_("dora"), PAGE).partition("<main")[2]
    assert words in page
    assert ("clock-alert" in page) == bool(words)
    with app.app_context():
        record = borrowing_records.of_student(SOL.id)
    assert (record.on_time, record.late) == ((0, 1) if minutes else (1, 0))


def _check_list(as_, lent, at, minutes):
    [row] = past(as_)
    assert (row["days_late"], row["minutes_late"]) == (0, minutes)
    assert row["returned_at"] == row["ended_on"] + f"T{at}:00+01:00"
    assert [each["id"] for each in past(as_, outcome="late")] == ([lent] if minutes else [])


def test_what_is_lent_by_the_day_has_no_moment_and_is_in_time(app, as_, clock):
    with app.app_context(), transaction():
        stand = items.add(
            TESS, name="Stand", category="accessory", location="Store", quantity=1
        ).id
    id = as_("sol").post(API, json={"item": stand, "due_date": "2027-02-02"}).json["id"]
    assert as_("tess").post(f"{API}{id}/approve/", json={}).status_code == 200
    assert act(as_("dora"), id, "hand_out").status_code == 200
    back(as_, id)
    with app.app_context():
        record = borrowing_records.of_student(SOL.id)
    assert (record.on_time, record.late) == (1, 0)


def test_what_was_written_down_on_another_day_is_late_by_days(app, as_, clock, lent):
    clock.at("09:00", day=2)
    back(as_, lent, returned_on="2027-02-01")
    assert stored(app, lent)[1] is None
    assert [(row["days_late"], row["minutes_late"]) for row in past(as_)] == [(0, 0)]
    assert past(as_, outcome="late") == []


def test_on_a_later_day_days_are_told(app, as_, clock, lent):
    clock.at("09:00", day=3)
    back(as_, lent)
    assert [(row["days_late"], row["minutes_late"]) for row in past(as_)] == [(2, 0)]
    assert "2 days late" in page_says(as_("dora"), PAGE)


def test_undone_it_is_not_back(app, as_, clock, lent, last):
    clock.at("12:30")
    back(as_, lent)
    assert undo(as_("dora"), last("return")).status_code == 201
    assert stored(app, lent) == (None, None)


def test_what_came_back_before_this_was_kept_is_known_from_the_ledger(
    app, as_, clock, lent
):
    clock.at("12:30")
    back(as_, lent)
    before = stored(app, lent)
    with app.app_context():
        flask_migrate.downgrade(revision="0074")
        db.session.rollback()
        flask_migrate.upgrade()
    assert stored(app, lent) == before
    assert before[1] is not None


def test_but_not_what_was_written_down_on_another_day(app, as_, clock, lent):
    clock.at("09:00", day=2)
    back(as_, lent, returned_on="2027-02-01")
    with app.app_context():
        flask_migrate.downgrade(revision="0074")
        db.session.rollback()
        flask_migrate.upgrade()
    assert stored(app, lent)[1] is None
