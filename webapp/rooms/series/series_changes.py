"""Later acts on a series: this date, this and all after it, or all to come. What is past stays as it is."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.words import lazy
from webapp.people import people

from .. import access
from ..models import Reservation, Series
from ..occupied import closed_time, released, spaces
from ..occupied.spaces import Place
from ..rates import late_costs
from ..reservations import late_cancellations, placing, reservations
from ..reservations.placing import Target
from . import (
    series,
    series_notices,
    series_offers,
    series_previews,
    series_splits,
    series_upcoming,
)
from .series_lines import Choice, Line, Preview
from .series_upcoming import Change, Scope

Move = tuple[Reservation, Line]


def cancel(
    actor: Actor,
    id: int,
    *,
    scope: Scope,
    on: date | None = None,
    version: int | None = None,
) -> list[Reservation]:
    """Give the times back, with one letter for all of them; answers what was cancelled."""
    seen = series.find(actor, id)
    places = _lock_person_and_rooms(actor, seen)
    locked = _lock(actor, id, version)
    cancelled = series_upcoming.lock(series_upcoming.ahead(locked, scope, on))
    late_minor = sum(_give_back(actor, row) for row in cancelled)
    series_splits.touch(locked)
    series_notices.cancelled(locked, cancelled, by=actor, late_minor=late_minor)
    released.tell(spaces.ids_of(places))
    return cancelled


def late_to_cancel(actor: Actor, shown: Series) -> list[tuple[Reservation, int]]:
    """The dates that it is too late to give back for free, with what is still due of each then, in minor units."""
    due = [
        (row, late_costs.due_if_cancelled(actor, row))
        for row in series_upcoming.upcoming(shown)
    ]
    return [(row, minor) for row, minor in due if minor]


def preview(
    actor: Actor, id: int, change: Change, choices: Sequence[Choice] = ()
) -> Preview:
    """What `apply` would come to, with nothing saved."""
    seen = series.find(actor, id)
    return _planned(actor, seen, series_upcoming.to_move(seen, change), change, choices)


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
    seen = series.find(actor, id)
    chosen = (choice.room for choice in choices)
    places = _lock_person_and_rooms(actor, seen, change.room, *chosen)
    locked = _lock(actor, id, version)
    dates = series_upcoming.lock(series_upcoming.to_move(locked, change))
    checked = series.check(
        lambda: _planned(actor, locked, dates, change, choices), locked.student_id, places
    )
    changed = _carry_out(actor, locked, change, dates, checked)
    released.tell(spaces.ids_of(places))
    return changed


def _carry_out(
    actor: Actor,
    locked: Series,
    change: Change,
    dates: list[Reservation],
    checked: Preview,
) -> Series:
    """Where everything is locked and checked: all is moved or given back, and one letter tells of it."""
    moves, late_minor = _move_dates(actor, dates, checked)
    alone = change.scope == "this"
    if alone:
        dates[0].detached = True
        changed = locked
    else:
        changed = series_splits.continued(actor, locked, change)
    series_splits.touch(changed)
    moved = [row for row, _ in moves]
    series_notices.changed(changed, moved, by=actor, alone=alone, late_minor=late_minor)
    return changed


def _move_dates(
    actor: Actor, dates: list[Reservation], checked: Preview
) -> tuple[list[Move], int]:
    """Those that are left out given back, the others moved; which those are, and what is still due of all of them."""
    by_date = {row.occurrence_date: row for row in dates}
    late_minor = sum(_give_back(actor, by_date[line.want.on]) for line in checked.skipped)
    moves = [(by_date[line.want.on], line) for line in checked.free]
    with series.all_or_none(checked):
        late_minor += _move(actor, moves)
    return moves, late_minor


def _give_back(actor: Actor, row: Reservation) -> int:
    """Answers what is still due of it, where that was too late, in minor units."""
    part = reservations.give_back(
        row, by=actor, too_late=access.too_late_to_give_back(actor, row)
    )
    return part + row.charged_minor


def _lock(actor: Actor, id: int, version: int | None) -> Series:
    locked = series.find(actor, id, lock=True)
    changed = lazy("Somebody changed this series in the meantime")
    rows.check_version(version, locked.version, changed)
    return locked


def _lock_person_and_rooms(
    actor: Actor, seen: Series, *wanted: int | None
) -> dict[int, Place]:
    people.lock_all(actor.id, seen.student_id)
    return spaces.lock_all(_rooms(seen, *wanted))


def _rooms(seen: Series, *wanted: int | None) -> set[int]:
    """Where something is or may be put: as the series is, as single dates are, and what was asked for."""
    booked = select(Reservation.room_id).where(
        Reservation.series_id == seen.id, Reservation.starts_at > clock.now()
    )
    return {
        seen.room_id,
        *db.session.scalars(booked.distinct()),
        *(id for id in wanted if id),
    }


def _planned(
    actor: Actor,
    of: Series,
    dates: list[Reservation],
    change: Change,
    choices: Sequence[Choice],
) -> Preview:
    wants = [series_upcoming.wanted(of, row, change) for row in dates]
    return series_previews.check(
        actor,
        series_previews.chosen(wants, choices),
        series_offers.places(),
        for_whom=of.student_id,
    )


def _move(actor: Actor, moves: list[Move]) -> int:
    """All let go first, for one may take the time another leaves; each at the price of where it goes.

    Answers what is still due of what was left too late, in minor units.
    """
    late_minor = sum(
        late_cancellations.keep(actor, row, line.room.id, line.slot.starts, line.slot.ends)
        for row, line in moves
    )
    left = placing.let_go(row for row, _ in moves)
    for row, line in sorted(moves, key=lambda move: move[1].in_order()):
        placing.put(row, _target(actor, row, line))
    for space_ids, starts, ends in left:
        closed_time.fill(space_ids, starts, ends)
    return late_minor


def _target(actor: Actor, row: Reservation, line: Line) -> Target:
    return Target(
        by=actor,
        place=line.place,
        starts=line.slot.starts,
        ends=line.slot.ends,
        turnover_minutes=line.room.turnover_minutes,
        last_minute=line.last_minute,
        is_detached=row.detached or line.want.chosen,
    )
