"""Later acts on a series: this date, this and all after it, or all to come. What is past stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import flag_modified

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, Stale
from webapp.people import people
from webapp.school import calendar, recurring

from .. import access
from ..models import Reservation, Series, SeriesSkip
from ..occupied import closed_time, released, spaces
from ..reservations import late_cancellations, placing, reservations
from ..reservations.placing import Target
from . import series, series_notices, series_offers, series_previews
from .series_lines import Choice, Line, Preview, Want

Scope = Literal["this", "following", "all"]


@dataclass(frozen=True)
class Change:
    """Another time or room for some dates; `on` is the date it is about, or from which on."""

    scope: Scope
    on: date | None = None
    room: int | None = None
    start: str | None = None
    end: str | None = None


def ahead(found: Series, scope: Scope, on: date | None) -> list[Reservation]:
    """The reservations an act of this scope is about, by date: those still to start. Conflict if there is none."""
    if scope != "all" and on is None:
        raise Invalid(fields={"date": "Choose the date"})
    asked = select(Reservation).where(
        Reservation.series_id == found.id,
        Reservation.status.in_(("pending", "confirmed")),
        Reservation.starts_at > clock.now(),
    )
    if scope != "all":
        asked = asked.where(
            Reservation.occurrence_date == on
            if scope == "this"
            else Reservation.occurrence_date >= on
        )
    rows = list(db.session.scalars(asked.order_by(Reservation.occurrence_date)))
    if not rows:
        raise Conflict(
            "These dates are over or were cancelled; nothing is left to change",
            facts={"upcoming": 0},
        )
    return rows


def as_it_is(found: Series, on: date | None) -> Want:
    """Where and when a date is now, or without one the next; Conflict if nothing is still to come."""
    return _now(found, ahead(found, "this" if on else "all", on)[0])


def is_ahead(row: Reservation) -> bool:
    return row.status in ("pending", "confirmed") and row.starts_at > clock.now()


def cancel(
    actor: Actor,
    id: int,
    *,
    scope: Scope,
    on: date | None = None,
    version: int | None = None,
) -> list[Reservation]:
    """Give the times back, with one letter for all of them; answers what was cancelled."""
    found = series.find(actor, id)
    people.lock_all(actor.id, found.student_id)
    places = spaces.lock_all(_rooms(found))
    found = _locked(actor, id, version)
    rows = _lock(ahead(found, scope, on))
    due = sum(_give_back(actor, row) for row in rows)
    _changed(found)
    series_notices.cancelled(found, rows, by=actor, late_minor=due)
    released.tell(id for place in places.values() for id in place.space_ids)
    return rows


def preview(
    actor: Actor, id: int, change: Change, choices: Sequence[Choice] = ()
) -> Preview:
    """What `apply` would come to, with nothing saved."""
    found = series.find(actor, id)
    return _planned(actor, found, _moving(found, change), change, choices)


def apply(
    actor: Actor,
    id: int,
    change: Change,
    choices: Sequence[Choice] = (),
    *,
    version: int | None = None,
) -> Series:
    """Move all of these dates, or none; answers the series they belong to from now on.

    One date becomes detached. Of more, those that were detached before stay where they are; where something of the
    series is before them, they become a series of their own. Conflict, with every date as it is now, if one of them
    cannot be had, or if nothing is still to come.
    """
    found = series.find(actor, id)
    people.lock_all(actor.id, found.student_id)
    places = spaces.lock_all(
        _rooms(found, change.room, *(choice.room for choice in choices))
    )
    found = _locked(actor, id, version)
    rows = _lock(_moving(found, change))
    seen = series.settled(
        lambda: _planned(actor, found, rows, change, choices), found.student_id, places
    )
    series.require_good(seen)
    by_date = {row.occurrence_date: row for row in rows}
    due = sum(_give_back(actor, by_date[line.want.on]) for line in seen.skipped)
    with series.all_or_none(seen):
        due += _move(actor, [(by_date[line.want.on], line) for line in seen.free])
    alone = change.scope == "this"
    if alone:
        rows[0].detached = True
    else:
        found = _continued(actor, found, change)
    _changed(found)
    series_notices.changed(
        found,
        [by_date[line.want.on] for line in seen.free],
        by=actor,
        alone=alone,
        late_minor=due,
    )
    released.tell(id for place in places.values() for id in place.space_ids)
    return found


def _give_back(actor: Actor, row: Reservation) -> int:
    """Answers what is still due of it, where that was too late, in minor units."""
    part = reservations.give_back(
        row, by=actor, too_late=access.too_late_to_give_back(actor, row)
    )
    return part + row.charged_minor


def _locked(actor: Actor, id: int, version: int | None) -> Series:
    found = series.find(actor, id, lock=True)
    if version not in (None, found.version):
        raise Stale(
            "Somebody changed this series in the meantime", facts={"version": found.version}
        )
    return found


def _lock(rows: list[Reservation]) -> list[Reservation]:
    """Held, and read anew: only those that are still to be used."""
    ids = [row.id for row in rows]
    held = (
        select(Reservation)
        .where(Reservation.id.in_(ids))
        .order_by(Reservation.id)
        .with_for_update(of=Reservation)
    )
    now = list(db.session.scalars(held.execution_options(populate_existing=True)))
    return sorted((row for row in now if is_ahead(row)), key=lambda row: row.starts_at)


def _moving(found: Series, change: Change) -> list[Reservation]:
    """Those that the change is about; of several, those that were detached keep to themselves."""
    rows = ahead(found, change.scope, change.on)
    if change.scope == "this":
        return rows
    rows = [row for row in rows if not row.detached]
    if not rows:
        raise Conflict("All upcoming dates were changed one by one", facts={"upcoming": 0})
    return rows


def _rooms(found: Series, *wanted: int | None) -> set[int]:
    """Where something is or may be put: as the series is, as single dates are, and what was asked for."""
    now = select(Reservation.room_id).where(
        Reservation.series_id == found.id, Reservation.starts_at > clock.now()
    )
    return {
        found.room_id,
        *db.session.scalars(now.distinct()),
        *(id for id in wanted if id),
    }


def _planned(
    actor: Actor,
    found: Series,
    rows: list[Reservation],
    change: Change,
    choices: Sequence[Choice],
) -> Preview:
    wants = series_previews.chosen([_wanted(found, row, change) for row in rows], choices)
    return series_previews.look(
        actor, wants, series_offers.places(), for_whom=found.student_id
    )


def _wanted(found: Series, row: Reservation, change: Change) -> Want:
    """What the change leaves open stays as it is."""
    now = _now(found, row)
    start, end = change.start or now.start, change.end or now.end
    recurring.check_times(start, end)
    return replace(now, room_id=change.room or now.room_id, start=start, end=end)


def _now(found: Series, row: Reservation) -> Want:
    """As the series is, or as the date alone if it was detached."""
    if row.detached:
        start, end = (f"{calendar.local(at):%H:%M}" for at in (row.starts_at, row.ends_at))
        return Want(
            row.occurrence_date, row.room_id, start, end, moves=row, purpose=row.purpose
        )
    times = found.starts_wall, found.ends_wall
    return Want(row.occurrence_date, found.room_id, *times, moves=row, purpose=row.purpose)


def _move(actor: Actor, moves: list[tuple[Reservation, Line]]) -> int:
    """All let go first, for one may take the time another leaves; each at the price of where it goes.

    Answers what is still due of what was left too late, in minor units.
    """
    due = sum(
        late_cancellations.keep(actor, row, line.room.id, line.slot.starts, line.slot.ends)
        for row, line in moves
    )
    left = placing.let_go(row for row, _ in moves)
    for row, line in sorted(
        moves, key=lambda move: (move[1].slot.starts, move[1].place.space_ids)
    ):
        target = Target(
            by=actor,
            place=line.place,
            starts=line.slot.starts,
            ends=line.slot.ends,
            turnover_minutes=line.room.turnover_minutes,
            last_minute=line.last_minute,
            is_detached=row.detached or line.want.chosen,
        )
        placing.put(row, target)
    for space_ids, starts, ends in left:
        closed_time.fill(space_ids, starts, ends)
    return due


def _continued(actor: Actor, found: Series, change: Change) -> Series:
    """The series as it is from now on; what is before it stays behind in the former one."""
    first = ahead(found, change.scope, change.on)[0].occurrence_date
    before = select(Reservation.id).where(
        Reservation.series_id == found.id, Reservation.occurrence_date < first
    )
    if db.session.scalar(before.limit(1)):
        found = _split(actor, found, first)
    found.room_id = change.room or found.room_id
    found.starts_wall, found.ends_wall = (
        change.start or found.starts_wall,
        change.end or found.ends_wall,
    )
    db.session.flush()
    db.session.refresh(found, ["room"])
    return found


def _split(actor: Actor, former: Series, first: date) -> Series:
    same = (
        "student_id",
        "room_id",
        "weekdays",
        "every_weeks",
        "starts_wall",
        "ends_wall",
        "last_on",
        "notes",
    )
    told = {name: getattr(former, name) for name in same}
    new = Series(**told, booked_by_id=actor.id, follows_id=former.id, first_on=first)
    former.last_on = first - timedelta(days=1)
    db.session.add(new)
    _changed(former)
    for table, on in (
        (Reservation, Reservation.occurrence_date),
        (SeriesSkip, SeriesSkip.on),
    ):
        moved = update(table).where(table.series_id == former.id, on >= first)
        db.session.execute(moved.values(series_id=new.id))
    series_notices.split(former, new)
    return new


def _changed(found: Series) -> None:
    found.changed_at = clock.now()
    flag_modified(found, "changed_at")  # a new version, even within the same moment
    db.session.flush()
