"""Records: what an import writes: the items and units that are not there yet, and a line of the ledger for each row."""

from collections.abc import Mapping
from typing import TypedDict

from sqlalchemy import insert, select

from webapp.core.actor import Actor
from webapp.core.db import db

from .. import lists, search_text, sizes
from ..items import brands
from ..items.descriptions import USUAL_LOAN
from ..ledger.ledger import Line
from ..models import Item, Unit
from ..models.states import OUTSIDE
from ..skus import skus
from ..skus.skus import Thing
from .kinds import Kind
from .pieces import SAID_ONCE, Piece


class _NewUnit(TypedDict):
    item_id: int | None
    location_id: int
    tag: str | None
    serial_number: str | None
    batch_code: str | None
    condition: str
    blocked_reason: str | None
    notes: str


def add_items(
    actor: Actor, kinds: list[Kind], locations: Mapping[str, int], is_borrowable: bool
) -> None:
    """The items of the kinds that are not there yet; each kind gets its id. `locations` are ids by name."""
    missing = [kind for kind in kinds if kind.id is None]
    things = _things(actor, missing)
    by_sku = dict(zip(skus.draw(things), missing, strict=True))
    rows = [
        {
            **_described(kind, sku),
            "brand_id": thing.brand_id,
            "home_location_id": locations[kind.home],
            "is_borrowable": is_borrowable,
            "created_by": actor.id,
        }
        for (sku, kind), thing in zip(by_sku.items(), things, strict=True)
    ]
    if rows:
        for sku, id in db.session.execute(insert(Item).returning(Item.sku, Item.id), rows):
            by_sku[sku].id = id


def _things(actor: Actor, kinds: list[Kind]) -> list[Thing]:
    """What a SKU is drawn for; brands that are not there yet are made."""
    makers = brands.named(actor, {kind.make for kind in kinds})
    brand_of = {kind.make: makers.get(lists.key(kind.make)) for kind in kinds}
    return [
        Thing(
            kind.category, brand.id if (brand := brand_of[kind.make]) else None, kind.name
        )
        for kind in kinds
    ]


def _described(kind: Kind, sku: str) -> dict[str, str | int | None]:
    return {
        "name": kind.name,
        "category": kind.category,
        "model": kind.model,
        "sku": sku,
        "condition": kind.condition or "good",
        "notes": "\n".join(kind.notes),
        "value_minor": kind.value_minor or 0,
        "needs_approval": kind.needs_approval is not False,
        "needs_second_look": kind.needs_second_look is True,
        "max_checkout_days": _longest(kind),
        "loan_hours": kind.loan_hours,
        "max_renewals": kind.max_renewals,
        "renews_itself": kind.renews_itself is True,
        "service_days": kind.service_days or 0,
        **_said(kind),
        "folded": _folded(kind, sku),
    }


def _said(kind: Kind) -> dict[str, str]:
    """What rows say of what it is; its name tells the size where none does."""
    said = {name: getattr(kind, name) for name in SAID_ONCE}
    return said | {"size": kind.size or sizes.of(kind.name, kind.category)}


def _folded(kind: Kind, sku: str) -> str:
    more = (getattr(kind, name) for name in search_text.MORE)
    return search_text.folded(kind.name, sku, kind.make, kind.model, kind.home, *more)


def _longest(kind: Kind) -> int:
    """In days; what is lent by the hour is back the same day."""
    return 1 if kind.loan_hours else kind.max_checkout_days or USUAL_LOAN


def change_items(kinds: list[Kind]) -> None:
    """What is new of items there already: notes of pieces without a tag, and the value where all before was undone."""
    changed = {kind.id: kind for kind in kinds if kind.new_notes or kind.is_revalued}
    query = select(Item).where(Item.id.in_(changed)).order_by(Item.id).with_for_update()
    for item in db.session.scalars(query.execution_options(populate_existing=True)):
        kind = changed[item.id]
        item.notes = "\n".join(kind.notes)
        if kind.is_revalued:
            item.value_minor = kind.value_minor or 0
    db.session.flush()


def lines(kinds: list[Kind], locations: Mapping[str, int]) -> list[Line]:
    """One for every row, in the order of the file, with the units that are not there yet."""
    arrivals = [
        (kind, piece, locations[location])
        for kind in kinds
        for piece, location in kind.pieces
    ]
    arrivals.sort(key=lambda arrival: arrival[1].line)
    units = _add_units(
        [_unit(kind, piece, location) for kind, piece, location in arrivals if piece.tag]
    )
    return [
        Line(
            kind.id or 0,
            location,
            "ADJUSTMENT_POSITIVE",
            OUTSIDE,
            "damaged" if piece.condition == "damaged" else "available",
            piece.quantity,
            units.get(piece.tag),
            piece.quantity * (kind.value_minor or 0),
        )
        for kind, piece, location in arrivals
    ]


def _add_units(rows: list[_NewUnit]) -> dict[str | None, int]:
    """Their ids by tag."""
    if not rows:
        return {}
    added = db.session.execute(insert(Unit).returning(Unit.tag, Unit.id), rows)
    return {tag: id for tag, id in added}


def _unit(kind: Kind, piece: Piece, location: int) -> _NewUnit:
    return {
        "item_id": kind.id,
        "location_id": location,
        "tag": piece.tag,
        "serial_number": piece.serial,
        "batch_code": piece.batch or (piece.tag if piece.quantity > 1 else None),
        "condition": piece.condition,
        "blocked_reason": piece.blocked,
        "notes": piece.notes,
    }
