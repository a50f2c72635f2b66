"""What is still to come of a series: the dates a later act is about, and as what each is booked now."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import select

from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _
from webapp.school import calendar, recurring

from ..models import Reservation, Series
from .series_lines import Want

Scope = Literal["this", "following", "all"]


@dataclass(frozen=True)
class Change:
    """Another time or room for some dates; `on` is the date it is about, or from which on."""

    scope: Scope
    on: date | None = None
    room: int | None = None
    start: str | None = None
    end: str | None = None


def ahead(series: Series, scope: Scope, on: date | None) -> list[Reservation]:
    """The reservations an act of this scope is about, by date: those still to start. Conflict if there is none."""
    rows = upcoming(series, scope, on)
    if not rows:
        raise Conflict(
            _("These dates are over or were cancelled; nothing is left to change"),
            facts={"upcoming": 0},
        )
    return rows


def upcoming(
    series: Series, scope: Scope = "all", on: date | None = None
) -> list[Reservation]:
    """The same, where it may be none. Invalid without the date that the scope is about."""
    if scope != "all" and on is None:
        raise Invalid(fields={"date": _("Choose the date")})
    query = select(Reservation).where(
        Reservation.series_id == series.id,
        Reservation.status.in_(("pending", "confirmed")),
        Reservation.starts_at > clock.now(),
    )
    if scope == "this":
        query = query.where(Reservation.occurrence_date == on)
    elif scope == "following":
        query = query.where(Reservation.occurrence_date >= on)
    return list(db.session.scalars(query.order_by(Reservation.occurrence_date)))


def to_move(series: Series, change: Change) -> list[Reservation]:
    """Those that the change is about; of several, those that were detached keep to themselves."""
    rows = ahead(series, change.scope, change.on)
    if change.scope == "this":
        return rows
    rows = [row for row in rows if not row.detached]
    if not rows:
        raise Conflict(
            _("All upcoming dates were changed one by one"), facts={"upcoming": 0}
        )
    return rows


def lock(rows: list[Reservation]) -> list[Reservation]:
    """Read anew, and nobody else changes them: only those that are still to be used, by start."""
    query = (
        select(Reservation)
        .where(Reservation.id.in_([row.id for row in rows]))
        .order_by(Reservation.id)
        .with_for_update(of=Reservation)
        .execution_options(populate_existing=True)
    )
    locked = list(db.session.scalars(query))
    return sorted((row for row in locked if is_ahead(row)), key=lambda row: row.starts_at)


def is_ahead(row: Reservation) -> bool:
    return row.status in ("pending", "confirmed") and row.starts_at > clock.now()


def as_it_is(series: Series, on: date | None) -> Want:
    """Where and when a date is now, or without one the next; Conflict if nothing is still to come."""
    return _now(series, ahead(series, "this" if on else "all", on)[0])


def wanted(series: Series, row: Reservation, change: Change) -> Want:
    """What the change leaves open stays as it is."""
    now = _now(series, row)
    start, end = change.start or now.start, change.end or now.end
    recurring.check_times(start, end)
    return replace(now, room_id=change.room or now.room_id, start=start, end=end)


def _now(series: Series, row: Reservation) -> Want:
    """As the series is, or as the date alone if it was detached."""
    room_id, start, end = series.room_id, series.starts_wall, series.ends_wall
    if row.detached:
        start = f"{calendar.local(row.starts_at):%H:%M}"
        end = recurring.ends_at(calendar.local(row.ends_at))
        room_id = row.room_id
    return Want(row.occurrence_date, room_id, start, end, moves=row, purpose=row.purpose)
