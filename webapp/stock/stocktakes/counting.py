"""Counting: what somebody found at a location, line by line, each against the ledger of its moment."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.core import clock, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotFound
from webapp.core.words import _

from ..models import Item, Level, Stocktake, StocktakeLine, Unit
from ..units import scans
from ..units.scans import Scan
from .stocktakes import take

LONGEST = 80  # characters of a code that nobody knows


@dataclass(frozen=True)
class Counted:
    """What a scan became: its line, and whether it was counted before."""

    line: StocktakeLine
    again: bool


def count(
    actor: Actor,
    id: int,
    *,
    code: str | None = None,
    us_keys: str = "",
    item: int | None = None,
    unit: int | None = None,
    counted: int | None = None,
) -> Counted:
    """What a scan stands for, a unit, or pieces of an item without a tag; a new number replaces the old one.

    A unit counts as one, or with 0 as not there; a code that nobody knows is kept as it is. Invalid at `code` if it is
    a label's that was misread or several units are called so, at `counted` if there may be several pieces and it was
    not said how many are there.
    """
    stocktake = take(actor, id, "counting")
    if code is not None:
        match = scans.find(actor, Scan(code, us_keys))
        if match is None:
            return _unknown(actor, stocktake, code)
        unit = match.id if isinstance(match, Unit) else None
        item = match.item_id if isinstance(match, Unit) else match.id
    item, thing = _thing(item, unit)
    return _count(
        actor,
        stocktake,
        item,
        thing,
        counted,
    )


def _thing(item_id: int | None, unit_id: int | None) -> tuple[int, Unit | None]:
    """The item and perhaps the unit of these ids. NotFound, or Invalid if neither is given."""
    if unit_id is not None:
        unit = db.session.get(Unit, unit_id)
        if unit is None or item_id not in (None, unit.item_id):
            raise NotFound(_("Unit not found"))
        return unit.item_id, unit
    if item_id is None:
        raise Invalid(fields={"code": _("Give a code, a unit or an item")})
    if db.session.get(Item, item_id) is None:
        raise NotFound(_("Item not found"))
    return item_id, None


def tick(
    actor: Actor,
    id: int,
    *,
    units: Collection[int],
    batches: Mapping[int, int],
    numbers: Mapping[int, int],
) -> None:
    """A whole list at once: these units are there, so many pieces of these batches, and of these items without a tag.

    NotFound, and nothing is counted, if one of them is not there.
    """
    stocktake = take(actor, id, "counting")
    pieces: dict[int, int | None] = {**dict.fromkeys(units), **batches}
    ticked, items = _ticked(pieces, numbers)
    for unit in ticked:
        _count(
            actor,
            stocktake,
            unit.item_id,
            unit,
            pieces[unit.id],
        )
    for item in items:
        _count(
            actor,
            stocktake,
            item,
            None,
            numbers[item],
        )


def _ticked(
    unit_ids: Collection[int], item_ids: Collection[int]
) -> tuple[Sequence[Unit], Sequence[int]]:
    """The units, and the ids of the items. NotFound if one of them is not there."""
    units = db.session.scalars(select(Unit).where(Unit.id.in_(unit_ids))).all()
    items = db.session.scalars(select(Item.id).where(Item.id.in_(item_ids))).all()
    if len(units) < len(unit_ids) or len(items) < len(item_ids):
        raise NotFound(_("Nothing found under this code"))
    return units, items


def forget(actor: Actor, id: int, line_id: int) -> None:
    """Take a line back, as if it had not been counted."""
    take(actor, id, "counting")
    line = db.session.get(StocktakeLine, line_id)
    if line is None or line.stocktake_id != id:
        raise NotFound(_("This has not been counted"))
    db.session.delete(line)
    db.session.flush()


def _count(
    actor: Actor, stocktake: Stocktake, item_id: int, unit: Unit | None, counted: int | None
) -> Counted:
    pieces, is_one = _pieces(unit, counted), _is_one(unit)
    same = {
        "stocktake_id": stocktake.id,
        "item_id": item_id,
        "unit_id": unit.id if unit else None,
    }
    line = db.session.scalars(select(StocktakeLine).filter_by(**same)).one_or_none()
    if line and is_one and line.counted == pieces:
        return Counted(line, again=True)
    line = line or StocktakeLine(**same)
    line.counted, line.level_seq = pieces, _seq(item_id, stocktake.location_id)
    return _keep(actor, line)


def _is_one(unit: Unit | None) -> bool:
    return unit is not None and unit.batch_code is None


def _pieces(unit: Unit | None, counted: int | None) -> int:
    """How many are there. Invalid at `counted` if it must be said, or cannot be so."""
    if counted is None and not _is_one(unit):
        raise Invalid(fields={"counted": _("Enter how many pieces there are")})
    pieces = 1 if counted is None else counted
    if _is_one(unit) and pieces > 1:
        raise Invalid(fields={"counted": _("A thing with its own tag counts as one")})
    return pieces


def _seq(item_id: int, location_id: int) -> int:
    """How far the item's level there has moved."""
    query = select(Level.seq).where(
        Level.item_id == item_id, Level.location_id == location_id
    )
    return db.session.scalar(query) or 0


def _unknown(actor: Actor, stocktake: Stocktake, code: str) -> Counted:
    if len(code) > LONGEST:
        raise Invalid(fields={"code": _("At most %(longest)s characters", longest=LONGEST)})
    same = {"stocktake_id": stocktake.id, "item_id": None}
    query = (
        select(StocktakeLine)
        .filter_by(**same, code_key=text.code(code))
        .order_by(StocktakeLine.id)
        .limit(1)
    )
    if line := db.session.scalars(query).one_or_none():
        return Counted(line, again=True)
    return _keep(actor, StocktakeLine(**same, code=code, counted=1))


def _keep(actor: Actor, line: StocktakeLine) -> Counted:
    line.counted_by, line.counted_at = actor.id, clock.now()
    db.session.add(line)
    db.session.flush()
    return Counted(line, again=False)
