"""Class loans: what students have and ask for, for who teaches them: in a list, and as what the list goes by."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.core import rows
from webapp.school import calendar

from ..loans import checkouts
from ..loans.filtering import OPEN
from ..models import Checkout as Checkout  # for other slices

StudentId = InstrumentedAttribute[int]
IS_OUT = Checkout.stored_status == "out"
MOST = 4_000  # loans of all students of a page, of which a program may ask for 200


def has_late(student_id: StudentId) -> ColumnElement[bool]:
    """For a query: that somebody has something that should be back."""
    return _any(student_id, IS_OUT & (Checkout.due_on < calendar.today()))


def has_due(student_id: StudentId) -> ColumnElement[bool]:
    """For a query: that somebody has something that is due soon, or late."""
    return _any(student_id, IS_OUT & (Checkout.due_on <= checkouts.soon()))


def asks(student_id: StudentId) -> ColumnElement[bool]:
    """For a query: that somebody waits for an answer."""
    return _any(student_id, and_(Checkout.is_waiting))


def _any(student_id: StudentId, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    query = select(Checkout.id).where(Checkout.student_id == student_id, condition)
    return query.correlate_except(Checkout).exists()


def of_students(ids: Collection[int]) -> dict[int, list[Checkout]]:
    """What these have, are to fetch or ask for, due first, by the student; the caller has checked who may know."""
    query = select(Checkout).where(
        Checkout.student_id.in_(ids), OPEN, Checkout.offered_until.is_(None)
    )
    query = query.order_by(Checkout.due_on, Checkout.id).limit(MOST)
    theirs: dict[int, list[Checkout]] = defaultdict(list)
    for loan in rows.listed(query) if ids else ():
        theirs[loan.student_id].append(loan)
    return theirs
