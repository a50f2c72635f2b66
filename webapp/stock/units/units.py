"""Units: single things with a tag, and how many pieces of an item can be lent at all."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    update,
)

from webapp.core import clock, rows, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.derived import NAMES
from webapp.core.errors import Conflict, NotAllowed, NotFound
from webapp.core.inputs import an_id
from webapp.core.words import _

from .. import access, released
from ..ledger import ledger
from ..models import Level, Movement
from ..models import Unit as Unit  # whom other slices ask about

NONE = literal_column("0", Integer)
ON_RENT = literal_column("'on_rent'", String)
BLOCKED = (
    select(func.coalesce(func.sum(Unit.available + Unit.reserved), NONE))
    .where(Unit.item_id == Level.item_id, Unit.blocked_reason.is_not(None))
    .scalar_subquery()
)
LENDABLE = (  # item_id and its `pieces` on the shelf, set aside or out, without those that are blocked
    select(
        Level.item_id,
        (func.sum(Level.available + Level.reserved + Level.on_rent) - BLOCKED).label(
            "pieces"
        ),
    )
    .where(Level.item_id.in_(bindparam("item_ids", expanding=True)))
    .group_by(Level.item_id)
    .subquery("lendable")
)
ON_SHELF = (
    select(Unit)
    .where(
        Unit.item_id == bindparam("id"), Unit.available > 0, Unit.blocked_reason.is_(None)
    )
    .order_by(Unit.sort_key, Unit.id)
)
HERE = (
    select(Unit)
    .where(Unit.item_id == bindparam("id"))
    .where(
        or_(
            Unit.available > 0,
            Unit.damaged > 0,
            Unit.under_repair > 0,
            Unit.blocked_reason.is_not(None),
        )
    )
    .order_by(Unit.sort_key, Unit.id)
)


def outstanding(checkout_id: SQLColumnExpression[int] | int) -> ColumnElement[int]:
    """How many pieces of a checkout are in the borrower's hands, by the ledger; for a query over checkouts."""
    handed_out = case((Movement.to_state == ON_RENT, Movement.quantity), else_=NONE)
    returned = case((Movement.from_state == ON_RENT, Movement.quantity), else_=NONE)
    theirs = select(func.coalesce(func.sum(handed_out - returned), NONE)).where(
        Movement.checkout_id == checkout_id
    )
    return theirs.correlate_except(Movement).scalar_subquery()


def tag_of(unit_id: SQLColumnExpression[int | None]) -> ColumnElement[str | None]:
    """A unit's tag, for a query over rows that name it."""
    tag = select(Unit.tag).where(Unit.id == unit_id)
    return tag.correlate_except(Unit).scalar_subquery()


def these(ids: Collection[int]) -> dict[int, Unit]:
    """Units by their id; the caller has checked who may see them."""
    query = select(Unit).where(Unit.id.in_(ids))
    return {unit.id: unit for unit in db.session.scalars(query)}


def on_shelf(item_id: int) -> list[Unit]:
    """Units that could be handed out now."""
    return rows.listed(ON_SHELF, {"id": item_id})


class Here(NamedTuple):
    """Units of an item: those that could be handed out now, and those that must not leave."""

    on_shelf: list[Unit]
    kept_back: list[Unit]  # damaged, in repair or blocked


def here(item_id: int) -> Here:
    """Both at once; the caller has checked who may see them."""
    units = Here([], [])
    for unit in db.session.scalars(HERE, {"id": item_id}):
        is_blocked = unit.blocked_reason is not None
        if unit.available > 0 and not is_blocked:
            units.on_shelf.append(unit)
        if unit.damaged or unit.under_repair or is_blocked:
            units.kept_back.append(unit)
    return units


def tags_on_shelf(except_ids: Select[int | None]) -> Select[int, int, str, int]:
    """A query for item, id, tag and pieces of the units that could be handed out, of the items `item_ids`, except some.

    A batch has several pieces on the shelf, any other unit one.
    """
    query = select(Unit.item_id, Unit.id, Unit.tag, Unit.available).where(
        Unit.item_id.in_(bindparam("item_ids", expanding=True)),
        Unit.available > 0,
        Unit.blocked_reason.is_(None),
        Unit.id.not_in(except_ids),
    )
    return query.order_by(Unit.sort_key, Unit.id)


def pick(item_id: int, reference: int | str) -> Unit:
    """A unit of an item to hand out, by its id or tag; NotFound if it has none, Conflict if it is blocked.

    Digits sent as text are a tag where there is one, and an id otherwise.
    """
    return check_may_leave(item_id, _of_item(item_id, reference))


def check_may_leave(item_id: int, unit: Unit | None) -> Unit:
    """The unit, if it is one of the item; NotFound if not, Conflict if it is blocked."""
    if unit is None or unit.item_id != item_id:
        raise NotFound(_("This item has no such unit"))
    if unit.blocked_reason:
        raise Conflict(
            _(
                "%(tag)s is not for loan: %(blocked_reason)s",
                tag=unit.tag,
                blocked_reason=unit.blocked_reason,
            ),
            facts={"blocked": unit.blocked_reason, "unit": unit.id},
        )
    return unit


def _of_item(item_id: int, reference: int | str) -> Unit | None:
    query = select(Unit).where(Unit.item_id == item_id)
    fresh = {"populate_existing": True}
    if isinstance(reference, str):
        with_tag = query.where(Unit.tag_key == text.code(reference))
        if unit := db.session.scalars(with_tag, execution_options=fresh).first():
            return unit
        if not (reference.isascii() and reference.isdecimal()):
            return None
    try:
        with_id = query.where(Unit.id == an_id(str(reference)))
    except ValueError:
        return None
    return db.session.scalars(with_id, execution_options=fresh).first()


def search(
    actor: Actor,
    *,
    serial: str = "",
    code: str = "",
    item: int | None = None,
    among: Select[int | None] | Sequence[int] | None = None,
    after: int = 0,
    limit: int = 50,
) -> list[Unit]:
    """Units by id, by serial number or by any `code` on them, however it is written; keyset by id. For staff.

    `among` are ids, or a statement that selects them.
    """
    query = _visible(actor).where(Unit.id > after).order_by(Unit.id).limit(limit)
    query = query.where(*_with_numbers(serial, code))
    if item:
        query = query.where(Unit.item_id == item)
    if among is not None:
        query = query.where(Unit.id.in_(among))
    return rows.listed(query)


def tagged(actor: Actor, tag: str) -> Unit:
    """The unit with this tag, however it is written. NotFound if there is none."""
    query = _visible(actor).where(Unit.tag_key == text.code(tag))
    return rows.find(query, _("No unit has this tag"))


def with_serial(
    actor: Actor, serial: str, *, after: int = 0, limit: int = 50
) -> list[Unit]:
    """The units with this serial number, of whatever item. NotFound if there is none."""
    units = search(actor, serial=serial, after=after, limit=limit)
    if not units and not after:
        raise NotFound(_("No unit has this serial number"))
    return units


def find(actor: Actor, id: int) -> Unit:
    """One unit, for staff. NotFound for an id that is not there."""
    return rows.find(_visible(actor).where(Unit.id == id), _("Unit not found"))


def block(actor: Actor, id: int, *, reason: str) -> Unit:
    """It is not lent from now on, and the reason says why; whoever has it keeps it. Staff only."""
    unit = locked(actor, id)
    unit.blocked_reason, unit.blocked_at, unit.blocked_by = reason, clock.now(), actor.id
    db.session.flush()
    return find(actor, id)


def unblock(actor: Actor, id: int) -> Unit:
    """It may be lent again. Conflict if nothing kept it back."""
    unit = locked(actor, id)
    if unit.blocked_reason is None:
        raise Conflict(
            _("%(tag)s can already be lent", tag=unit.tag), facts={"blocked": None}
        )
    unit.blocked_reason = unit.blocked_at = unit.blocked_by = None
    db.session.flush()
    released.note([unit.item_id])
    return find(actor, id)


def locked(actor: Actor, id: int) -> Unit:
    """The unit as it is now, with stock's writer lock: what is free hangs on it."""
    find(actor, id)
    ledger.lock()
    return rows.find(select(Unit).where(Unit.id == id), _("Unit not found"), lock=True)


def assess(ids: Collection[int], condition: str) -> None:
    """Note the condition units came back in, in one statement; the caller has checked who may."""
    values = {"condition": condition, "version": Unit.version + 1}
    others = Unit.id.in_(ids) & (Unit.condition != condition)
    db.session.execute(update(Unit).where(others).values(values))


def _visible(actor: Actor) -> Select[Unit]:
    if not access.may_receive(actor):
        raise NotAllowed(_("Only staff can see units"))
    return select(Unit).options(NAMES)


def _with_numbers(serial: str, code: str) -> Iterator[ColumnElement[bool]]:
    """That a unit has this serial number, if one is given; and this code in any place, if one is given."""
    if serial:
        yield Unit.serial_key == text.code(serial)
    if code:
        key = text.code(code)
        yield or_(Unit.tag_key == key, Unit.serial_key == key, Unit.batch_key == key)
