"""Booking figures: how many room bookings people have to come, wait for and missed of late, and what they owe."""

from collections.abc import Collection

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from webapp.core import clock
from webapp.core.db import db
from webapp.people.figures import Figures
from webapp.school import settings

from . import check_in
from .models import PaymentEntry, Reservation, Wait

NOTHING = literal(0)
Counted = tuple[int, int, int, int, int]  # a person; to come, waits, missed, minor units
Person = InstrumentedAttribute[int]
Count = ColumnElement[int]
IN_LINE = ("waiting", "offered")


def of_people(ids: Collection[int]) -> dict[int, Figures]:
    """By the person, with the school's currency; one query.

    What is owed are all charges, of bookings to come too, less what was paid or waived.
    """
    currency = settings.currency()
    figures = {id: Figures(currency=currency) for id in ids}
    for id, to_come, waits, missed, minor in db.session.execute(_query(sorted(ids))):
        counted = Figures(
            rooms_to_come=to_come, waits_for=waits, missed=missed, owes_minor=int(minor)
        )
        figures[id] = figures[id] + counted
    return figures


def _query(ids: list[int]) -> CompoundSelect[*Counted]:
    """Rows of a person and what is counted of them."""
    theirs = Reservation.student_id.in_(ids)
    return union_all(
        _to_come(theirs),
        _waited_for(ids),
        _count(Reservation.student_id, missed=func.count()).where(
            theirs, *check_in.missed()
        ),
        _charged(theirs),
        _settled(ids),
    )


def _count(
    person: Person,
    *,
    to_come: Count = NOTHING,
    waits: Count = NOTHING,
    missed: Count = NOTHING,
    minor: Count = NOTHING,
) -> Select[*Counted]:
    return select(person, to_come, waits, missed, minor).group_by(person)


def _to_come(theirs: ColumnElement[bool]) -> Select[*Counted]:
    is_ahead = Reservation.ends_at > clock.now()
    is_open = Reservation.status.in_(("pending", "confirmed"))
    query = _count(Reservation.student_id, to_come=func.count())
    return query.where(theirs, is_open, is_ahead)


def _waited_for(ids: list[int]) -> Select[*Counted]:
    query = _count(Wait.student_id, waits=func.count())
    is_open = Wait.status.in_(IN_LINE)
    return query.where(Wait.student_id.in_(ids), is_open, Wait.ends_at > clock.now())


def _charged(theirs: ColumnElement[bool]) -> Select[*Counted]:
    """All charges in the school's currency; what may still be declined costs nothing."""
    charged = func.sum(Reservation.total_cost_minor)
    return _count(Reservation.student_id, minor=charged).where(
        theirs,
        Reservation.currency == settings.currency(),
        Reservation.is_charged,
        Reservation.stored_status != "pending",
    )


def _settled(ids: list[int]) -> Select[*Counted]:
    """What became of charges, which is less than nothing where it was paid."""
    settled = func.sum(PaymentEntry.amount_minor)
    return _count(PaymentEntry.student_id, minor=settled).where(
        PaymentEntry.student_id.in_(ids), PaymentEntry.currency == settings.currency()
    )
