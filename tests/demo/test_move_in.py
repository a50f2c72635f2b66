"""The demo school: made by the verbs, the same every time, and with what a visitor's tour needs."""

import csv
from datetime import UTC, datetime
from typing import get_args

import flask_migrate
import pytest
from sqlalchemy import func, select

from tests.conftest import fresh
from webapp import create_app
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.demo import school
from webapp.demo.school.items import LIST
from webapp.lending.availability import availability
from webapp.lending.days import due_days
from webapp.lending.models import Checkout
from webapp.people.models import User
from webapp.rooms.models import Reservation, Room
from webapp.school import calendar, settings
from webapp.stock.ledger import verify
from webapp.stock.models import Item, Level, Location, Movement, Operation, Unit
from webapp.stock.movements.movement_types import OperationKind, api_kind

from . import finds, finds_in_rooms
from .conftest import NOON, count


def test_it_is_a_whole_school(demo):
    assert count(User.id > 0) == 25
    assert count(Item.id > 0) == 121
    assert count(Room.id > 0) == 8
    assert 5 <= count(Location.id > 0) <= 8
    assert db.session.scalar(select(func.sum(Level.on_hand))) >= 400
    assert count(Unit.id > 0) >= 150
    assert count(~Item.is_borrowable) >= 5
    categories = dict(
        db.session.execute(
            select(Item.category, func.count()).group_by(Item.category)
        ).all()
    )
    assert set(categories) == {"instrument", "equipment", "sheet_music", "accessory"}
    assert min(categories.values()) >= 10


def test_every_piece_in_the_list_came_through_the_ledger(demo):
    with LIST.open(encoding="utf-8", newline="") as rows:
        listed = sum(int(row["pieces"]) for row in csv.DictReader(rows))
    came = select(func.sum(Movement.quantity)).where(
        Movement.from_state == "outside", Movement.type != "TRANSFER_IN"
    )
    lost = select(func.sum(Movement.quantity)).where(Movement.type == "DAMAGE_LOSS")
    here = select(func.sum(Level.on_hand))
    assert (
        db.session.scalar(came)
        == listed
        == db.session.scalar(here) + db.session.scalar(lost)
    )
    assert list(verify.problems()) == []


def test_the_violin_of_the_tour_is_free(demo):
    violin = db.session.scalars(select(Item).where(Item.name == "Student Violin 4/4")).one()
    today = calendar.today()
    pieces = select(func.sum(Level.on_hand)).where(Level.item_id == violin.id)
    assert (violin.is_borrowable, violin.max_checkout_days) == (True, 30)
    assert db.session.scalar(pieces) == 5
    assert availability.shelf(violin.id).free(today, calendar.after(today, 30)) >= 3


def test_the_piano_stays_and_the_studios_have_their_rates(demo):
    is_lent = select(Item.is_borrowable).where(Item.name == "Yamaha U1 Upright Piano")
    assert db.session.scalar(is_lent) is False
    rates = dict(db.session.execute(select(Room.name, Room.hourly_rate_minor)).all())
    assert (rates["Studio A"], rates["Studio B"]) == (1000, 1500)


def test_nothing_is_due_in_the_holidays_or_after_its_term(demo):
    to_come = Checkout.stored_status.in_(("approved", "out"))
    query = select(Checkout).where(to_come, Checkout.due_on >= calendar.today())
    due = {(loan.starts_on, loan.due_on) for loan in db.session.scalars(query)}
    assert due
    assert not [days for days in due if due_days.settle(*days).day != days[1]]


def test_the_school_has_a_name(demo):
    assert settings.get("name") == "Lindenhof Music School"


def test_what_the_students_find(demo):
    finds.check_students()


def test_what_the_staff_find(demo):
    finds.check_staff()
    finds.check_requests()
    finds.check_visits()
    finds.check_notes()
    finds.check_cancelled()
    finds.check_queues()
    finds.check_looked_after()
    finds.check_by_hour()
    finds.check_basket()
    finds.check_faults()
    finds.check_group()
    finds.check_mishaps()
    finds.check_agreed()
    finds.check_longer()
    finds.check_photos()


def test_the_api_has_a_word_for_all_that_was_done(demo):
    kinds = set(db.session.scalars(select(Operation.kind).distinct()))
    assert len(kinds) > 10
    assert {api_kind(kind) for kind in kinds} <= set(get_args(OperationKind))


def test_everything_happened_in_its_time(demo):
    times = db.session.scalars(select(Movement.created_at).order_by(Movement.id)).all()
    assert times == sorted(times)
    assert times[-1] <= NOON
    assert count(Reservation.created_at > NOON) == count(Checkout.requested_at > NOON) == 0
    asked, approved, out, closed = (
        Checkout.requested_at,
        Checkout.decided_at,
        Checkout.out_at,
        Checkout.closed_at,
    )
    assert count((asked > approved) | (approved > out) | (out > closed)) == 0


def test_a_second_time_changes_nothing(demo):
    before = count(Movement.id > 0), count(Reservation.id > 0)
    with transaction():
        school.move_in()
    assert (count(Movement.id > 0), count(Reservation.id > 0)) == before


@pytest.mark.parametrize("hour", [0, 23])
def test_at_any_hour_of_the_day_it_is_the_same_school(hour, tmp_path_factory, request):
    """Each time also on the other side of midnight, of a weekend and of a change of the clocks."""
    at = datetime(2026, 3, 28, hour, 30, tzinfo=UTC)
    uris = [fresh("sqlite", "hour", tmp_path_factory, request) for _ in range(2)]
    first, second = (newest_hash(uri, at) for uri in uris)
    assert first == second


def newest_hash(uri, at):
    """What the ledger of a school that moved in then ends with, after a look around."""
    app = create_app(TESTING=True, SQLALCHEMY_DATABASE_URI=uri)
    with app.app_context(), clock.at(at):
        flask_migrate.upgrade()
        with transaction():
            school.move_in()
        finds.check_students()
        finds.check_staff()
        finds.check_requests()
        finds.check_cancelled()
        finds.check_queues()
        finds.check_basket()
        finds.check_group()
        finds.check_mishaps()
        finds_in_rooms.check_hall()
        finds.check_words()
        finds.check_photos()
        finds_in_rooms.check_closure_and_waits()
        newest = select(Movement.hash).order_by(Movement.id.desc()).limit(1)
        newest_hash = db.session.scalar(newest)
        db.session.remove()
        db.engine.dispose()
    return newest_hash
