"""Series as calendars have them: one event that recurs, and one more for each date that is not as the others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from webapp.core import ical, letters
from webapp.school import recurring, settings

from ..models import Reservation, Series

STATUSES = {"pending": "TENTATIVE", "cancelled": "CANCELLED"}  # all others are confirmed


def events(
    series: Series, rows: Sequence[Reservation], *, title: str = ""
) -> Iterator[ical.Event]:
    """A series with those of its reservations that a calendar is to show; of its other dates it says nothing.

    Where all of them are cancelled, it is cancelled as a whole.
    """
    slots, by_date = _slots(series), {row.occurrence_date: row for row in rows}
    is_over = all(row.status == "cancelled" for row in rows)
    missing = [_wall(series, on) for on in slots if on not in by_date]
    yield _whole(
        series, slots, missing, title, status="CANCELLED" if is_over else "CONFIRMED"
    )
    for row in rows:
        slot = slots[row.occurrence_date]
        if (
            row.detached
            or slot.note
            or slot.problem
            or _is_unlike(series, row, slot, is_over)
        ):
            yield _instead(series, row, title)


def of_date(series: Series, row: Reservation) -> ical.Event:
    """One date alone, in the place of the one the series would have then."""
    return _instead(series, row)


def single(reservation: Reservation, *, title: str = "") -> ical.Event:
    """A reservation that is of no series."""
    return ical.Event(
        uid=ical.uid("reservation", reservation.id),
        title=title or reservation.room.name,
        starts=reservation.starts_at,
        ends=reservation.ends_at,
        changed=reservation.changed_at,
        version=reservation.version,
        status=STATUSES.get(reservation.status, "CONFIRMED"),
        place=reservation.room.name,
        words=reservation.notes,
        link=letters.link("rooms.show_reservation", id=reservation.id),
    )


def _instead(series: Series, row: Reservation, title: str = "") -> ical.Event:
    version = (
        series.version + row.version - 1
    )  # a change of all of them must not make it look old
    wall = _wall(series, row.occurrence_date)
    return replace(
        single(row, title=title), uid=_uid(series), version=version, instead_of=wall
    )


def _whole(
    series: Series,
    slots: dict[date, recurring.Slot],
    missing: Iterable[datetime],
    title: str,
    *,
    status: str,
) -> ical.Event:
    (first, *_), (*_, last) = slots.values(), slots.values()
    pattern = series.pattern
    return ical.Event(
        uid=_uid(series),
        title=title or series.room.name,
        starts=first.starts,
        ends=first.ends,
        changed=series.changed_at,
        version=series.version,
        status=status,
        place=series.room.name,
        words=series.notes,
        link=letters.link("series.show", id=series.id),
        recurs=ical.Recurrence(
            pattern.every_weeks, pattern.weekdays, last.starts, tuple(missing)
        ),
    )


def _slots(series: Series) -> dict[date, recurring.Slot]:
    """Every date that recurs, by date, from one on which no clock change has a hand in its time: all others last as
    long as that one does. Where the first date is none, it is one before it, of which nothing was booked."""
    pattern = series.pattern
    while True:
        slots = {
            on: recurring.slot(on, pattern.start, pattern.end)
            for on in recurring.dates_of(pattern)
        }
        first = slots[min(slots)]
        if not first.note and not first.problem:
            return slots
        pattern = replace(
            pattern, first_on=pattern.first_on - timedelta(weeks=pattern.every_weeks)
        )


def _is_unlike(
    series: Series, row: Reservation, slot: recurring.Slot, is_over: bool
) -> bool:
    status = "cancelled" if is_over else "confirmed"
    known = STATUSES.get(row.status) == STATUSES.get(status)
    return (
        not known
        or row.room_id != series.room_id
        or (row.starts_at, row.ends_at) != (slot.starts, slot.ends)
    )


def _wall(series: Series, on: date) -> datetime:
    return datetime.combine(on, time.fromisoformat(series.starts_wall), settings.zone())


def _uid(series: Series) -> str:
    return ical.uid("series", series.uid)
