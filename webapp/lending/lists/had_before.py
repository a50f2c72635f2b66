"""Had before: what somebody once had of what is lent, and what they have now, told of their own loans."""

from sqlalchemy import Select, case, func, select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.stock.items.again import Had
from webapp.stock.items.stocked import Item, stocked_here

from ..loans.filtering import OPEN
from ..models import Checkout

LOOKED_AT = 60  # items that somebody had last


def of(actor: Actor) -> list[Had]:
    """The kinds of things that the actor borrowed or asks for and that are still lent, the newest loan first; one
    statement. What is forgotten names nobody, so it is in nobody's list.
    """
    newest = _newest(actor).subquery()
    query = (
        select(Item, Checkout.returned_on, newest.c.has_now > 0, stocked_here())
        .join(newest, newest.c.item_id == Item.id)
        .join(Checkout, Checkout.id == newest.c.id)
        .where(Item.is_borrowable, Item.archived_at.is_(None))
        .order_by(newest.c.id.desc())
    )
    return rows.made(Had, query)


def _newest(actor: Actor) -> Select[int, int, int]:
    """The last loan of each of the items, and whether one of it is open."""
    id = func.max(Checkout.id).label("id")
    has_now = func.max(case((OPEN, 1), else_=0)).label("has_now")
    return (
        select(Checkout.item_id, id, has_now)
        .where(
            Checkout.student_id == actor.id,
            (Checkout.stored_status == "returned") | OPEN,
            ~Checkout.is_joined,
            Checkout.forgotten_at.is_(None),
        )
        .group_by(Checkout.item_id)
        .order_by(id.desc())
        .limit(LOOKED_AT)
    )
