"""The hours of the desk on a day: in words, and the moments between which it is open."""

from collections.abc import Iterable
from datetime import date, datetime

from webapp.core import clock, dates
from webapp.core.words import _, listed

from . import calendar, open_days
from .open_days import Hours

SHORT = "%a %-d %b"


def spans(on: date) -> tuple[Hours, ...]:
    """When the desk is open that day, in order; nothing on a day on which it is closed."""
    return open_days.now_decided().hours(on)


def to_come(on: date) -> tuple[Hours, ...]:
    """The same of today and later days; nothing on those that are over."""
    return spans(on) if on >= calendar.today() else ()


def opens(on: date) -> datetime | None:
    """The first moment of the day at which somebody is at the desk; None on a day on which it is closed."""
    hours = spans(on)
    return open_days.at(on, hours[0].starts) if hours else None


def closes(on: date) -> datetime | None:
    """The moment at which it closes for the day; None on a day on which it is closed."""
    hours = spans(on)
    return open_days.at(on, hours[-1].ends) if hours else None


def in_words(on: date) -> str:
    """When the desk is open that day: "desk open 08:00–12:30 and 14:00–17:00".

    Empty where it is closed, and for days that are over: who reads it can go there no more.
    """
    hours = to_come(on)
    if not hours:
        return ""
    return _("desk open %(hours)s", hours=listed(each.words for each in hours))


def with_day(on: date, form: str = SHORT, at: datetime | None = None) -> str:
    """The day with them, "Tue 9 Dec, desk open 13:00–17:00", in a form of `dates`; the day alone where it is closed.

    What is due at a moment of it has that instead, "Tue 9 Dec, 15:30".
    """
    if at:
        day = dates.written(on, form)
        return _("%(day)s, %(hours)s", day=day, hours=calendar.clock(at))
    return _beside(dates.written(on, form), on)


def with_day_in_words(on: date, at: datetime | None = None) -> str:
    """The same of the day as sentences tell it, with its year where that is not this one."""
    if at:
        return calendar.in_words(on, at)
    return _beside(calendar.in_words(on), on)


def _beside(day: str, on: date) -> str:
    hours = in_words(on)
    return _("%(day)s, %(hours)s", day=day, hours=hours) if hours else day


def from_to(first: date, last: date) -> str:
    """From when until when: "Mon 7 Dec (desk open 13:00–17:00) to Tue 9 Dec (desk open 08:00–12:30)".

    Hours that are the same on both days stand once: "Mon 7 Dec to Tue 9 Dec (desk open 08:00–22:00)".
    """
    days = [(dates.written(day, SHORT), in_words(day)) for day in (first, last)]
    (starts, hours), (ends, hours_then) = days
    if hours and hours == hours_then:
        return _("%(first)s to %(last)s (%(hours)s)", first=starts, last=ends, hours=hours)
    starts, ends = (_in_brackets(*day) for day in days)
    return _("%(first)s to %(last)s", first=starts, last=ends)


def _in_brackets(day: str, hours: str) -> str:
    return _("%(day)s (%(hours)s)", day=day, hours=hours) if hours else day


def of_days(*days: Iterable[date]) -> str:
    """In a sentence when the desk is open on some days, each once and in order.

    Empty where it is open on none of them, or they are over.
    """
    wanted = sorted({day for some in days for day in some})
    told = [_of_day(day) for day in wanted if to_come(day)]
    return _("The desk is open on %(days)s.", days="; ".join(told)) if told else ""


def due(on: date) -> str:
    """How far away a day is on which something is due: "2 days late", "due tomorrow"."""
    days = (on - calendar.today()).days
    if days < -1:
        return _("%(days)s days late", days=-days)
    near = {-1: _("1 day late"), 0: _("due today"), 1: _("due tomorrow")}
    return near[days] if days in near else _("in %(days)s days", days=days)


def due_back(on: date, at: datetime | None = None) -> str:
    """The same of what is brought to the desk: today "by 17:00 today".

    What is not back by then is late from tomorrow on, as days are counted; but what is due at a moment of the day is
    late from then on, "late since 15:30".
    """
    if at:
        return _due_at(on, at)
    closing = closes(on) if on == calendar.today() else None
    if closing is None:
        return due(on)
    closed_at = open_days.clock(spans(on)[-1].ends)
    if closing <= clock.now():
        return _("due today, the desk closed at %(at)s", at=closed_at)
    return _("by %(at)s today", at=closed_at)


def _due_at(on: date, at: datetime) -> str:
    time = calendar.clock(at)
    if at > clock.now():
        return _("by %(at)s today", at=time)
    if on == calendar.today():
        return _("late since %(at)s", at=time)
    return _("late since %(day)s, %(at)s", day=calendar.in_words(on), at=time)


def _of_day(on: date) -> str:
    hours = listed(each.words for each in spans(on))
    return _("%(day)s, %(hours)s", day=calendar.in_words(on), hours=hours)
