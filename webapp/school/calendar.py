"""Days and times as the school's clock on the wall shows them."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

from webapp.core import dates, zones
from webapp.core.clock import now
from webapp.core.words import _

from . import settings


def today() -> date:
    """The day it is at the school."""
    return local(now()).date()


def after(day: date, days: int) -> date:
    """The day so many days later, or earlier if negative; at most the last, or the first, that can be written."""
    return day + max(date.min - day, min(timedelta(days=days), date.max - day))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one that the month has."""
    month = day.year * 12 + day.month - 1 - months
    year, number = divmod(month, 12)
    last = monthrange(year, number + 1)[1]
    return date(year, number + 1, min(day.day, last))


def count_days(first: date, last: date) -> int:
    """How many days something lasts that begins on the first and ends on the last: both count.

    Mon 2 to Sun 15 are 14 days, and a loan that is due on its first day is one of 1 day. This and `last_of` are the
    only two places that count the length of a loan.
    """
    return (last - first).days + 1


def last_of(first: date, days: int) -> date:
    """The last of so many days, the first one counted: of 14 days from Mon 2 on, Sun 15; reverses `count_days`."""
    return after(first, days - 1)


def first_of_week(day: date) -> date:
    """The first day of the week that has this one, as the school counts its weeks."""
    return day - timedelta(days=(day.isoweekday() - settings.get("first_weekday")) % 7)


def in_words(day: date, at: datetime | None = None) -> str:
    """A day as sentences tell it, "Mon 7 Dec"; with its year where that is not this one.

    A moment of it has its time, "Mon 7 Dec, 15:30".
    """
    form = "%a %-d %b" if day.year == today().year else "%a %-d %b %Y"
    return with_time(dates.written(day, form), at)


def with_time(day: str, at: datetime | None) -> str:
    """A day that was written, and the time of a moment of it, if it is one."""
    return _("%(day)s, %(hours)s", day=day, hours=clock(at)) if at else day


def local(instant: datetime) -> datetime:
    """An instant as the school's clock shows it."""
    return instant.astimezone(settings.zone())


def written(instant: datetime, form: str) -> str:
    """An instant on the school's clock, in one of the forms of `dates`."""
    wall = local(instant)
    return dates.written(wall, form, _clock(wall))


def clock(instant: datetime) -> str:
    """The time on the school's clock, 14:05; which of the two it is where the clocks are set back and show it twice."""
    return _clock(local(instant))


def span(starts: datetime, ends: datetime) -> str:
    """From when until when, 14:05–15:00; what is not within one day says its days too."""
    return "–".join(_ends(starts, ends))


def to(starts: datetime, ends: datetime) -> str:
    """The same in a sentence, "14:05 to 15:00"."""
    first, last = _ends(starts, ends)
    return _("%(first)s to %(last)s", first=first, last=last)


def _ends(starts: datetime, ends: datetime) -> tuple[str, str]:
    zone = settings.zone()
    first, last = starts.astimezone(zone), ends.astimezone(zone)
    if first.date() == last.date():
        return _clock(first), _clock(last)
    if last.replace(tzinfo=None) == datetime.combine(after(first.date(), 1), time()):
        return _clock(first), "24:00"
    form = "%a %-d %b %H:%M"
    return dates.written(first, form, _clock(first)), dates.written(
        last, form, _clock(last)
    )


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
            _(
                "The clocks change then: %(wall)s does not exist; the next time is %(next)s",
                wall=f"{wall:%H:%M}",
                next=f"{local(at):%H:%M}",
            )
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
    if len(near) == 1:
        return _(
            "Choose a time on a step of %(step)s minutes: %(at)s", step=step, at=near[0]
        )
    return _(
        "Choose a time on a step of %(step)s minutes: %(before)s or %(after)s",
        step=step,
        before=near[0],
        after=near[1],
    )


def _clock(wall: datetime) -> str:
    shown = f"{wall.hour:02}:{wall.minute:02}"  # strftime takes three times as long, and a page has hundreds
    if not zones.comes_twice(wall):
        return shown
    facts = {"time": shown, "offset": zones.offset_name(wall)}
    if wall.fold:
        return _("%(time)s (second time, %(offset)s)", **facts)
    return _("%(time)s (first time, %(offset)s)", **facts)
