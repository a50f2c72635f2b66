"""Series: the same time every week, booked as a whole or not at all."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
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


class When(TypedDict):
    """The dates and the time of a series, as `recurring.pattern` reads them."""

    weekdays: Sequence[str]
    every_weeks: int
    start: str
    end: str
    first_date: date
    last_date: date | None
    count: int | None


def find(actor: Actor, id: int, *, lock: bool = False) -> Series:
    query = access.visible_series(actor).where(Series.id == id)
    return rows.find(query, _("Series not found"), lock=lock)


def list_all(
    actor: Actor, *, limit: int | None = None, before: int | None = None
) -> list[Series]:
    """The newest first; students see their own."""
    query = access.visible_series(actor).order_by(Series.id.desc()).limit(limit)
    return rows.listed(query.where(Series.id < before) if before else query)


def occurrences(series: Series) -> list[Reservation]:
    """What was booked of it, by date, whatever became of it."""
    query = (
        select(Reservation)
        .where(Reservation.series_id == series.id)
        .order_by(Reservation.occurrence_date)
    )
    return rows.listed(query)


def skips(series: Series) -> list[SeriesSkip]:
    """The dates on which nothing was booked, and why."""
    query = select(SeriesSkip).filter_by(series_id=series.id).order_by(SeriesSkip.on)
    return rows.listed(query)


def preview(
    actor: Actor,
    *,
    room: int,
    student: int | None = None,
    purpose: str = "practice",
    choices: Sequence[Choice] = (),
    notes: str = "",
    **when: Unpack[When],
) -> tuple[Pattern, Preview]:
    """What `book` would come to, with nothing saved. Invalid for dates and times nobody may book."""
    whose = _whose(actor, student, purpose)
    return _planned(actor, room, whose, purpose, choices, when)


def book(
    actor: Actor,
    *,
    room: int,
    student: int | None = None,
    purpose: str = "practice",
    choices: Sequence[Choice] = (),
    notes: str = "",
    **when: Unpack[When],
) -> Series:
    """All dates that are not left out, or none. Locks the person, then all spaces; one letter tells of it all.

    Conflict, with every date as it is now, if one of them cannot be had.
    """
    whose = _whose(actor, student, purpose)
    places = _lock(actor, whose, room, choices)
    pattern = recurring.pattern(**when)
    checked = check(
        lambda: _planned(actor, room, whose, purpose, choices, when)[1], whose, places
    )
    series = _made(actor, whose, room, pattern, notes)
    _book_dates(actor, series, checked)
    series_notices.booked(series, occurrences(series), skips(series))
    return series


def check(plan: Callable[[], Preview], whose: int, places: dict[int, Place]) -> Preview:
    """The plan, made once more if something in its way held its time no longer by right; its `places` are locked.

    Conflict, with every date as it is now, unless each is free or left out.
    """
    pending.lapse(spaces.ids_of(places))
    planned = plan()
    taken = [line for line in planned.bad if line.status == "taken"]
    ended = [
        lapses.end(line.place.space_ids, whose, line.slot.starts, line.until)
        for line in taken
    ]
    if any(ended):
        planned = plan()
    _require_good(planned)
    return planned


def _require_good(planned: Preview) -> None:
    if planned.bad:
        bad, total = len(planned.bad), len(planned.lines)
        words = (
            _("%(bad)s of %(total)s dates cannot be booked", bad=bad, total=total)
            if total > 1
            else planned.bad[0].words
        )
        raise Conflict(words, facts=planned.facts())
    if not planned.free:
        raise Conflict(_("No dates are left to book"), facts=planned.facts())


@contextmanager
def all_or_none(planned: Preview) -> Iterator[None]:
    """A savepoint; Conflict where the database knows better than the preview did."""
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        if booking.OVERLAP not in str(error.orig):
            raise
        raise Conflict(
            _("One of the dates was just taken"), facts=planned.facts()
        ) from None


def _lock(
    actor: Actor, whose: int, room: int, choices: Sequence[Choice]
) -> dict[int, Place]:
    """The people, then the spaces of the room and of those that were chosen instead."""
    people.lock_all(actor.id, whose)
    return spaces.lock_all({room, *(choice.room for choice in choices if choice.room)})


def _whose(actor: Actor, student: int | None, purpose: str) -> int:
    """Whom it is for. NotAllowed where the actor may not book for them, or for that purpose."""
    booking.check_purpose(actor, purpose)
    return booking.whose(actor, student)


def _planned(
    actor: Actor,
    room: int,
    whose: int,
    purpose: str,
    choices: Sequence[Choice],
    when: When,
) -> tuple[Pattern, Preview]:
    pattern = recurring.pattern(**when)
    wants = [
        Want(on, room, pattern.start, pattern.end, purpose=purpose)
        for on in recurring.dates_of(pattern)
    ]
    wants = series_previews.chosen(wants, choices)
    places = series_offers.places()
    return pattern, series_previews.check(actor, wants, places, for_whom=whose)


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


def _book_dates(actor: Actor, series: Series, checked: Preview) -> None:
    """All that are free, by start and space, so that two who book several dates do it in the same order.

    Those that are left out are kept as such, so that no later change books them.
    """
    with all_or_none(checked):
        for line in sorted(checked.free, key=Line.in_order):
            _insert(actor, series, line)
    db.session.add_all(
        SeriesSkip(series_id=series.id, on=line.want.on, reason="left_out")
        for line in checked.skipped
    )
    db.session.flush()


def _insert(actor: Actor, series: Series, line: Line) -> None:
    wish = Wish(
        actor,
        series.student_id,
        line.place,
        line.slot.starts,
        line.slot.ends,
        line.room.turnover_minutes,
        series.notes,
        line.want.purpose,
    )
    reservation = booking.insert(wish, last_minute=line.last_minute)
    reservation.series_id, reservation.occurrence_date = series.id, line.want.on
    reservation.detached = line.want.chosen
