"""The demo school: made by the verbs, the same every time, and with what a visitor's tour needs."""

import csv
from datetime import UTC, datetime, time, timedelta
from typing import get_args

import flask_migrate
import pytest
from sqlalchemy import func, select

from tests.conftest import fresh
from webapp import create_app
from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.demo import school
from webapp.demo.school.items import LIST
from webapp.demo.school.rooms import PARTS
from webapp.lending import availability
from webapp.lending.models import Checkout
from webapp.people.models import User
from webapp.rooms.models import Closure, Occupancy, Reservation, Room, RoomSpace, Wait
from webapp.rooms.reservations import booking
from webapp.rooms.rules import rules
from webapp.school import calendar
from webapp.stock.ledger import verify
from webapp.stock.models import Item, Level, Location, Movement, Operation, Unit
from webapp.stock.movements.movement_types import OperationKind, api_kind

NOON = datetime(2026, 6, 17, 10, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def demo(request, tmp_path_factory):
    """The app, at noon on the day the school moved in."""
    app = create_app(
        TESTING=True,
        SQLALCHEMY_DATABASE_URI=fresh(request.param, "demo", tmp_path_factory, request),
    )
    with app.app_context(), clock.at(NOON):
        flask_migrate.upgrade()
        with transaction():
            school.move_in()
        yield app
        db.session.remove()
        db.engine.dispose()


def count(*rules):
    return db.session.scalar(select(func.count()).where(*rules))


def id_of(key):
    return db.session.scalar(select(User.id).where(User.email == f"{key}@demo.example"))


def of(key, *statuses):
    theirs = select(Checkout).where(
        Checkout.student_id == id_of(key), Checkout.status.in_(statuses)
    )
    return db.session.scalars(theirs.order_by(Checkout.due_on)).all()


def test_it_is_a_whole_school(demo):
    assert count(User.id > 0) == 25
    assert count(Item.id > 0) == 120
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
    assert (
        db.session.scalar(came)
        == listed
        == db.session.scalar(select(func.sum(Level.on_hand)))
    )
    assert list(verify.problems()) == []


def test_the_names_the_tour_needs(demo):
    violin = db.session.scalars(select(Item).where(Item.name == "Student Violin 4/4")).one()
    today = calendar.today()
    assert (violin.is_borrowable, violin.max_checkout_days) == (True, 30)
    assert (
        db.session.scalar(select(func.sum(Level.on_hand)).where(Level.item_id == violin.id))
        == 5
    )
    assert availability.shelf(violin.id).free(today, calendar.after(today, 30)) >= 3
    assert not db.session.scalar(
        select(Item.is_borrowable).where(Item.name == "Yamaha U1 Upright Piano")
    )
    rates = dict(db.session.execute(select(Room.name, Room.hourly_rate_minor)).all())
    assert (rates["Studio A"], rates["Studio B"]) == (1000, 1500)


@pytest.mark.parametrize("who", ["student", "teacher", "desk"])
@pytest.mark.parametrize(("room", "cost"), [("Studio A", 1500), ("Studio B", 2250)])
def test_the_studios_cost_what_they_say_whoever_books_and_whenever(demo, who, room, cost):
    person = db.session.scalars(
        select(User).where(User.email == f"{who}@demo.example")
    ).one()
    actor = Actor(person.id, person.name, person.role, 0)
    place = db.session.scalars(select(Room).where(Room.name == room)).one()
    days, hours = (
        (100, 12) if actor.is_staff else (80, 4)
    )  # students within the school's default
    for hour in (8, 14, 20):
        starts = datetime.combine(calendar.after(calendar.today(), days), time(hour))
        quote = booking.quote(
            actor, room=place.id, start_time=starts, end_time=starts + timedelta(minutes=90)
        )
        assert quote.price.cost_minor == cost
        said = rules.forecast(
            actor,
            None,
            "practice",
            place,
            quote.starts,
            quote.starts + timedelta(hours=hours),
        )
        assert said.broken is None
        assert not said.meters


def test_what_the_students_find(demo):
    soon, later = of("student", "out")
    assert (
        calendar.today() < soon.due_on <= calendar.after(calendar.today(), 3) < later.due_on
    )
    assert not of("student", "pending")
    assert len(of("student2", "pending")) == 1
    assert [loan.due_on < calendar.today() for loan in of("student2", "out")] == [True]
    ahead = Reservation.starts_at > clock.now(), Reservation.stored_status == "confirmed"
    assert count(Reservation.student_id == id_of("student"), *ahead) == 1


def test_a_teacher_has_a_room_to_decide(demo):
    waits = db.session.scalars(
        select(Reservation).where(Reservation.student_id == id_of("student"))
    ).all()
    (mine,) = [each for each in waits if each.status == "pending"]
    assert mine.room.name == "Recital hall"
    assert mine.answer_by > clock.now() + timedelta(hours=24)
    assert (
        count(Reservation.stored_status == "pending", Reservation.answer_by <= clock.now())
        == 0
    )
    assert (
        count(
            Reservation.decided_by_id.is_not(None), Reservation.stored_status == "confirmed"
        )
        >= 3
    )


def test_what_the_staff_find(demo):
    each = select(Checkout.stored_status, func.count()).group_by(Checkout.stored_status)
    statuses = dict(db.session.execute(each).all())
    assert all(
        statuses[name] >= 3
        for name in ("pending", "approved", "out", "returned", "rejected", "cancelled")
    )
    assert count(Checkout.status == "out", Checkout.due_on < calendar.today()) >= 4
    for teacher in ("teacher", "teacher2", "teacher3"):
        theirs = select(User.id).where(User.teacher_id == id_of(teacher))
        assert count(Checkout.status == "pending", Checkout.student_id.in_(theirs)) >= 2
    assert db.session.scalar(select(func.sum(Level.damaged))) >= 2
    back = (
        select(func.count())
        .select_from(Movement)
        .join(Checkout, Checkout.id == Movement.checkout_id)
    )
    assert (
        db.session.scalar(
            back.where(Checkout.status == "out", Movement.type == "RENTAL_RETURN")
        )
        >= 1
    )


def test_the_rooms_are_busy_today_and_tomorrow_but_not_full(demo):
    for day in (0, 1):
        booked = 0
        starts, ends = calendar.day(calendar.after(calendar.today(), day))
        for room in db.session.scalars(select(Room)):
            held = select(Occupancy).join(
                RoomSpace, RoomSpace.space_id == Occupancy.space_id
            )
            held = held.where(RoomSpace.room_id == room.id, Occupancy.live)
            spans = db.session.scalars(
                held.where(Occupancy.starts_at >= starts, Occupancy.starts_at < ends)
            ).all()
            times = {
                (span.starts_at, span.blocks_until) for span in spans
            }  # a hall takes all its parts at once
            hours = sum((until - at for at, until in times), timedelta()) / timedelta(
                hours=1
            )
            assert 1 <= hours <= 12, (room.name, day)
            booked += len(spans)
        assert booked >= 24
    weeks = db.session.execute(
        select(func.min(Reservation.starts_at), func.max(Reservation.starts_at))
    ).one()
    assert weeks[0] < NOON - timedelta(days=19)
    assert weeks[1] > NOON + timedelta(days=14)


def test_a_divided_hall_a_closure_ahead_and_people_who_wait(demo):
    spaces = dict(
        db.session.execute(
            select(Room.name, func.count()).join(RoomSpace).group_by(Room.name)
        ).all()
    )
    assert [
        spaces[name] for name in ("Recital hall", *PARTS["Recital hall"], "Studio A")
    ] == [2, 1, 1, 1]
    parts = select(Room.id).where(Room.name.in_(PARTS["Recital hall"]))
    assert count(Reservation.room_id.in_(parts), Reservation.starts_at > clock.now()) >= 2
    assert count(Closure.starts_at > clock.now()) == 1
    queue = db.session.scalars(select(Wait).order_by(Wait.id)).all()
    assert [each.status for each in queue] == ["waiting"] * 2
    taken = (
        Reservation.room_id == queue[0].room_id,
        Reservation.starts_at == queue[0].starts_at,
    )
    assert count(*taken, Reservation.student_id == id_of("student")) == 1


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
    heads = []
    for _ in range(2):
        app = create_app(
            TESTING=True,
            SQLALCHEMY_DATABASE_URI=fresh("sqlite", "hour", tmp_path_factory, request),
        )
        with app.app_context(), clock.at(datetime(2026, 3, 28, hour, 30, tzinfo=UTC)):
            flask_migrate.upgrade()
            with transaction():
                school.move_in()
            test_what_the_students_find(app)
            test_what_the_staff_find(app)
            test_a_divided_hall_a_closure_ahead_and_people_who_wait(app)
            heads.append(
                db.session.scalar(
                    select(Movement.hash).order_by(Movement.id.desc()).limit(1)
                )
            )
            db.session.remove()
            db.engine.dispose()
    assert heads[0] == heads[1]
