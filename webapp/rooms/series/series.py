"""Series: the same time every week, booked as a whole or not at all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotFound
from webapp.people import people
from webapp.school import recurring
from webapp.school.recurring import Pattern

from .. import access
from ..models import Reservation, Series, SeriesSkip
from ..occupied import spaces
from ..occupied.booking_requests import Wish
from ..occupied.spaces import Place
from ..reservations import booking, lapses, pending
from . import series_notices, series_offers, series_previews
from .series_lines import Choice, Line, Preview, Want

LEFT_OUT = "Left out at booking"


def find(actor: Actor, id: int, *, lock: bool = False) -> Series:
    asked = access.visible_series(actor).where(Series.id == id)
    if lock:
        asked = asked.with_for_update(of=Series).execution_options(populate_existing=True)
    series = db.session.scalars(asked).one_or_none()
    if series is None:
        raise NotFound("Series not found")
    return series


def list_all(
    actor: Actor, *, limit: int | None = None, before: int | None = None
) -> list[Series]:
    """The newest first; students see their own."""
    found = access.visible_series(actor).order_by(Series.id.desc()).limit(limit)
    return list(db.session.scalars(found.where(Series.id < before) if before else found))


def occurrences(series: Series) -> list[Reservation]:
    """What was booked of it, by date, whatever became of it."""
    found = (
        select(Reservation)
        .where(Reservation.series_id == series.id)
        .order_by(Reservation.occurrence_date)
    )
    return list(db.session.scalars(found))


def skips(series: Series) -> list[SeriesSkip]:
    """The dates on which nothing was booked, and why."""
    return list(
        db.session.scalars(
            select(SeriesSkip).filter_by(series_id=series.id).order_by(SeriesSkip.on)
        )
    )


def preview(
    actor: Actor,
    *,
    room: int,
    student: int | None = None,
    purpose: str = "practice",
    choices: Sequence[Choice] = (),
    notes: str = "",
    **when: Any,
) -> tuple[Pattern, Preview]:
    """What `book` would come to, with nothing saved. Invalid for dates and times nobody may book."""
    booking.check_purpose(actor, purpose)
    return _planned(actor, room, booking.whose(actor, student), purpose, choices, when)


def book(
    actor: Actor,
    *,
    room: int,
    student: int | None = None,
    purpose: str = "practice",
    choices: Sequence[Choice] = (),
    notes: str = "",
    **when: Any,
) -> Series:
    """All dates that are not left out, or none. Locks the person, then all spaces; one letter tells of it all.

    `when` is as `series_dates.pattern` reads it. Conflict, with every date as it is now, if one of them cannot be had.
    """
    booking.check_purpose(actor, purpose)
    whose = booking.whose(actor, student)
    people.lock_all(actor.id, whose)
    locked = spaces.lock_all({room, *(choice.room for choice in choices if choice.room)})
    pattern = recurring.pattern(**when)
    found = settled(
        lambda: _planned(actor, room, whose, purpose, choices, when)[1], whose, locked
    )
    require_good(found)
    series = _made(actor, whose, room, pattern, notes)
    with all_or_none(found):
        for line in sorted(
            found.free, key=lambda line: (line.slot.starts, line.place.space_ids)
        ):
            _insert(actor, series, line)
    remember(series, found.skipped, LEFT_OUT)
    series_notices.booked(series, occurrences(series), skips(series))
    return series


def settled(plan: Callable[[], Preview], whose: int, locked: dict[int, Place]) -> Preview:
    """The plan, made once more if something in its way held its time no longer by right; its rooms are `locked`."""
    pending.lapse(space_id for place in locked.values() for space_id in place.space_ids)
    found = plan()
    taken = [line for line in found.bad if line.status == "taken"]
    over = [
        lapses.end(line.place.space_ids, whose, line.slot.starts, line.until)
        for line in taken
    ]
    return plan() if any(over) else found


def require_good(found: Preview) -> None:
    """Conflict, with every date as it is now, unless each is free or left out."""
    if found.bad:
        many, all_ = len(found.bad), len(found.lines)
        words = (
            f"{many} of {all_} dates cannot be booked" if all_ > 1 else found.bad[0].words
        )
        raise Conflict(words, facts={"dates": [line.told() for line in found.lines]})
    if not found.free:
        raise Conflict(
            "No dates are left to book",
            facts={"dates": [line.told() for line in found.lines]},
        )


@contextmanager
def all_or_none(found: Preview) -> Iterator[None]:
    """A savepoint; Conflict where the database knows better than the preview did."""
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        if booking.OVERLAP not in str(error.orig):
            raise
        dates = [line.told() for line in found.lines]
        raise Conflict("One of the dates was just taken", facts={"dates": dates}) from None


def remember(series: Series, left_out: Iterable[Line], reason: str) -> None:
    db.session.add_all(
        SeriesSkip(series_id=series.id, on=line.want.on, reason=reason) for line in left_out
    )
    db.session.flush()


def _planned(
    actor: Actor,
    room: int,
    whose: int,
    purpose: str,
    choices: Sequence[Choice],
    when: dict[str, Any],
) -> tuple[Pattern, Preview]:
    pattern = recurring.pattern(**when)
    asked = partial(
        Want, room_id=room, start=pattern.start, end=pattern.end, purpose=purpose
    )
    wants = [asked(on) for on in recurring.dates(pattern)]
    wants = series_previews.chosen(wants, choices)
    return pattern, series_previews.look(
        actor, wants, series_offers.places(), for_whom=whose
    )


def _made(actor: Actor, whose: int, room: int, pattern: Pattern, notes: str) -> Series:
    series = Series(
        student_id=whose,
        booked_by_id=actor.id,
        room_id=room,
        weekdays=pattern.mask,
        every_weeks=pattern.every_weeks,
        starts_wall=pattern.start,
        ends_wall=pattern.end,
        first_on=pattern.first_on,
        last_on=pattern.last_on,
        notes=notes,
    )
    db.session.add(series)
    db.session.flush()
    return series


def _insert(actor: Actor, series: Series, line: Line) -> None:
    tidy, starts, ends = line.room.turnover_minutes, line.slot.starts, line.slot.ends
    wish = Wish(
        actor,
        series.student_id,
        line.place,
        starts,
        ends,
        tidy,
        series.notes,
        line.want.purpose,
    )
    reservation = booking.insert(wish, last_minute=line.last_minute)
    reservation.series_id, reservation.occurrence_date = series.id, line.want.on
    reservation.detached = line.want.chosen
