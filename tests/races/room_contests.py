"""What is raced for in the rooms: an hour, an offer, a request, a series."""

from collections import Counter
from datetime import datetime, time, timedelta
from itertools import count as count_on

from sqlalchemy import and_, or_, select

from tests.races.servers import CLIENTS
from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.heartbeat import Heartbeat
from webapp.core.outbox import Letter
from webapp.rooms import rooms
from webapp.rooms.models import Occupancy, Reservation, Wait
from webapp.rooms.occupied import spaces
from webapp.rooms.reservations import booking, no_shows
from webapp.rooms.times import availability
from webapp.school import calendar, settings

from .rounds import Round, counted

WEEK, YEAR = (
    timedelta(days=7),
    365,
)  # a contest has a year of its own, enough for thousands of rounds
ADA, RESERVATIONS = Actor(5, "Ada", "admin", 0), "/api/inventory/reservations/"


def room_slots(count, people):
    """A room's hour."""
    for starts, times in _hours(count, 1 * YEAR):
        yield Round(starts, [(RESERVATIONS, {"room": 1} | times)] * CLIENTS)


def moves_and_bookings(count, people):
    """A room's hour, which half of them book and half of them move to."""
    spare = _quarters(2 * YEAR)
    for starts, times in _hours(count, 3 * YEAR):
        mine = [_booked(person, *next(spare)) for person in people[::2]]
        asked = [(RESERVATIONS, {"room": 1} | times)] * CLIENTS
        asked[::2] = [(f"{RESERVATIONS}{id}/move/", {"room": 1} | times) for id in mine]
        yield Round(starts, asked)


def halls_and_halves(count, people):
    """An hour in the hall or in one half of it."""
    hall = rooms.add(ADA, name="Hall", parts=[1, 2]).id
    for starts, times in _hours(count, 4 * YEAR):
        yield Round(
            starts,
            [(RESERVATIONS, {"room": (1, hall)[n % 2]} | times) for n in range(CLIENTS)],
        )


def closures_and_bookings(count, people):
    """A room's hour, which one closes and all the others book."""
    for number, (starts, times) in enumerate(_hours(count, 5 * YEAR)):
        asked = [(RESERVATIONS, {"room": 1} | times)] * CLIENTS
        asked[number % CLIENTS] = (
            "/api/inventory/closures/",
            {"rooms": [1], "reason": "Exams"} | times,
        )
        yield Round(starts, asked)


def _hours(count, ahead, of_weeks=1):
    """So many hours from a day on, each as an instant and as it is asked for; in one of `of_weeks` weeks."""
    first = calendar.today() + timedelta(days=ahead)
    for number in range(count):
        week, day = divmod(number // 14, 7)
        starts = datetime.combine(
            first + timedelta(days=7 * of_weeks * week + day), time(8 + number % 14)
        )
        times = {
            "start_time": starts.isoformat(),
            "end_time": (starts + timedelta(hours=1)).isoformat(),
        }
        yield calendar.instant(starts), times


def _quarters(ahead):
    """Quarters of an hour that nobody else asks for."""
    first = calendar.today() + timedelta(days=ahead)
    for number in count_on():
        day, quarter = divmod(number, 48)
        starts = datetime.combine(first + timedelta(days=day), time(8)) + timedelta(
            minutes=15 * quarter
        )
        yield starts, starts + timedelta(minutes=15)


def _booked(person, starts, ends):
    actor = Actor(person, "Somebody", "student", 0)
    return booking.book(actor, room=2, start_time=starts, end_time=ends).id


def lapsed_offers(count, people):
    """An hour was held for the first, who accepts too late; the others want it too."""
    for starts, times in _hours(count, 6 * YEAR):
        ends = starts + timedelta(hours=1)
        wait = Wait(
            student_id=people[0], room_id=2, starts_at=starts, ends_at=ends, minutes=60, created_at=clock.now(),
            status="offered", offered_room_id=2, offered_from=starts, expires_at=clock.now() - timedelta(minutes=1),
        )  # fmt: skip
        db.session.add(wait)
        db.session.flush()
        db.session.add(
            Occupancy(
                space_id=2,
                kind="hold",
                wait_id=wait.id,
                starts_at=starts,
                blocks_until=ends,
            )
        )
        walk_ins = [(RESERVATIONS, {"room": 2} | times)] * (CLIENTS - 1)
        yield Round(
            starts, [(f"/api/inventory/waitlist/{wait.id}/accept/", None), *walk_ins]
        )


def late_arrivals(count, people):
    """Who has the room comes too late, but before anybody looked; the others stand before its door."""
    now = clock.now()
    _open_now(now)
    until = availability.next_step(now + timedelta(minutes=30)).isoformat()
    for number in range(count):
        room = rooms.add(ADA, name=f"Room {number}").id
        mine = _late_booking(room, people[0], now)
        book_now = f"/api/inventory/practice-rooms/{room}/book-now/"
        walk_ins = [(book_now, {"until": until})] * (CLIENTS - 1)
        yield Round(room, [(f"{RESERVATIONS}{mine}/check-in/", None), *walk_ins])


def _open_now(now):
    """It is noon at the school, which asks people to check in and has looked an hour ago."""
    settings.change("zone", f"Etc/GMT{now.hour - 12:+d}")
    settings.change("check_in", True)
    since = now - timedelta(hours=1)
    db.session.merge(Heartbeat(name=no_shows.CHORE, beat_at=now, since=since))


def _late_booking(room, person, now):
    """The id of a booking that began eleven minutes ago."""
    mine = Reservation(
        room_id=room, student_id=person, starts_at=now - timedelta(minutes=11), ends_at=now + timedelta(hours=2),
        rate_minor=0, total_cost_minor=0, currency="EUR", created_at=now - timedelta(hours=1),
    )  # fmt: skip
    db.session.add(mine)
    db.session.flush()
    spaces.hold(mine, spaces.lock(room).space_ids)
    return mine.id


def series_crossed(count, people):
    """The same two slots in two rooms, a week apart: half begin with the one room, half with the other."""
    for number, (starts, _) in enumerate(
        _hours(count, 30, of_weeks=2)
    ):  # a series begins soon
        on, hour = calendar.local(starts).date(), 8 + number % 14
        asked = {
            "start": f"{hour:02d}:00",
            "end": f"{hour + 1:02d}:00",
            "first_date": str(on),
            "count": 2,
        }
        choices = {1: {"date": str(on + WEEK), "room": 2}, 2: {"date": str(on), "room": 1}}
        both = [
            ("/api/inventory/series/", asked | {"room": room, "choices": [choices[room]]})
            for room in (1, 2)
        ]
        yield Round(starts, both * (CLIENTS // 2))


def requests_for_rooms(count, people):
    """An hour somebody asked for, which half of them approve and half of them decline."""
    for starts, _ in _hours(count, 300):
        mine = Reservation(
            room_id=2, student_id=people[0], starts_at=starts, ends_at=starts + timedelta(hours=1), rate_minor=0,
            total_cost_minor=0, currency="EUR", created_at=clock.now(), stored_status="pending", answer_by=starts,
        )  # fmt: skip
        db.session.add(mine)
        db.session.flush()
        spaces.hold(mine, spaces.lock(2).space_ids)
        path = f"{RESERVATIONS}{mine.id}"
        yield Round(
            mine.id,
            [(f"{path}/approve/", None), (f"{path}/decline/", {"reason": "Exams"})]
            * (CLIENTS // 2),
        )


reservations = counted(Reservation.starts_at, Reservation.stored_status == "confirmed")
occupancies = counted(Occupancy.starts_at, Occupancy.live)
in_first = counted(Occupancy.starts_at, Occupancy.live, Occupancy.space_id == 1)
in_rooms = counted(Reservation.room_id, Reservation.stored_status == "confirmed")


told = counted(
    Letter.subject_id, Letter.kind.in_(("reservation_approved", "reservation_declined"))
)


def held_if_confirmed():
    """Reservations by id, where what holds their time agrees with what became of them."""
    both = select(Reservation.id).join(
        Occupancy, Occupancy.reservation_id == Reservation.id
    )
    confirmed, cancelled = (
        Reservation.stored_status == name for name in ("confirmed", "cancelled")
    )
    agree = or_(and_(confirmed, Occupancy.live), and_(cancelled, Occupancy.live.is_(False)))
    return Counter(db.session.scalars(both.where(agree)))


def a_week_later():
    """Reservations again, by the instant a week before on the wall."""
    walls = {
        calendar.local(at).replace(tzinfo=None): won for at, won in reservations().items()
    }
    return Counter({calendar.instant(wall - WEEK): won for wall, won in walls.items()})
