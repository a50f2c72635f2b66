"""Opening hours: when the school is open on each weekday, and how many may come to its desk; decided by an admin."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from zlib import crc32

from sqlalchemy import delete

from webapp.core import dates, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.core.words import _, listed, ngettext

from . import closed_years, deciding, open_days
from .models import OpeningHours, VisitLimit
from .open_days import Hours, OpenDays
from .recurring import WEEKDAYS

MOST = 6  # spans of a day
Week = Mapping[str, Sequence[Hours]]  # by weekday, "mon" to "sun"
Limits = Mapping[str, int | None]  # most visits by weekday; None where there is no limit
NO_LIMITS: Limits = {}


def week(decided: OpenDays) -> dict[str, tuple[Hours, ...]]:
    """The spans of every weekday, in order; none where it is closed."""
    return {day: decided.weekdays.get(at, ()) for at, day in enumerate(WEEKDAYS)}


def most_visits(decided: OpenDays) -> dict[str, int | None]:
    """How many people may come to the desk on every weekday; None where there is no limit."""
    return {day: decided.most_visits.get(at) for at, day in enumerate(WEEKDAYS)}


def version(decided: OpenDays) -> int:
    """A number that stands for all of it, for If-Match."""
    hours = week(decided)
    written = repr([(day, [tuple(span) for span in hours[day]]) for day in WEEKDAYS])
    if decided.most_visits:
        written += repr(sorted(decided.most_visits.items()))
    return crc32(written.encode()) % 10**9


def decide(
    actor: Actor,
    *,
    version: int | None = None,
    visits: Limits = NO_LIMITS,
    **days: Iterable[Hours],
) -> OpenDays:
    """Set the spans and the most visits of the weekdays that are given, and answer what is decided now.

    Spans that touch become one. What is agreed already stays, however few may come. NotAllowed but for admins, Stale
    if `version` is not the current one, Invalid at its weekday for what overlaps or runs backwards, and for a week
    or a year to come without any open day.
    """
    deciding.lock()
    deciding.check_may(actor)
    now = open_days.now_decided()
    _check_version(version, now)
    decided = week(now) | _in_order(days)
    if not any(decided.values()):
        raise Invalid(_("Open on at least one day of the week"))
    _check_years(
        replace(now, weekdays={WEEKDAYS.index(day): decided[day] for day in decided})
    )
    _write(decided, decided.keys() & days.keys())
    _limit(visits)
    return open_days.now_decided()


def _check_years(decided: OpenDays) -> None:
    """Invalid where closed days leave no open day in a year to come."""
    year = closed_years.first(decided)
    if year is not None:
        words = _(
            "Closed days leave no day of %(year)s open with these hours", year=str(year)
        )
        raise Invalid(words)


def _check_version(seen: int | None, now: OpenDays) -> None:
    changed = _("Somebody changed the opening hours in the meantime")
    lines = {day: written(spans) for day, spans in week(now).items()}
    limits = {f"{day}_visits": most or "" for day, most in most_visits(now).items()}
    rows.check_version(seen, version(now), changed, lambda: lines | limits)


def written(spans: Iterable[Hours]) -> str:
    """The spans of a day as one types them: "08:00–12:00, 14:00–22:00"; empty where it is closed."""
    return ", ".join(span.words for span in spans)


def described(spans: Iterable[Hours]) -> str:
    """The same in a sentence: "08:00–12:00 and 14:00–22:00"; "closed" where there are none."""
    words = [span.words for span in spans]
    return listed(words) if words else _("closed")


def grouped(decided: OpenDays) -> list[tuple[str, str]]:
    """Weekdays in a row with the same hours and limit are told at once: ("Mon–Fri", "08:00–22:00")."""
    hours, most = week(decided), most_visits(decided)
    lines: list[tuple[list[int], str]] = []
    for at, day in enumerate(WEEKDAYS):
        words = _in_words(hours[day], most[day])
        if lines and lines[-1][1] == words:
            lines[-1][0].append(at)
        else:
            lines.append(([at], words))
    return [(_days(group), words) for group, words in lines]


def _in_words(spans: Sequence[Hours], most: int | None) -> str:
    """When it is open, and how many may come to the desk then, where there is a limit."""
    hours = described(spans)
    if not spans or most is None:
        return hours
    return ngettext(
        "%(hours)s, at most %(num)s visit to the desk",
        "%(hours)s, at most %(num)s visits to the desk",
        most,
        hours=hours,
    )


def _days(group: Sequence[int]) -> str:
    first, last = (str(dates.WEEKDAYS[at]) for at in (group[0], group[-1]))
    if len(group) == len(WEEKDAYS):
        return _("Every day")
    if len(group) == 1:
        return first
    return _("%(first)s to %(last)s", first=first, last=last)


def _in_order(days: Mapping[str, Iterable[Hours]]) -> dict[str, tuple[Hours, ...]]:
    found, problems = {}, {}
    for day, spans in days.items():
        ordered = sorted(spans)
        if words := _problem(ordered):
            problems[day] = words
        else:
            found[day] = tuple(_joined(ordered))
    if problems:
        raise Invalid(fields=problems)
    return found


def _problem(spans: Sequence[Hours]) -> str:
    for span in spans:
        if span.starts >= span.ends:
            return _("Close after %(time)s", time=open_days.clock(span.starts))
    for one, other in zip(spans, spans[1:], strict=False):
        if other.starts < one.ends:
            return _("%(one)s and %(other)s overlap", one=one.words, other=other.words)
    if len(spans) > MOST:
        return _("At most %(most)s spans a day", most=MOST)
    return ""


def _joined(spans: Iterable[Hours]) -> list[Hours]:
    joined: list[Hours] = []
    for span in spans:
        if joined and joined[-1].ends == span.starts:
            joined[-1] = Hours(joined[-1].starts, span.ends)
        else:
            joined.append(span)
    return joined


def _write(decided: Week, days: Iterable[str]) -> None:
    numbers = sorted(WEEKDAYS.index(day) for day in days)
    db.session.execute(delete(OpeningHours).where(OpeningHours.weekday.in_(numbers)))
    rows.insert_all(
        OpeningHours,
        [
            {"weekday": at, "from_minute": span.starts, "until_minute": span.ends}
            for at in numbers
            for span in decided[WEEKDAYS[at]]
        ],
    )
    open_days.forget()


def _limit(visits: Limits) -> None:
    numbers = sorted(WEEKDAYS.index(day) for day in visits)
    if not numbers:
        return
    db.session.execute(delete(VisitLimit).where(VisitLimit.weekday.in_(numbers)))
    limits = [(at, visits[WEEKDAYS[at]]) for at in numbers]
    rows.insert_all(
        VisitLimit, [{"weekday": at, "most": most} for at, most in limits if most]
    )
    open_days.forget()
