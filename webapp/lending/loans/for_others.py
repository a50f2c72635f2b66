"""For others: what somebody fetches, or brings back, in the stead of those who answer for it."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import BindParameter, Integer, Select, bindparam, select

from webapp.core import rows

from ..models import Checkout, Request
from . import filtering

MOST = 100  # loans


def open_loans(person_id: int) -> Sequence[Checkout]:
    """What is asked for, promised and out, due first; the caller has checked who may know."""
    return rows.listed(_open(), {"person": person_id})


@cache
def _open() -> Select[Checkout]:
    query = of_contact(bindparam("person", type_=Integer()))
    query = query.where(filtering.OPEN, Checkout.offered_until.is_(None))
    return query.order_by(Checkout.due_on, Checkout.id).limit(MOST)


def to_hand_over(person_id: int) -> Sequence[Checkout]:
    """Of that what is promised and out: what nobody approved yet is not fetched."""
    return [loan for loan in open_loans(person_id) if loan.status in ("approved", "out")]


def of_contact(person_id: int | BindParameter[int]) -> Select[Checkout]:
    """All loans that a person comes for, found by the requests that name them."""
    named = select(Request.id).where(Request.contact_id == person_id)
    return select(Checkout).where(
        Checkout.request_id.in_(named),
        Checkout.stands_in_id == person_id,
        ~Checkout.is_joined,
    )
