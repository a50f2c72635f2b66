"""Imports: a school's own spreadsheet becomes items, units and one operation in the ledger, all of it or nothing."""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import distinct, func, insert, select
from sqlalchemy.exc import DataError

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotAllowed, NotFound

from .. import access, lists, locations, search_text
from ..items import brands, categories
from ..ledger import ledger
from ..ledger.ledger import Line
from ..models import Item, Location, Movement, Operation, Unit
from ..models.states import OUTSIDE
from ..skus import skus
from ..skus.skus import Thing
from . import columns, pieces, plans
from .columns import Meaning
from .kinds import Kind
from .pieces import Piece
from .plans import Plan
from .spreadsheets import Table

TOO_MUCH = "The quantities or values of one item add up to too large an amount"


@dataclass(frozen=True)
class Imported:
    """What an import brought, by the ledger."""

    id: int
    note: str
    items: list[Item]
    kinds: int
    quantity: int
    blocked: int


def allow(actor: Actor) -> None:
    if not access.may_describe(actor):
        raise NotAllowed("Only teachers and admins can import items")


def preview(
    actor: Actor,
    table: Table,
    mapping: Meaning,
    *,
    location: str | None = None,
    create_locations: bool = False,
    category: str = "instrument",
) -> Plan:
    """What will happen to every row; writes nothing. Invalid at `column` if the mapping cannot be, at `category` if
    there is none such.

    `location` is for rows that name none. `category` is for kinds whose description gives no hint.
    """
    allow(actor)
    columns.check(table.header, mapping)
    categories.check(category)
    read = list(pieces.read(table, mapping))
    options = {
        "location": location,
        "create_locations": create_locations,
        "category": category,
    }
    plan = plans.make(read, key=_key(table, mapping, location), **options)  # type: ignore[arg-type]
    if len(plan.new_locations) > plans.MOST_LOCATIONS:
        words = f"This would make {len(plan.new_locations)} new locations; is it the right column?"
        raise Invalid(words, fields={"column": words})
    return plan


def carry_out(
    actor: Actor,
    table: Table,
    mapping: Meaning,
    *,
    name: str = "a spreadsheet",
    seen: str | None = None,
    leave_out: bool = False,
    is_borrowable: bool = True,
    **options: Any,
) -> Operation:
    """Bring in what `preview` with the same options says. Invalid if a row has a problem, unless those are left out.

    `seen` is the `Plan.seen` of the preview somebody looked at: Conflict if it would come out differently now, and
    Conflict if the same file was imported in the same way before.
    """
    allow(actor)
    ledger.lock()
    plan = preview(actor, table, mapping, **options)
    _check(plan, seen, leave_out)
    for place in plan.new_locations:
        locations.home(actor, place, is_new=True)
    places = {
        name: id for id, name in db.session.execute(select(Location.id, Location.name))
    }
    try:
        with db.session.begin_nested():
            _describe_anew([kind for kind in plan.kinds if kind.id is not None])
            _describe(actor, plan.kinds, places, is_borrowable)
            lines = _lines(plan.kinds, places)
            note = f"{plan.taken} rows of {pieces.visible(name)[:200]} [{plan.key}]"
            return ledger.record(actor, "import", lines, note=note)
    except DataError:  # with what is there already
        raise Invalid(TOO_MUCH) from None


def show(actor: Actor, id: int) -> Imported:
    """What an import brought; the first of its items by name."""
    allow(actor)
    operation = db.session.get(Operation, id)
    if operation is None or operation.kind != "import":
        raise NotFound("Import not found")
    mine = Movement.operation_id == id
    counted = select(
        func.count(distinct(Movement.item_id)),
        func.coalesce(func.sum(Movement.quantity), 0),
    ).where(mine)
    kinds, quantity = db.session.execute(counted).one()
    blocked = (
        select(func.count()).select_from(Unit).join(Movement, Movement.unit_id == Unit.id)
    )
    blocked = blocked.where(mine, Unit.blocked_reason.is_not(None))
    moved = select(Movement.item_id).where(mine)
    first = db.session.scalars(
        select(Item).where(Item.id.in_(moved)).order_by(Item.sort_key, Item.id).limit(24)
    )
    note = operation.note.rpartition(" [")[0]
    return Imported(
        id, note, list(first), kinds, int(quantity), db.session.scalar(blocked) or 0
    )


def _check(plan: Plan, seen: str | None, leave_out: bool) -> None:
    if plan.before:
        raise Conflict(
            "This file was already imported in the same way",
            facts={"imported_at": plan.before.isoformat()},
        )
    if seen is not None and seen != plan.seen:
        raise Conflict(
            "Stock has changed since you looked at the preview. Look at it again, then import."
        )
    if plan.problems and not leave_out:
        first = next(fate for fate in plan.fates if fate.verdict == "problem")
        told = (
            f"{plan.problems} {'row' if plan.problems == 1 else 'rows'} cannot be imported"
        )
        words = (
            f"{told}, so nothing was imported. Line {first.line}: {'; '.join(first.words)}"
        )
        raise Invalid(words, facts={"problems": plan.problems})
    if any(kind.quantity * max(kind.value_minor or 1, 1) >= 2**31 for kind in plan.kinds):
        raise Invalid(TOO_MUCH)
    if not plan.taken:
        raise Invalid("No row adds anything, so nothing was imported")


def _describe(
    actor: Actor, kinds: list[Kind], places: dict[str, int], is_borrowable: bool
) -> None:
    """The items that are not there yet."""
    missing = [kind for kind in kinds if kind.id is None]
    made = brands.named(actor, {kind.make for kind in missing})
    makes = [made.get(lists.key(kind.make)) for kind in missing]
    things = [
        Thing(kind.category, make.id if make else None, kind.name)
        for kind, make in zip(missing, makes, strict=True)
    ]
    new = dict(zip(skus.draw(things), missing, strict=True))
    rows = [
        {
            "name": kind.name,
            "category": kind.category,
            "brand_id": thing.brand_id,
            "model": kind.model,
            "sku": sku,
            "condition": kind.condition or "good",
            "notes": "\n".join(kind.notes),
            "home_location_id": places[kind.home],
            "value_minor": kind.value_minor or 0,
            "is_borrowable": is_borrowable,
            "folded": search_text.folded(kind.name, sku, kind.make, kind.model, kind.home),
            "created_by": actor.id,
        }
        for (sku, kind), thing in zip(new.items(), things, strict=True)
    ]
    if rows:
        for sku, id in db.session.execute(insert(Item).returning(Item.sku, Item.id), rows):
            new[sku].id = id


def _describe_anew(kinds: list[Kind]) -> None:
    """What is new of items there already: notes of pieces without a tag, and the value where all before was undone."""
    changed = {kind.id: kind for kind in kinds if kind.new_notes or kind.is_revalued}
    items = select(Item).where(Item.id.in_(changed)).order_by(Item.id).with_for_update()
    for item in db.session.scalars(items.execution_options(populate_existing=True)):
        item.notes = "\n".join(changed[item.id].notes)
        if changed[item.id].is_revalued:
            item.value_minor = changed[item.id].value_minor or 0
    db.session.flush()


def _lines(kinds: list[Kind], places: dict[str, int]) -> list[Line]:
    """One for every row, with the units that are not there yet."""
    counted = [
        (kind, piece, places[place]) for kind in kinds for piece, place in kind.pieces
    ]
    counted.sort(key=lambda each: each[1].line)
    rows = [_unit(kind, piece, place) for kind, piece, place in counted if piece.tag]
    made = (
        db.session.execute(insert(Unit).returning(Unit.tag, Unit.id), rows).all()
        if rows
        else []
    )
    units: dict[str | None, int] = {tag: id for tag, id in made}
    return [
        Line(
            kind.id or 0,
            place,
            "ADJUSTMENT_POSITIVE",
            OUTSIDE,
            "damaged" if piece.condition == "damaged" else "available",
            piece.quantity,
            units.get(piece.tag),
            piece.quantity * (kind.value_minor or 0),
        )
        for kind, piece, place in counted
    ]


def _unit(kind: Kind, piece: Piece, place: int) -> dict[str, Any]:
    return {
        "item_id": kind.id,
        "location_id": place,
        "tag": piece.tag,
        "serial_number": piece.serial,
        "batch_code": piece.batch or (piece.tag if piece.quantity > 1 else None),
        "condition": piece.condition,
        "blocked_reason": piece.blocked,
        "notes": piece.notes,
    }


def _key(table: Table, mapping: Meaning, location: str | None) -> str:
    said = hashlib.sha256(repr((table.header, mapping, location)).encode())
    for row in table.rows:
        said.update(repr(row).encode())
    return said.hexdigest()[:32]
