"""What is raced for: each contest makes its rounds, and counts in the database how often each was won."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select

from tests.races.servers import CLIENTS
from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.lending import decisions
from webapp.lending.models import Checkout
from webapp.rooms.models import Occupancy, Reservation
from webapp.school import calendar
from webapp.stock import items
from webapp.stock.models import Movement

TESS, CHECKOUTS = Actor(1, "Tess", "teacher", 0), "/api/inventory/checkouts/"


class Round(NamedTuple):
    prize: Any  # what the rows that are counted have in common
    asked: list  # of (path, body), one for each client


def room_slots(count, people):
    """A room's hour."""
    first = calendar.today() + timedelta(days=14)
    for number in range(count):
        starts = datetime.combine(
            first + timedelta(days=number // 14), datetime.min.time().replace(hour=8 + number % 14)
        )
        times = {"start_time": starts.isoformat(), "end_time": (starts + timedelta(hours=1)).isoformat()}
        yield Round(calendar.instant(starts), [("/api/inventory/reservations/", {"room": 1} | times)] * CLIENTS)


def last_violins(count, people):
    """Each asks for the only one there is."""
    for number in range(count):
        item = _item(f"asked {number}", 1)
        yield Round(item, [(CHECKOUTS, {"item": item, "quantity": 1})] * CLIENTS)


def competing_requests(count, people):
    """Each approves another request for the only one there is."""
    for number in range(count):
        item = _item(f"wanted {number}", 1)
        yield Round(item, [(f"{CHECKOUTS}{_wish(item, person)}/approve/", None) for person in people])


def approvals(count, people):
    """All approve the same request, of which there would be enough for all."""
    for number in range(count):
        checkout = _wish(_item(f"approved {number}", CLIENTS), people[0])
        yield Round(checkout, [(f"{CHECKOUTS}{checkout}/approve/", None)] * CLIENTS)


def handings_out(count, people):
    """All hand out the same approved checkout."""
    for number in range(count):
        checkout = decisions.approve(TESS, _wish(_item(f"handed out {number}", CLIENTS), people[0])).id
        yield Round(checkout, [(f"{CHECKOUTS}{checkout}/hand_out/", {})] * CLIENTS)


def _item(name, quantity):
    return items.add(TESS, name=name, category="instrument", location="Store", quantity=quantity).id


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
    return lambda: Counter(dict(db.session.execute(select(column, func.count()).where(*where).group_by(column)).all()))


reservations = _counted(Reservation.starts_at, Reservation.stored_status == "confirmed")
occupancies = _counted(Occupancy.starts_at, Occupancy.live)
requests = _counted(Checkout.item_id, Checkout.status == "pending")
given = _counted(Checkout.item_id, Checkout.status == "approved")
set_aside_items = _counted(Movement.item_id, Movement.type == "RESERVATION_CREATED")
set_aside = _counted(Movement.checkout_id, Movement.type == "RESERVATION_CREATED")
handed_out = _counted(Movement.checkout_id, Movement.type == "RENTAL_OUT")


class Contest(NamedTuple):
    rounds: Any
    role: str
    counts: tuple
    won: int  # the winner's status


CONTESTS = {
    "room slot": Contest(room_slots, "student", (reservations, occupancies), 201),
    "last violin, asked for": Contest(last_violins, "student", (requests,), 201),
    "last violin, approved": Contest(competing_requests, "teacher", (given, set_aside_items), 200),
    "one approval": Contest(approvals, "teacher", (set_aside,), 200),
    "one handing out": Contest(handings_out, "teacher", (handed_out,), 200),
}
