"""By the hour: until when an item that is lent for some hours may be kept, if it leaves or is kept longer now.

It is due at a moment of the day on which it is handed out, when the desk is open, and never after that has closed.
Where that is at midnight, it is due in the day's last minute, for midnight is told as 00:00 of the next day.
"""

from datetime import date, datetime, timedelta

from webapp.core import clock
from webapp.core.errors import Conflict
from webapp.core.words import _, ngettext
from webapp.school import calendar, desk_hours, open_days
from webapp.school.open_days import OpenDays

from ..models import Checkout
from .counter_terms import Terms

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SHORTLY = 30 * MINUTE
LAST_MINUTE = open_days.MINUTES - 1  # of a day


def due_time(hours: int, since: datetime | None = None) -> datetime | None:
    """When it is due if it is kept for so many hours from now on, or since another moment.

    What would end while the desk has a break ends with the break. None where it is closed for the rest of the day.
    """
    begins = since or clock.now()
    day = calendar.local(begins).date()
    closing = _closes(day)
    if closing is None or closing <= begins:
        return None
    wished = begins.replace(second=0, microsecond=0) + hours * HOUR
    return while_open(open_days.now_decided(), day, wished)


def _closes(day: date) -> datetime | None:
    """The last moment at which anything is due on a day; None where it is closed."""
    hours = desk_hours.spans(day)
    return open_days.at(day, min(hours[-1].ends, LAST_MINUTE)) if hours else None


def while_open(decided: OpenDays, day: date, wished: datetime) -> datetime | None:
    """The moment itself if the desk is open then, as the open days are decided, else the next of that day at which it
    is, or that at which it closes for the day. None where it is closed on that day.
    """
    ends: datetime | None = None
    for span in decided.hours(day):
        opens, ends = open_days.at(day, span.starts), open_days.at(day, span.ends)
        if wished <= ends:
            ends = max(wished, opens)
            break
    return ends and min(ends, open_days.at(day, LAST_MINUTE))


def terms(
    checkout: Checkout, wished: Terms, hours: int | None, *, is_new: bool = False
) -> Terms:
    """The terms on which a loan leaves now, with the moment at which it is due where its item is lent for hours.

    Whoever says another day than it was promised for lends it until that day; a loan that `is_new` was promised for
    none, so every later day was said. Conflict if the desk is closed for the rest of today.
    """
    today = calendar.today()
    promised = None if is_new else checkout.due_on
    if not hours or wished.due_date not in (None, today, promised):
        return wished
    due_at = due_time(hours)
    if due_at is None:
        words = _(
            "It is lent by the hour, and the desk is closed for today: hand it out while it is open, "
            "or until another day"
        )
        raise Conflict(words, facts={"reason": "closed"})
    return wished._replace(due_date=today, due_at=due_at)


def in_words(due_at: datetime) -> str:
    """A moment of today, "15:30 today", and whether the desk closes so soon that it is lent for less than usual."""
    at, closing = calendar.clock(due_at), _closes(calendar.today())
    if closing is None or due_at < closing:
        return _("%(at)s today", at=at)
    left = closing - clock.now()
    if left >= SHORTLY:
        return _("%(at)s today, when the desk closes", at=at)
    return ngettext(
        "%(at)s today: the desk closes in %(num)s minute",
        "%(at)s today: the desk closes in %(num)s minutes",
        max(1, left // MINUTE),
        at=at,
    )


def told_now(hours: int) -> str:
    """Until when it would be lent if it was handed out now, in words."""
    due_at = due_time(hours)
    if due_at is None:
        return _("not any more today, for the desk is closed")
    return _("until %(day)s", day=in_words(due_at))
