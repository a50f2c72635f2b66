"""Exports: rooms and reservations as tables for a spreadsheet."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TypedDict

from webapp.core.actor import Actor
from webapp.core.derived import place_of
from webapp.core.spreadsheet import Table, pages
from webapp.core.words import lazy
from webapp.school import cells, settings

from . import rooms as places
from .models import Reservation, Room
from .reservations import reservations as bookings
from .times import finding

ROOMS = (
    lazy("Room"),
    lazy("Places"),
    lazy("Description"),
    lazy("Equipment"),
    lazy("Price of an hour"),
    lazy("Minutes between"),
    lazy("In use"),
)
RESERVATIONS = (
    lazy("Booking"),
    lazy("Room"),
    lazy("Who"),
    lazy("From"),
    lazy("Until"),
    lazy("Status"),
    lazy("Cost"),
    lazy("Currency"),
    lazy("Payment"),
    lazy("Booked"),
    lazy("Notes"),
)


Row = tuple[str | int | Decimal | datetime | None, ...]


class RoomWish(TypedDict):
    equipment: str
    capacity: int


def rooms(
    actor: Actor,
    *,
    equipment: str = "",
    capacity: int = 1,
    free_from: datetime | None = None,
    minutes: int = 60,
) -> Table:
    """As the list of rooms: by name, or the best first of those free from then on; students get those in use."""
    wish = RoomWish(equipment=equipment, capacity=capacity)
    if free_from:
        free = finding.search(actor, free_from=free_from, minutes=minutes, **wish).free
        return Table(ROOMS, lambda: map(_room_row, [each.room for each in free]))
    return Table(ROOMS, lambda: map(_room_row, _by_name(actor, wish)))


def _by_name(actor: Actor, wish: RoomWish) -> Iterator[Room]:
    return pages(
        lambda after, limit: places.list_all(actor, after=after, limit=limit, **wish),
        place_of,
    )


def _room_row(room: Room) -> Row:
    return (
        room.name,
        room.capacity,
        room.description,
        room.equipment,
        cells.amount(room.hourly_rate_minor, settings.currency()),
        room.turnover_minutes,
        cells.yes(room.is_active),
    )


def reservations(
    actor: Actor,
    *,
    start_date: date | None = None,
    end_date: date | None = None,
    room: int | None = None,
    status: str | None = None,
    student: int | None = None,
) -> Table:
    """The latest start first; students get their own. The end date is included."""
    find = partial(
        bookings.list_all,
        actor,
        start_date=start_date,
        end_date=end_date,
        room=room,
        status=status,
        student=student,
    )
    find(limit=1)  # days that cannot be are refused before the file begins
    return Table(RESERVATIONS, lambda: map(_reservation_row, _latest_first(find)))


def _latest_first(find: Callable[..., list[Reservation]]) -> Iterator[Reservation]:
    return pages(
        lambda after, limit: find(after=after, limit=limit),
        lambda row: (row.starts_at, row.id),
    )


def _reservation_row(row: Reservation) -> Row:
    return (
        row.id,
        row.room.name,
        row.student_name,
        cells.wall(row.starts_at),
        cells.wall(row.ends_at),
        row.status,
        cells.amount(row.total_cost_minor, row.currency),
        row.currency,
        row.payment_status,
        cells.wall(row.created_at),
        row.notes,
    )
