"""Units: single things with a tag, and how many pieces of an item can be lent at all."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, case, func, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, NotFound

from . import access
from .models import Level, Movement, Unit

OWNED = (
    select(Level.item_id, func.sum(Level.available + Level.reserved + Level.on_rent))
    .where(Level.item_id.in_(bindparam("ids", expanding=True)))
    .group_by(Level.item_id)
)
BLOCKED = (
    select(Unit.item_id, func.sum(Unit.available))
    .where(Unit.item_id.in_(bindparam("ids", expanding=True)), Unit.blocked_reason.is_not(None))
    .group_by(Unit.item_id)
)
ON_RENT = (
    select(
        Movement.checkout_id,
        func.sum(
            case((Movement.to_state == "on_rent", Movement.quantity), else_=0)
            - case((Movement.from_state == "on_rent", Movement.quantity), else_=0)
        ),
    )
    .where(Movement.checkout_id.in_(bindparam("ids", expanding=True)))
    .group_by(Movement.checkout_id)
)


def lendable(item_ids: Iterable[int]) -> dict[int, int]:
    """Pieces of each item that are on the shelf, set aside or out, without those that are blocked."""
    ids = list(item_ids)
    owned, blocked = (_sums(statement, ids) for statement in (OWNED, BLOCKED))
    return {id: owned.get(id, 0) - blocked.get(id, 0) for id in ids}


def outstanding(checkout_ids: Iterable[int]) -> dict[int, int]:
    """How many pieces of each checkout are in the borrower's hands, by the ledger."""
    return _sums(ON_RENT, list(checkout_ids))


def _sums(statement: Any, ids: list[int]) -> dict[int, int]:
    return {int(id): int(total) for id, total in db.session.execute(statement, {"ids": ids})} if ids else {}


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


def find(actor: Actor, code: str) -> Unit | None:
    """The unit with this tag or serial number, as a scanner or a person writes it."""
    if not access.may_receive(actor):
        raise NotAllowed("Only staff look at units")
    said = " ".join(code.split()).lower()
    asked = select(Unit).where((func.lower(Unit.tag) == said) | (func.lower(Unit.serial_number) == said))
    return db.session.scalars(asked.order_by(Unit.id).limit(1)).first()


def by_id(id: int) -> Unit | None:
    """Any unit; the caller has checked who may see it."""
    return db.session.get(Unit, id)


def pick_from(actor: Actor, id: int) -> Unit:
    """A unit that staff found by its tag."""
    if not access.may_receive(actor):
        raise NotAllowed("Only staff look at units")
    unit = by_id(id)
    if unit is None:
        raise NotFound("There is no such unit")
    return unit


def search(actor: Actor, *, serial: str | None, item: int | None, after: int, limit: int) -> list[Unit]:
    if not access.may_receive(actor):
        raise NotAllowed("Only staff look at units")
    asked = select(Unit).where(Unit.id > after).order_by(Unit.id).limit(limit)
    if serial:
        asked = asked.where(func.lower(Unit.serial_number) == func.lower(serial.strip()))
    if item:
        asked = asked.where(Unit.item_id == item)
    return list(db.session.scalars(asked))


def assess(id: int, condition: str) -> None:
    """Note the condition a unit came back in; the caller has checked who may."""
    db.session.get_one(Unit, id).condition = condition
