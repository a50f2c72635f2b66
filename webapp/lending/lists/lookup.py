"""Looking up: loans, requests and receipts that a search finds, by number, by thing or by person."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.inputs import an_id

from .. import access
from ..loans import filtering
from ..models import Checkout as Checkout  # for other slices
from ..models import Pile as Pile
from ..models import Request as Request
from ..requests.requests import visible_requests


class Sought(NamedTuple):
    """What somebody typed, and the things and the people that are called so."""

    typed: str
    item_ids: Collection[int] = ()
    person_ids: Collection[int] = ()

    @property
    def number(self) -> int | None:
        """Where they typed a number, perhaps as "#12"."""
        try:
            return an_id(self.typed.strip().removeprefix("#"))
        except ValueError:
            return None


def loans(actor: Actor, sought: Sought, limit: int) -> list[Checkout]:
    """What is open first, then the newest; students find their own."""
    fits = or_(
        Checkout.id == sought.number,
        Checkout.item_id.in_(sought.item_ids),
        Checkout.student_id.in_(sought.person_ids),
    )
    is_over = ~filtering.OPEN
    query = access.visible_checkouts(actor).where(fits)
    return rows.listed(query.order_by(is_over, Checkout.id.desc()).limit(limit))


def requests(actor: Actor, sought: Sought, limit: int) -> list[Request]:
    """The newest first: the one of this number, and those for several things."""
    of_these = select(Checkout.request_id).where(Checkout.item_id.in_(sought.item_ids))
    lines = select(func.count()).where(Checkout.request_id == Request.id)
    is_several = lines.correlate(Request).scalar_subquery() > 1
    fits = or_(
        Request.id.in_(of_these),
        Request.student_id.in_(sought.person_ids),
    )
    query = visible_requests(actor).where(
        or_(Request.id == sought.number, and_(is_several, fits))
    )
    return rows.listed(query.order_by(Request.id.desc()).limit(limit))


def receipts(actor: Actor, sought: Sought, limit: int) -> list[Pile]:
    """The newest first: the one of this number, and those of these people."""
    fits = or_(Pile.number == sought.number, Pile.person_id.in_(sought.person_ids))
    query = access.visible_piles(actor).where(fits)
    return rows.listed(query.order_by(Pile.id.desc()).limit(limit))
