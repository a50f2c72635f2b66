"""How times, days, lengths of time, amounts and counts are written: one way each, for screens and letters alike."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from webapp.core import dates, mail_failures, money, scopes
from webapp.core.code_names import NAMES, WITHIN
from webapp.core.limits import limits
from webapp.core.text import counted
from webapp.core.words import _

from . import calendar, desk_hours, settings

MINUTE = timedelta(minutes=1)


def lasting(length: timedelta | int) -> str:
    """A length of time, or so many minutes: "45 min", "2 h", "1 h 30 min"."""
    whole = length // MINUTE if isinstance(length, timedelta) else length
    hours, minutes = divmod(whole, 60)
    if not hours:
        return _("%(minutes)s min", minutes=minutes)
    if not minutes:
        return _("%(hours)s h", hours=hours)
    return _("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name: "Tess Hoffmann" is "TH"."""
    words = name.split() or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def day(on: date) -> str:
    """A day, or an instant's day on the school's clock, with its year: "Mon 7 Dec 2026"."""
    return written(on, "%a %-d %b %Y")


def written(on: date, form: str, at: datetime | None = None) -> str:
    """A day, or an instant on the school's clock, in one of the forms of `dates`; with the time `at` which something
    is due on that day, if it is by the hour.
    """
    if isinstance(on, datetime):
        return calendar.written(on, form)
    return calendar.with_time(dates.written(on, form), at)


def local(at: datetime, form: str = "%H:%M") -> str:
    """An instant on the school's clock: in one of the forms of `dates`, or as strftime writes figures."""
    if form == "%H:%M":
        return calendar.clock(at)
    if form in dates.FORMS:
        return calendar.written(at, form)
    return calendar.local(at).strftime(form.replace("%H:%M", calendar.clock(at)))


def until(starts: datetime, ends: datetime) -> str:
    """Both on the school's clock: "09:00–10:30", with their days where these differ."""
    return calendar.span(starts, ends)


def by(at: datetime, now: datetime) -> str:
    """The time on the school's clock, with the day unless it is today's."""
    wall, clock = calendar.local(at), calendar.clock(at)
    if wall.date() == calendar.local(now).date():
        return clock
    return dates.written(wall, "%a %-d %b, %H:%M", clock)


def amount(minor: int | None, currency: str = "") -> str:
    """Minor units of the school's currency, or of another: "€10.00"; nothing where there is no amount."""
    return "" if minor is None else money.formatted(minor, currency or settings.currency())


def named(code: str) -> str:
    """What people call what is stored as a code: a role, a condition, a state, what an operation did."""
    return str(NAMES[code]) if code in NAMES else code.replace("_", " ").capitalize()


def named_within(code: str) -> str:
    """The same within a sentence: "exam"."""
    return str(WITHIN[code]) if code in WITHIN else code.replace("_", " ")


FILTERS: Mapping[str, Callable[..., str]] = {
    "mail_failure": mail_failures.in_words,
    "amount": amount,
    "at_desk": desk_hours.with_day,
    "by": by,
    "counted": counted,
    "day": day,
    "desk_hours": desk_hours.in_words,
    "due": desk_hours.due,
    "due_back": desk_hours.due_back,
    "in_words": calendar.in_words,
    "initials": initials,
    "lasting": lasting,
    "limits": limits,
    "local": local,
    "named": named,
    "named_within": named_within,
    "scopes": scopes.in_words,
    "until": until,
    "written": written,
}
HELPERS: Mapping[str, Callable[..., str | int]] = {
    "count_days": calendar.count_days,
    "currency": settings.currency,
    "desk_open": desk_hours.of_days,
    "from_to": desk_hours.from_to,
}
