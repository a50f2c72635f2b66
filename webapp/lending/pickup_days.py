"""Pick-up days: from when and until when borrowers may ask for something to be fetched; staff are not bound."""

from datetime import date

from webapp.core.actor import Actor
from webapp.core.errors import Invalid
from webapp.core.words import _
from webapp.school import calendar, settings

FIELD = "checkout_date"


def first(actor: Actor) -> date:
    """The first day that this person may ask for."""
    ahead = 0 if actor.is_staff else settings.get("pickup_earliest_days")
    return calendar.after(calendar.today(), ahead)


def last(actor: Actor) -> date | None:
    """The last such day; None where there is none."""
    ahead = 0 if actor.is_staff else settings.get("pickup_latest_days")
    return calendar.after(calendar.today(), ahead) if ahead else None


def check(actor: Actor, day: date) -> None:
    """Invalid, naming the first or the last day that is possible, for a day too soon or too far ahead."""
    earliest, latest = first(actor), last(actor)
    if day < earliest:
        words = _("Choose a day from %(first)s on", first=calendar.in_words(earliest))
        raise Invalid(fields={FIELD: words})
    if latest and day > latest:
        words = _("Choose a day until %(last)s", last=calendar.in_words(latest))
        raise Invalid(fields={FIELD: words})


def nearest(actor: Actor, day: date) -> date:
    """The day itself, or the nearest that is possible."""
    latest = last(actor)
    day = max(day, first(actor))
    return min(day, latest) if latest else day
