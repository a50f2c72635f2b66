"""What rooms were wanted for: reservations kept, cancelled and missed, and what was refused, one after the other."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import literal, select, union_all

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotAllowed
from webapp.core.words import _
from webapp.school import calendar

from .. import access
from ..models import Refusal, Reservation

KINDS = {
    "pending": "booked",
    "confirmed": "booked",
    "cancelled": "cancelled",
    "no_show": "missed",
    "": "refused",
}
MOST = 366  # days
LONGEST = timedelta(days=1)  # of a reservation
READ = 2000  # rows at a time


class Use(NamedTuple):
    """Half-open, in UTC; `kind` is booked, cancelled, missed or refused."""

    room_id: int
    kind: str
    starts: datetime
    ends: datetime


def uses(actor: Actor, first: date, last: date) -> Iterator[Use]:
    """All of the days from first to last, cut off at their ends; one query, read as it is walked through.

    NotAllowed for students, Invalid for days that are not in order or too many.
    """
    if not access.may_see_use(actor):
        raise NotAllowed(_("Only staff can see how rooms are used"))
    if not 0 <= (last - first).days < MOST:
        raise Invalid(
            fields={
                "end_date": _(
                    "Choose a day after the first, at most %(most)s days in all", most=MOST
                )
            }
        )
    return _read(calendar.day(first)[0], calendar.day(last)[1])


def _read(begins: datetime, until: datetime) -> Iterator[Use]:
    both = (
        select(table.room_id, status.label("status"), table.starts_at, table.ends_at).where(
            table.starts_at > begins - LONGEST,
            table.starts_at < until,
            table.ends_at > begins,
        )
        for table, status in ((Reservation, Reservation.status), (Refusal, literal("")))
    )
    for room_id, status, starts, ends in db.session.execute(
        union_all(*both).execution_options(yield_per=READ)
    ):
        yield Use(
            room_id, KINDS.get(status, "booked"), max(starts, begins), min(ends, until)
        )
