"""When the school is open, as the rooms see it: spans of UTC instants, within a day and beyond."""

from datetime import date, datetime

from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _
from webapp.school import calendar, open_days, opening_hours
from webapp.school.open_days import Hours

from .spans import Span, overlapping


def spans(on: date) -> list[Span]:
    """When the school is open that day, in order; none on closed days. Invalid far from now."""
    _check_within_reach(on)
    spans = [_span(on, hours) for hours in open_days.now_decided().hours(on)]
    return [
        span for span in spans if span.starts < span.ends
    ]  # not what the clocks leave out


def reach(on: date, *, is_used: bool = True) -> Span:
    """From when the school opens that day until it closes for the last time.

    Of closed days it is what would be usual, or no time at all where nothing uses them. Invalid far from now.
    """
    _check_within_reach(on)
    decided = open_days.now_decided()
    is_open = decided.is_open(on)
    hours = decided.hours(on) if is_open else decided.usual_hours(on)
    starts = open_days.at(on, hours[0].starts)
    ends = open_days.at(on, hours[-1].ends) if is_open or is_used else starts
    return Span(starts, ends)


def _check_within_reach(on: date) -> None:
    if not 2000 <= on.year < 3000:
        raise Invalid(fields={"date": _("Choose a day between 2000 and 2999")})


def _span(on: date, hours: Hours) -> Span:
    return Span(open_days.at(on, hours.starts), open_days.at(on, hours.ends))


def between(starts: datetime, ends: datetime) -> list[Span]:
    """When the school is open in some time, which may be of several days."""
    first, last = calendar.local(starts).date(), calendar.local(ends).date()
    days = [calendar.after(first, ahead) for ahead in range((last - first).days + 1)]
    whole = Span(starts, ends)
    return [
        Span(max(span.starts, starts), min(span.ends, ends))
        for on in days
        for span in overlapping(spans(on), whole)
    ]


def is_open(starts: datetime, ends: datetime) -> bool:
    """Whether the school is open all of this time."""
    return any(
        span.starts <= starts < ends <= span.ends
        for span in spans(calendar.local(starts).date())
    )


def check(starts: datetime, ends: datetime) -> None:
    """Conflict, with when it is open, unless the school is open all of this time; it may have been, when one asked."""
    if not is_open(starts, ends):
        day = calendar.local(starts).date()
        raise Conflict(words(day), facts={"closed": day.isoformat()})


def words(on: date) -> str:
    """In a sentence when the school is open that day, or why it is not."""
    decided = open_days.now_decided()
    hours = decided.hours(on)
    if len(hours) == 1:
        opens, closes = open_days.clock(hours[0].starts), open_days.clock(hours[0].ends)
        return _(
            "The school is open from %(opens)s to %(closes)s", opens=opens, closes=closes
        )
    if hours:
        return _("The school is open %(hours)s", hours=opening_hours.described(hours))
    return open_days.why_closed(on)


def going_on(now: datetime) -> Span | None:
    """The opening hours that go on; None while the school is closed."""
    today = spans(calendar.local(now).date())
    return next((span for span in today if span.starts <= now < span.ends), None)
