"""Days and times as the school's clock on the wall shows them."""

from datetime import UTC, date, datetime, time, timedelta

from webapp.core import zones
from webapp.core.clock import now
from webapp.core.words import _

from . import settings


def today() -> date:
    """The day it is at the school."""
    return local(now()).date()


def after(day: date, days: int) -> date:
    """The day so many days later."""
    return day + timedelta(days=days)


def in_words(day: date) -> str:
    """A day as sentences tell it, "Mon 7 Dec"; with its year where that is not this one."""
    return f"{day:%a %-d %b}" if day.year == today().year else f"{day:%a %-d %b %Y}"


def local(instant: datetime) -> datetime:
    """An instant as the school's clock shows it."""
    return instant.astimezone(settings.zone())


def clock(instant: datetime) -> str:
    """The time on the school's clock, 14:05; which of the two it is where the clocks are set back and show it twice."""
    return _clock(local(instant))


def span(starts: datetime, ends: datetime, between: str = "–") -> str:
    """From when until when, 14:05–15:00; what is not within one day says its days too."""
    zone = settings.zone()
    first, last = starts.astimezone(zone), ends.astimezone(zone)
    if first.date() == last.date():
        return f"{_clock(first)}{between}{_clock(last)}"
    if last.replace(tzinfo=None) == datetime.combine(after(first.date(), 1), time()):
        return f"{_clock(first)}{between}24:00"
    return f"{first:%a %-d %b} {_clock(first)}{between}{last:%a %-d %b} {_clock(last)}"


def instant(wall: datetime) -> datetime:
    """A local time as a UTC instant; the first one where a clock change repeats it.

    A time that carries an offset is taken at its word. ValueError where a clock change leaves the time out, and at
    the ends of time.
    """
    if not date.min.year < wall.year < date.max.year:
        raise ValueError(_("Choose another year"))
    if wall.tzinfo is not None:
        return wall.astimezone(UTC)
    at = wall.replace(tzinfo=settings.zone(), fold=0).astimezone(UTC)
    if local(at).replace(tzinfo=None) != wall:
        raise ValueError(
            f"The clocks change then: {wall:%H:%M} does not exist; the next time is {local(at):%H:%M}"
        )
    return at


def day(on: date) -> tuple[datetime, datetime]:
    """The day's first instant and the next day's: 23, 24 or 25 hours apart."""
    starts, ends = (
        datetime.combine(d, time(), settings.zone()).astimezone(UTC)
        for d in (on, on + timedelta(days=1))
    )
    return starts, ends


def off_step(minute: int, step: int) -> str:
    """What is wrong with a minute of the day that is no whole step, and which would do; nothing where it is one."""
    if minute % step == 0:
        return ""
    before = minute // step * step
    near = [f"{at // 60:02}:{at % 60:02}" for at in (before, before + step) if at < 1440]
    return f"Choose a time on a step of {step} minutes: {' or '.join(near)}"


def _clock(wall: datetime) -> str:
    shown = f"{wall.hour:02}:{wall.minute:02}"  # strftime takes three times as long, and a page has hundreds
    if not zones.comes_twice(wall):
        return shown
    return f"{shown} ({'second' if wall.fold else 'first'} time, {zones.offset_name(wall)})"
