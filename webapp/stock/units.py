"""Units: single things with a tag, and how many pieces of an item can be lent at all."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, NotFound

from . import access
from .models import Level, Movement, Unit

OWNED = select(func.coalesce(func.sum(Level.available + Level.reserved + Level.on_rent), 0)).where(
    Level.item_id == bindparam("item_id")
)
BLOCKED = select(func.coalesce(func.sum(Unit.available), 0)).where(
    Unit.item_id == bindparam("item_id"), Unit.blocked_reason.is_not(None)
)


def lendable(item_id: int) -> int:
    """Pieces that are on the shelf, set aside or out, without those that are blocked."""
    asked = {"item_id": item_id}
    return int(db.session.scalar(OWNED, asked) or 0) - int(db.session.scalar(BLOCKED, asked) or 0)


def returned(checkout_ids: Sequence[int]) -> dict[int, int]:
    """How many pieces of each checkout have left the borrower's hands again."""
    asked = select(Movement.checkout_id, func.sum(Movement.quantity)).where(
        Movement.checkout_id.in_(checkout_ids), Movement.from_state == "on_rent", Movement.to_state != "on_rent"
    )
    rows = db.session.execute(asked.group_by(Movement.checkout_id)).all()
    return {int(id): int(quantity) for id, quantity in rows if id is not None}


def these(ids: Sequence[int]) -> dict[int, Unit]:
    """Units by their id; the caller has checked who may see them."""
    return {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(ids)))}


def on_shelf(item_id: int) -> list[Unit]:
    """Units that could be handed out now."""
    asked = select(Unit).where(Unit.item_id == item_id, Unit.available > 0, Unit.blocked_reason.is_(None))
    return list(db.session.scalars(asked.order_by(Unit.tag)))


def pick(item_id: int, id: int) -> Unit:
    """A unit to hand out; Conflict if it is blocked."""
    unit = db.session.get(Unit, id, populate_existing=True)
    if unit is None or unit.item_id != item_id:
        raise NotFound("There is no such unit of this item")
    if unit.blocked_reason:
        raise Conflict(f"{unit.tag} may not be lent: {unit.blocked_reason}", facts={"blocked": unit.blocked_reason})
    return unit


def search(actor: Actor, *, serial: str | None, item: int | None, after: int, limit: int) -> list[Unit]:
    if not access.may_receive(actor):
        raise NotAllowed("Only staff look at units")
    asked = select(Unit).where(Unit.id > after).order_by(Unit.id).limit(limit)
    if serial:
        asked = asked.where(func.lower(Unit.serial_number) == serial.strip().lower())
    if item:
        asked = asked.where(Unit.item_id == item)
    return list(db.session.scalars(asked))


def assess(id: int, condition: str) -> None:
    """Note the condition a unit came back in; the caller has checked who may."""
    db.session.get_one(Unit, id).condition = condition
