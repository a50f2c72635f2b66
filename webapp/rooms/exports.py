"""Exports: rooms and reservations as tables for a spreadsheet."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from webapp.core.actor import Actor
from webapp.core.spreadsheet import Table, pages
from webapp.school import cells, settings

from . import rooms as places
from .models import Room
from .reservations import reservations as bookings
from .times import finding

ROOMS = (
    "Room",
    "Places",
    "Description",
    "Equipment",
    "Price of an hour",
    "Minutes between",
    "In use",
)
RESERVATIONS = (
    "Booking",
    "Room",
    "Who",
    "From",
    "Until",
    "Status",
    "Cost",
    "Currency",
    "Payment",
    "Booked",
    "Notes",
)


def rooms(
    actor: Actor,
    *,
    equipment: str = "",
    capacity: int = 1,
    free_from: datetime | None = None,
    minutes: int = 60,
) -> Table:
    """As the list of rooms: by name, or the best first of those free from then on; students get those in use."""
    wish: dict[str, Any] = {"equipment": equipment, "capacity": capacity}
    free = (
        finding.search(actor, free_from=free_from, minutes=minutes, **wish).free
        if free_from
        else []
    )

    def by_name() -> Iterator[Room]:
        return pages(
            lambda after, limit: places.list_all(actor, after=after, limit=limit, **wish),
            lambda room: (room.sort_key, room.id),
        )

    def rows() -> Iterator[Sequence[Any]]:
        currency = settings.currency()
        for room in (each.room for each in free) if free_from else by_name():
            rate = cells.amount(room.hourly_rate_minor, currency)
            about = room.name, room.capacity, room.description, room.equipment
            yield (*about, rate, room.turnover_minutes, cells.yes(room.is_active))

    return Table(ROOMS, rows)


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
    within: dict[str, Any] = {"start_date": start_date, "end_date": end_date, "room": room}
    within |= {"status": status, "student": student}
    bookings.list_all(
        actor, **within, limit=1
    )  # days that cannot be are refused before the file begins

    def rows() -> Iterator[Sequence[Any]]:
        found = pages(
            lambda after, limit: bookings.list_all(
                actor, after=after, limit=limit, **within
            ),
            lambda each: (each.starts_at, each.id),
        )
        for each in found:
            times = cells.wall(each.starts_at), cells.wall(each.ends_at)
            cost = (
                cells.amount(each.total_cost_minor, each.currency),
                each.currency,
                each.payment_status,
            )
            made = cells.wall(each.created_at), each.notes
            yield (
                each.id,
                each.room.name,
                each.student_name,
                *times,
                each.status,
                *cost,
                *made,
            )

    return Table(RESERVATIONS, rows)
