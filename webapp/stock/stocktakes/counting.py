"""Counting: what somebody found at a location, line by line, each against the ledger of its moment."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from webapp.core import clock, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotFound

from ..models import Item, Level, Stocktake, StocktakeLine, Unit
from ..units import scans
from ..units.scans import Scan
from ..units.units import Kept
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
        found = scans.find(actor, Scan(code, us_keys))
        if found is None:
            return _unknown(actor, stocktake, code)
        unit, item = (
            (found.unit.id, found.item_id) if isinstance(found, Kept) else (None, found.id)
        )
    if unit is not None:
        thing = db.session.get(Unit, unit)
        if thing is None or item not in (None, thing.item_id):
            raise NotFound("Unit not found")
        return _count(actor, stocktake, thing.item_id, thing, counted)
    if item is None:
        raise Invalid(fields={"code": "Give a code, a unit or an item"})
    if db.session.get(Item, item) is None:
        raise NotFound("Item not found")
    return _count(actor, stocktake, item, None, counted)


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
    said = dict.fromkeys(units) | dict(batches)
    things = db.session.scalars(select(Unit).where(Unit.id.in_(said))).all()
    kinds = db.session.scalars(select(Item.id).where(Item.id.in_(numbers))).all()
    if len(things) < len(said) or len(kinds) < len(numbers):
        raise NotFound("Nothing found under this code")
    for unit in things:
        _count(actor, stocktake, unit.item_id, unit, said[unit.id])
    for item in kinds:
        _count(actor, stocktake, item, None, numbers[item])


def forget(actor: Actor, id: int, line_id: int) -> None:
    """Take a line back, as if it had not been counted."""
    take(actor, id, "counting")
    line = db.session.get(StocktakeLine, line_id)
    if line is None or line.stocktake_id != id:
        raise NotFound("This has not been counted")
    db.session.delete(line)
    db.session.flush()


def _count(
    actor: Actor, stocktake: Stocktake, item_id: int, unit: Unit | None, counted: int | None
) -> Counted:
    is_one = unit is not None and unit.batch_code is None
    if counted is None and not is_one:
        raise Invalid(fields={"counted": "Enter how many pieces there are"})
    counted = 1 if counted is None else counted
    if is_one and counted > 1:
        raise Invalid(fields={"counted": "A thing with its own tag counts as one"})
    same = {
        "stocktake_id": stocktake.id,
        "item_id": item_id,
        "unit_id": unit.id if unit else None,
    }
    line = db.session.scalars(select(StocktakeLine).filter_by(**same)).one_or_none()
    if line and is_one and line.counted == counted:
        return Counted(line, again=True)
    line = line or StocktakeLine(**same)
    here = select(Level.seq).where(
        Level.item_id == item_id, Level.location_id == stocktake.location_id
    )
    line.counted, line.level_seq = counted, db.session.scalar(here) or 0
    return _keep(actor, line)


def _unknown(actor: Actor, stocktake: Stocktake, code: str) -> Counted:
    if len(code) > LONGEST:
        raise Invalid(fields={"code": f"At most {LONGEST} characters"})
    same = {"stocktake_id": stocktake.id, "item_id": None}
    asked = (
        select(StocktakeLine)
        .filter_by(**same, code_key=text.code(code))
        .order_by(StocktakeLine.id)
        .limit(1)
    )
    line = db.session.scalars(asked).one_or_none()
    return (
        Counted(line, again=True)
        if line
        else _keep(actor, StocktakeLine(**same, code=code, counted=1))
    )


def _keep(actor: Actor, line: StocktakeLine) -> Counted:
    line.counted_by, line.counted_at = actor.id, clock.now()
    db.session.add(line)
    db.session.flush()
    return Counted(line, again=False)
