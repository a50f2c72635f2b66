"""Units: single things with a tag, and how many pieces of an item can be lent at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, NotFound

from . import access
from .models import Item, Level, Location, Movement, Unit
from .states import OUTSIDE, STATES

OWNED = select(func.coalesce(func.sum(Level.available + Level.reserved + Level.on_rent), 0)).where(
    Level.item_id == bindparam("item_id")
)
BLOCKED = select(func.coalesce(func.sum(Unit.available), 0)).where(
    Unit.item_id == bindparam("item_id"), Unit.blocked_reason.is_not(None)
)


@dataclass(frozen=True)
class Kept:
    """A unit with the names of what it is and where it belongs."""

    unit: Unit
    item_name: str
    location: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.unit, name)

    @property
    def state(self) -> str:
        """Where it is now; of a batch the first that any piece is in, "outside" if none is here any more."""
        return next((state for state in STATES if getattr(self.unit, state)), OUTSIDE)


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


def search(
    actor: Actor, *, serial: str = "", code: str = "", item: int | None = None, after: int = 0, limit: int = 50
) -> list[Kept]:
    """Units by id, by serial number or by any `code` on them, however it is written; keyset by id. For staff."""
    asked = _asked(actor).where(Unit.id > after).order_by(Unit.id).limit(limit)
    if serial:
        asked = asked.where(_squeezed(Unit.serial_number) == _squeeze(serial))
    if code:
        written = (Unit.tag, Unit.serial_number, Unit.batch_code)
        asked = asked.where(or_(*(_squeezed(column) == _squeeze(code) for column in written)))
    if item:
        asked = asked.where(Unit.item_id == item)
    return [Kept(*row) for row in db.session.execute(asked)]


def find(actor: Actor, id: int) -> Kept:
    """One unit, for staff. NotFound for an id that is not there."""
    row = db.session.execute(_asked(actor).where(Unit.id == id)).one_or_none()
    if row is None:
        raise NotFound("There is no such unit")
    return Kept(*row)


def assess(id: int, condition: str) -> None:
    """Note the condition a unit came back in; the caller has checked who may."""
    db.session.get_one(Unit, id).condition = condition


def _asked(actor: Actor) -> Any:
    if not access.may_receive(actor):
        raise NotAllowed("Only staff look at units")
    homes = select(Unit, Item.name, Location.name).join(Item, Item.id == Unit.item_id)
    return homes.join(Location, Location.id == Unit.location_id)


def _squeezed(column: Any) -> Any:
    return func.replace(func.lower(column), " ", "")


def _squeeze(typed: str) -> str:
    return "".join(typed.split()).lower()
