"""Pick-up days: when the school is open, from when and until when borrowers may ask; staff may always come today."""

from datetime import date

from webapp.core.actor import Actor
from webapp.core.errors import Invalid, Offer
from webapp.core.words import _
from webapp.school import calendar, open_days, settings

from . import due_days
from .visits import ANY_DAY, Room

FIELD = "checkout_date"


def first(actor: Actor) -> date:
    """The first day that this person may ask for: for borrowers an open one, so many open days from today."""
    if actor.is_staff:
        return calendar.today()
    return _open_days_ahead(settings.get("pickup_earliest_days"))


def proposed(actor: Actor, room: Room) -> date:
    """The first that they may ask for and that has room for them, where nobody says another."""
    day = first(actor)
    return day if not room.is_full(day) else _within(actor, day, room)


def last(actor: Actor) -> date | None:
    """The last such day; None where there is none."""
    ahead = 0 if actor.is_staff else settings.get("pickup_latest_days")
    return _open_days_ahead(ahead) if ahead else None


def span(actor: Actor) -> dict[str, date | None]:
    """Both, by name."""
    return {"first_day": first(actor), "last_day": last(actor)}


def check(actor: Actor, day: date, room: Room = ANY_DAY) -> None:
    """Invalid, naming the first or the last day that is possible, for a day too soon, too far ahead or closed."""
    earliest, latest = first(actor), last(actor)
    if day < earliest:
        words = _("Choose a day from %(first)s on", first=calendar.in_words(earliest))
        raise Invalid(fields={FIELD: words})
    if latest and day > latest:
        words = _("Choose a day until %(last)s", last=calendar.in_words(latest))
        raise Invalid(fields={FIELD: words})
    check_open(day, room)


def check_open(day: date, room: Room = ANY_DAY) -> None:
    """Invalid, with the next open day that has room as an offer, for a later day on which the school is closed.

    Who is there today is let in, open or not.
    """
    decided = open_days.now_decided()
    if day not in (decided.from_day(day), calendar.today()):
        next_open = room.from_day(decided, day)
        words = due_days.why_closed(day, next_open)
        raise Invalid(fields={FIELD: words}, offers=[_from(next_open)])


def nearest(actor: Actor, day: date, room: Room = ANY_DAY) -> date:
    """The day itself, or the nearest that is possible."""
    latest = last(actor)
    day = max(day, first(actor))
    if day != calendar.today():
        decided = open_days.now_decided()
        day = day if decided.is_open(day) else room.from_day(decided, day)
    return min(day, latest) if latest else day


def _within(actor: Actor, day: date, room: Room) -> date:
    """The next day with room that they may ask for; the day itself where there is none."""
    latest, later = last(actor), room.from_day(open_days.now_decided(), day)
    return day if latest and later > latest else later


def _from(day: date) -> Offer:
    """The same, to be fetched on another day."""
    return Offer(_("From %(day)s", day=calendar.in_words(day)), {FIELD: day.isoformat()})


def _open_days_ahead(count: int) -> date:
    return open_days.now_decided().after(calendar.today(), count)
