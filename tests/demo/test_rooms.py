"""The demo school's rooms: what they cost, how busy they are, and what a teacher has to answer."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people.models import User
from webapp.rooms.models import Occupancy, Reservation, Room, RoomSpace
from webapp.rooms.reservations import booking
from webapp.rooms.rules import rules
from webapp.school import calendar

from . import finds_in_rooms
from .conftest import NOON, count, id_of


def actor_of(key):
    person = db.session.get(User, id_of(key))
    return Actor(person.id, person.name, person.role, 0)


def times(actor):
    """When to look: students book within the school's default."""
    days = 100 if actor.is_staff else 80
    for hour in (8, 14, 20):
        yield datetime.combine(calendar.after(calendar.today(), days), time(hour))


@pytest.mark.parametrize("who", ["student", "teacher", "desk"])
@pytest.mark.parametrize(("room", "cost"), [("Studio A", 1500), ("Studio B", 2250)])
def test_the_studios_cost_what_they_say_whoever_books_and_whenever(demo, who, room, cost):
    actor = actor_of(who)
    room_id = db.session.scalar(select(Room.id).where(Room.name == room))
    for starts in times(actor):
        ends = starts + timedelta(minutes=90)
        quote = booking.quote(actor, room=room_id, start_time=starts, end_time=ends)
        assert quote.price.cost_minor == cost


@pytest.mark.parametrize("who", ["student", "teacher", "desk"])
@pytest.mark.parametrize("room", ["Studio A", "Studio B"])
def test_no_rule_limits_the_studios(demo, who, room):
    actor = actor_of(who)
    studio = db.session.scalars(select(Room).where(Room.name == room)).one()
    longest = timedelta(hours=12 if actor.is_staff else 4)
    for starts in map(calendar.instant, times(actor)):
        said = rules.forecast(actor, None, "practice", studio, starts, starts + longest)
        assert said.broken is None
        assert not said.meters


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


def spans(room_id, day):
    """From when to when a room is taken on a day that is so many days ahead."""
    starts, ends = calendar.day(calendar.after(calendar.today(), day))
    query = (
        select(Occupancy.starts_at, Occupancy.blocks_until)
        .join(RoomSpace, RoomSpace.space_id == Occupancy.space_id)
        .where(RoomSpace.room_id == room_id, Occupancy.live)
        .where(Occupancy.starts_at >= starts, Occupancy.starts_at < ends)
    )
    return db.session.execute(query).all()


@pytest.mark.parametrize("day", [0, 1])
def test_the_rooms_are_busy_today_and_tomorrow_but_not_full(demo, day):
    booked = 0
    for id, name in db.session.execute(select(Room.id, Room.name)):
        taken = spans(id, day)
        booked += len(taken)
        # a hall takes all its parts at once
        whole = sum((ends - starts for starts, ends in set(taken)), timedelta())
        assert timedelta(hours=1) <= whole <= timedelta(hours=12), name
    assert booked >= 24


def test_the_bookings_reach_weeks_back_and_ahead(demo):
    times = select(func.min(Reservation.starts_at), func.max(Reservation.starts_at))
    first, last = db.session.execute(times).one()
    assert first < NOON - timedelta(days=19)
    assert last > NOON + timedelta(days=14)


def test_a_divided_hall_a_closure_ahead_and_people_who_wait(demo):
    finds_in_rooms.check_hall()
    finds_in_rooms.check_closure_and_waits()
