"""What is raced for: each contest makes its rounds, and counts in the database how often each was won."""

from collections import Counter
from datetime import datetime, time, timedelta
from itertools import count as count_on
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select

from tests.races.servers import CLIENTS
from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.heartbeat import Heartbeat
from webapp.core.outbox import Letter
from webapp.lending import decisions
from webapp.lending.models import Checkout
from webapp.rooms import rooms
from webapp.rooms.models import Occupancy, Reservation, Wait
from webapp.rooms.occupied import spaces
from webapp.rooms.reservations import booking, no_shows
from webapp.rooms.times import availability
from webapp.school import calendar, settings
from webapp.stock.items import items
from webapp.stock.models import Movement

WEEK, YEAR = (
    timedelta(days=7),
    365,
)  # a contest has a year of its own, enough for thousands of rounds
TESS, CHECKOUTS = Actor(1, "Tess", "teacher", 0), "/api/inventory/checkouts/"
ADA, RESERVATIONS = Actor(5, "Ada", "admin", 0), "/api/inventory/reservations/"


class Round(NamedTuple):
    prize: Any  # what the rows that are counted have in common
    asked: list  # of (path, body), one for each client


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
    ahead = 12 - now.hour
    settings.change(
        "zone", f"Etc/GMT{-ahead:+d}"
    )  # where it is noon, and the school is open
    settings.change("check_in", True)
    since = now - timedelta(hours=1)
    db.session.merge(Heartbeat(name=no_shows.CHORE, beat_at=now, since=since))
    until = availability.next_step(now + timedelta(minutes=30)).isoformat()
    for number in range(count):
        room = rooms.add(ADA, name=f"Room {number}").id
        mine = Reservation(
            room_id=room, student_id=people[0], starts_at=now - timedelta(minutes=11), ends_at=now + timedelta(hours=2),
            rate_minor=0, total_cost_minor=0, currency="EUR", created_at=since,
        )  # fmt: skip
        db.session.add(mine)
        db.session.flush()
        spaces.hold(mine, spaces.lock(room).space_ids)
        walk_ins = [
            (f"/api/inventory/practice-rooms/{room}/book-now/", {"until": until})
        ] * (CLIENTS - 1)
        yield Round(room, [(f"{RESERVATIONS}{mine.id}/check-in/", None), *walk_ins])


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


def last_violins(count, people):
    """Each asks for the only one there is."""
    for number in range(count):
        item = _item(f"asked {number}", 1)
        yield Round(
            item,
            [(CHECKOUTS, {"item": item, "quantity": 1, "send_anyway": True})] * CLIENTS,
        )


def competing_requests(count, people):
    """Each approves another request for the only one there is."""
    for number in range(count):
        item = _item(f"wanted {number}", 1)
        yield Round(
            item,
            [(f"{CHECKOUTS}{_wish(item, person)}/approve/", None) for person in people],
        )


def approvals(count, people):
    """All approve the same request, of which there would be enough for all."""
    for number in range(count):
        checkout = _wish(_item(f"approved {number}", CLIENTS), people[0])
        yield Round(checkout, [(f"{CHECKOUTS}{checkout}/approve/", None)] * CLIENTS)


def handings_out(count, people):
    """All hand out the same approved checkout."""
    for number in range(count):
        checkout = decisions.approve(
            TESS, _wish(_item(f"handed out {number}", CLIENTS), people[0])
        ).id
        yield Round(checkout, [(f"{CHECKOUTS}{checkout}/hand_out/", {})] * CLIENTS)


def _item(name, quantity):
    return items.add(
        TESS, name=name, category="instrument", location="Store", quantity=quantity
    ).id


def _wish(item, person):
    """Put there directly: nobody could ask for what is not free, but stock may shrink after the asking."""
    wish = Checkout(
        item_id=item, item_name="Violin", location_id=1, student_id=person, student_name="Somebody", quantity=1,
        starts_on=calendar.today(), due_on=calendar.today() + timedelta(days=7),
        asked_until=calendar.today() + timedelta(days=7),
        expires_at=clock.now() + timedelta(days=7),
    )  # fmt: skip
    db.session.add(wish)
    db.session.flush()
    return wish.id


def _counted(column, *where):
    return lambda: Counter(
        dict(
            db.session.execute(
                select(column, func.count()).where(*where).group_by(column)
            ).all()
        )
    )


reservations = _counted(Reservation.starts_at, Reservation.stored_status == "confirmed")
occupancies = _counted(Occupancy.starts_at, Occupancy.live)
in_first = _counted(Occupancy.starts_at, Occupancy.live, Occupancy.space_id == 1)
in_rooms = _counted(Reservation.room_id, Reservation.stored_status == "confirmed")


told = _counted(
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


requests = _counted(Checkout.item_id, Checkout.status == "pending")
given = _counted(Checkout.item_id, Checkout.status == "approved")
set_aside_items = _counted(Movement.item_id, Movement.type == "RESERVATION_CREATED")
set_aside = _counted(Movement.checkout_id, Movement.type == "RESERVATION_CREATED")
handed_out = _counted(Movement.checkout_id, Movement.type == "RENTAL_OUT")


class Contest(NamedTuple):
    rounds: Any
    role: str
    counts: tuple
    won: set  # the winner's status
    also: tuple = ()  # counts that are one too, but tell nothing of how many won
    is_apart: bool = False  # without locks too many wait for the others: the first thing all write is one row


CONTESTS = {
    "room slot": Contest(room_slots, "student", (reservations, occupancies), {201}),
    "room slot, moved to or booked": Contest(
        moves_and_bookings, "student", (reservations, in_first), {200, 201}
    ),
    "room slot, hall or half": Contest(
        halls_and_halves, "student", (reservations, in_first), {201}
    ),
    "room slot, closed or booked": Contest(
        closures_and_bookings, "teacher", (in_first,), {201}
    ),
    "an offer that lapsed": Contest(
        lapsed_offers, "student", (reservations, occupancies), {201}, is_apart=True
    ),
    "late at the door": Contest(
        late_arrivals, "student", (in_rooms,), {200, 201}, is_apart=True
    ),
    "series crossed": Contest(
        series_crossed, "student", (reservations, occupancies, a_week_later), {201}
    ),
    "a room asked for": Contest(
        requests_for_rooms, "teacher", (told,), {200}, also=(held_if_confirmed,)
    ),
    "last violin, asked for": Contest(last_violins, "student", (requests,), {201}),
    "last violin, approved": Contest(
        competing_requests, "teacher", (given, set_aside_items), {200}
    ),
    "one approval": Contest(approvals, "teacher", (set_aside,), {200}),
    "one handing out": Contest(handings_out, "teacher", (handed_out,), {200}),
}
