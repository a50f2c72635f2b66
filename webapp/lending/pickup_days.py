"""Pick-up days: when the school is open, from when and until when borrowers may ask; staff may always come today."""

from datetime import date

from webapp.core.actor import Actor
from webapp.core.errors import Invalid, Offer
from webapp.core.words import _
from webapp.school import calendar, open_days, settings

from . import due_days

FIELD = "checkout_date"


def first(actor: Actor) -> date:
    """The first day that this person may ask for: for borrowers an open one, so many open days from today."""
    if actor.is_staff:
        return calendar.today()
    return _open_days_ahead(settings.get("pickup_earliest_days"))


def last(actor: Actor) -> date | None:
    """The last such day; None where there is none."""
    ahead = 0 if actor.is_staff else settings.get("pickup_latest_days")
    return _open_days_ahead(ahead) if ahead else None


def span(actor: Actor) -> dict[str, date | None]:
    """Both, by name."""
    return {"first_day": first(actor), "last_day": last(actor)}


def check(actor: Actor, day: date) -> None:
    """Invalid, naming the first or the last day that is possible, for a day too soon, too far ahead or closed."""
    earliest, latest = first(actor), last(actor)
    if day < earliest:
        words = _("Choose a day from %(first)s on", first=calendar.in_words(earliest))
        raise Invalid(fields={FIELD: words})
    if latest and day > latest:
        words = _("Choose a day until %(last)s", last=calendar.in_words(latest))
        raise Invalid(fields={FIELD: words})
    check_open(day)


def check_open(day: date) -> None:
    """Invalid, with the next open day as an offer, for a later day on which the school is closed.

    Who is there today is let in, open or not.
    """
    next_open = open_days.now_decided().from_day(day)
    if day not in (next_open, calendar.today()):
        words = due_days.why_closed(day, next_open)
        raise Invalid(fields={FIELD: words}, offers=[_from(next_open)])


def nearest(actor: Actor, day: date) -> date:
    """The day itself, or the nearest that is possible."""
    latest = last(actor)
    day = max(day, first(actor))
    if day != calendar.today():
        day = open_days.now_decided().from_day(day)
    return min(day, latest) if latest else day


def _from(day: date) -> Offer:
    """The same, to be fetched on another day."""
    return Offer(_("From %(day)s", day=calendar.in_words(day)), {FIELD: day.isoformat()})


def _open_days_ahead(count: int) -> date:
    return open_days.now_decided().after(calendar.today(), count)
