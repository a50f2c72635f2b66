"""When the school under test is open."""

from sqlalchemy import delete, select

from webapp.core.db import db
from webapp.school import open_days
from webapp.school.models import ClosedDays, OpeningHours, Term


def every_day(opens=None, closes=None):
    """The same hours on each day of the week; what is not said stays, and no time between them is closed."""
    now = db.session.execute(
        select(OpeningHours.from_minute, OpeningHours.until_minute).limit(1)
    ).first()
    starts = minute(opens) if opens else now[0]
    ends = minute(closes) if closes else now[1]
    db.session.execute(delete(OpeningHours))
    if starts < ends:
        db.session.add_all(
            OpeningHours(weekday=day, from_minute=starts, until_minute=ends)
            for day in range(7)
        )
    db.session.flush()
    open_days.forget()


def minute(clock):
    return int(clock[:2]) * 60 + int(clock[3:])


def shut(first, last=None, name="Holidays"):
    """Closed from the first to the last day; only on the first where no other is said."""
    closed = ClosedDays(name=name, starts_on=first, ends_on=last or first)
    db.session.add(closed)
    db.session.flush()
    open_days.forget()
    return closed.id


def term(first, last, return_by, name="Autumn term"):
    """A term; its id."""
    row = Term(name=name, starts_on=first, ends_on=last, return_by=return_by)
    db.session.add(row)
    db.session.flush()
    open_days.forget()
    return row.id
