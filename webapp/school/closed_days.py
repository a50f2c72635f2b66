"""Closed days: holidays and the like, on which the school is closed whatever the weekday; kept by admins."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _, ngettext

from . import calendar, closed_years, deciding, open_days
from .day_spans import Closed
from .effects import done
from .models import ClosedDays

LONGEST = timedelta(days=120)
MOST = 200  # rows
FURTHEST = timedelta(days=10 * 366)  # from today, either way
DAYS = ("starts_on", "ends_on", "yearly")


def list_all() -> list[ClosedDays]:
    """All of them, those of every year first, then by their first day."""
    query = select(ClosedDays).order_by(
        ClosedDays.yearly.desc(), ClosedDays.starts_on, ClosedDays.id
    )
    return rows.listed(query)


def find(id: int, *, lock: bool = False) -> ClosedDays:
    """NotFound if there are none."""
    query = select(ClosedDays).where(ClosedDays.id == id)
    return rows.find(query, _("Closed days not found"), lock=lock)


def add(actor: Actor, **described: str | date | bool) -> ClosedDays:
    """New closed days, as in `schemas.opening.ClosedDaysInput`.

    NotAllowed but for admins; Invalid at its field for days that run backwards, are more than 120, are more than ten
    years away, are closed already, or leave no day of a year open; Conflict where there are too many.
    """
    deciding.lock()
    deciding.check_may(actor)
    count = db.session.scalar(select(func.count()).select_from(ClosedDays)) or 0
    if count >= MOST:
        raise Conflict(_("At most %(most)s closed days: remove past ones", most=MOST))
    return _save(ClosedDays(), described)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **described: str | date | bool
) -> ClosedDays:
    """Change what is given. Stale, with what is there now, if `version` is not the current one."""
    closed = _managed(actor, id)
    changed = _("Somebody changed %(name)s while you were typing", name=closed.name)
    rows.check_version(version, closed.version, changed, lambda: facts(closed))
    return _save(closed, described)


def remove(actor: Actor, id: int) -> None:
    """The school is open on these days again, where their weekdays are."""
    closed = _managed(actor, id)
    done.let_go(closed)
    db.session.delete(closed)
    db.session.flush()
    open_days.forget()


def facts(closed: ClosedDays) -> dict[str, str | date | int]:
    """Closed days as they are described."""
    names = ("name", "starts_on", "ends_on", "yearly", "version")
    return {name: getattr(closed, name) for name in names}


def days(closed: ClosedDays) -> int:
    """How many there are, the last one counted."""
    return calendar.count_days(closed.starts_on, closed.ends_on)


def _managed(actor: Actor, id: int) -> ClosedDays:
    """Locked ones that the actor may change."""
    deciding.lock()
    closed = find(id, lock=True)
    deciding.check_may(actor)
    return closed


def _save(closed: ClosedDays, described: dict[str, str | date | bool]) -> ClosedDays:
    before = [getattr(closed, name) for name in DAYS]
    with db.session.no_autoflush:
        rows.assign(closed, described)
        closed.yearly = bool(closed.yearly)
        problems = {}
        if before != [getattr(closed, name) for name in DAYS]:  # a name can always change
            problems = _problems(closed) or _clashes(closed) or _closes_all(closed)
    if problems:
        raise Invalid(fields=problems)
    db.session.add(closed)
    db.session.flush()
    open_days.forget()
    return closed


def _problems(closed: ClosedDays) -> dict[str, str]:
    lasts = closed.ends_on - closed.starts_on
    if lasts < timedelta():
        return {"ends_on": _("Choose the first day or a later one")}
    if lasts >= LONGEST:
        most = LONGEST.days
        words = ngettext(
            "At most %(num)s day at a time", "At most %(num)s days at a time", most
        )
        return {"ends_on": words}
    return {
        name: _("Choose a day within ten years")
        for name in ("starts_on", "ends_on")
        if abs(getattr(closed, name) - calendar.today()) > FURTHEST
    }


def _clashes(closed: ClosedDays) -> dict[str, str]:
    """What is closed already: each day is entered once.

    What is closed every year may lie within the holidays of one year, and the other way round; what is closed every
    year anyway need not be entered for a year of its own.
    """
    days = _as_days(closed)
    for other in list_all():
        if other.id == closed.id:
            continue
        others = _as_days(other)
        if others.yearly == days.yearly:
            is_closed = others.covers(days.starts_on) or days.covers(others.starts_on)
        else:
            span = others.span(days.starts_on) if others.yearly else None
            is_closed = bool(span and span[1] >= days.ends_on)
        if is_closed:
            at = "starts_on" if others.covers(days.starts_on) else "ends_on"
            return {at: _closed_already(others)}
    return {}


def _closes_all(closed: ClosedDays) -> dict[str, str]:
    """What would leave no open day in a year to come."""
    others = [_as_days(other) for other in list_all() if other.id != closed.id]
    decided = replace(open_days.now_decided(), closed=(*others, _as_days(closed)))
    year = closed_years.first(decided)
    if year is None:
        return {}
    return {"ends_on": _("Leave at least one day of %(year)s open", year=str(year))}


def _as_days(closed: ClosedDays) -> Closed:
    return Closed(closed.name, closed.starts_on, closed.ends_on, closed.yearly)


def _closed_already(other: Closed) -> str:
    if other.yearly:
        return _("Closed every year already: %(name)s", name=other.name)
    starts, ends = map(calendar.in_words, (other.starts_on, other.ends_on))
    if starts == ends:
        return _("Closed already on %(day)s: %(name)s", name=other.name, day=starts)
    return _(
        "Closed already from %(starts)s to %(ends)s: %(name)s",
        name=other.name,
        starts=starts,
        ends=ends,
    )
