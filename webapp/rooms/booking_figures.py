"""Booking figures: how many room bookings people have to come, wait for and missed of late, and what they owe."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from webapp.core.db import Instant, db, sent_at
from webapp.people.figures import Figures
from webapp.school import settings

from . import check_in
from .models import PaymentEntry, Reservation, Wait

NOTHING = literal(0)
Counted = tuple[int, int, int, int, int]  # a person; to come, waits, missed, minor units
Person = InstrumentedAttribute[int]
Count = ColumnElement[int]
IN_LINE = ("waiting", "offered")
IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
CURRENCY: BindParameter[str] = bindparam("currency")
LATELY: BindParameter[datetime] = bindparam("lately", type_=Instant())


def of_people(ids: Collection[int]) -> dict[int, Figures]:
    """By the person, with the school's currency; one query.

    What is owed are all charges, of bookings to come too, less what was paid or waived.
    """
    currency = settings.currency()
    figures = {id: Figures(currency=currency) for id in ids}
    values = {"ids": sorted(ids), "currency": currency, "lately": check_in.lately()}
    for id, to_come, waits, missed, minor in db.session.execute(_query(), values):
        counted = Figures(
            rooms_to_come=to_come, waits_for=waits, missed=missed, owes_minor=int(minor)
        )
        figures[id] = figures[id] + counted
    return figures


def _count(
    person: Person,
    *,
    to_come: Count = NOTHING,
    waits: Count = NOTHING,
    missed: Count = NOTHING,
    minor: Count = NOTHING,
) -> Select[*Counted]:
    query = select(person, to_come, waits, missed, minor).group_by(person)
    return query.where(person.in_(IDS))


def _to_come() -> Select[*Counted]:
    query = _count(Reservation.student_id, to_come=func.count())
    is_open = Reservation.status.in_(("pending", "confirmed"))
    return query.where(is_open, Reservation.ends_at > sent_at())


def _waited_for() -> Select[*Counted]:
    query = _count(Wait.student_id, waits=func.count())
    return query.where(Wait.status.in_(IN_LINE), Wait.ends_at > sent_at())


def _missed() -> Select[*Counted]:
    query = _count(Reservation.student_id, missed=func.count())
    return query.where(*check_in.missed(LATELY))


def _charged() -> Select[*Counted]:
    """All charges in the school's currency; what may still be declined costs nothing."""
    charged = func.sum(Reservation.total_cost_minor)
    return _count(Reservation.student_id, minor=charged).where(
        Reservation.currency == CURRENCY,
        Reservation.is_charged,
        Reservation.stored_status != "pending",
    )


def _settled() -> Select[*Counted]:
    """What became of charges, which is less than nothing where it was paid."""
    settled = func.sum(PaymentEntry.amount_minor)
    query = _count(PaymentEntry.student_id, minor=settled)
    return query.where(PaymentEntry.currency == CURRENCY)


@cache
def _query() -> CompoundSelect[*Counted]:
    """Rows of a person and what is counted of them; built at its first use, for that takes longer than asking it."""
    return union_all(_to_come(), _waited_for(), _missed(), _charged(), _settled())
