"""Levels: what there is of an item at a location, state by state, and when more of it is wanted."""

from dataclasses import dataclass, fields
from typing import Any, TypedDict, TypeVar, Unpack

from sqlalchemy import Select, func, select

from webapp.core import rows, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotAllowed
from webapp.core.words import _

from . import access, locations
from .ledger import ledger
from .models import Item, Level, Location
from .models.states import STATES

SETTINGS = ("reorder_point", "reorder_quantity", "maximum_stock")
# where a page ended: the item's sort key and id, the location's id
Place = tuple[str, int, int]
Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])


class Settings(TypedDict, total=False):
    """When more is wanted, how many then, and how many are too many; None for nothing said."""

    reorder_point: int | None
    reorder_quantity: int | None
    maximum_stock: int | None


@dataclass(frozen=True)
class NamedLevel:
    """A level with the names of what it is and where."""

    id: int
    item_id: int
    location_id: int
    reorder_point: int | None
    reorder_quantity: int | None
    maximum_stock: int | None
    value_minor: int
    status: str
    seq: int
    version: int
    available: int
    reserved: int
    on_rent: int
    damaged: int
    under_repair: int
    beyond_repair: int
    in_transit: int
    on_hand: int
    item_name: str
    sku: str
    category: str
    location: str
    sort_key: str

    @property
    def place(self) -> Place:
        return self.sort_key, self.item_id, self.location_id

    @property
    def by_state(self) -> dict[str, int]:
        return {state: getattr(self, state) for state in STATES}

    @property
    def average_cost_minor(self) -> int | None:
        return average(self.value_minor, self.on_hand)


NAMES = (Item.name, Item.sku, Item.category, Location.name, Item.sort_key)
ROWS: Select[*tuple[Any, ...]] = (
    select(  # plain values, in the order of NamedLevel: many are read, and triggers change them
        *(getattr(Level, field.name) for field in fields(NamedLevel)[: -len(NAMES)]), *NAMES
    ).select_from(Level)
)
NAMED = ROWS.join(Item, Item.id == Level.item_id).join(
    Location, Location.id == Level.location_id
)
BY_NAME = (  # "+ 0" keeps SQLite from looking items up level by level and sorting them all
    ROWS.join(Item, Item.id + 0 == Level.item_id).join(
        Location, Location.id == Level.location_id
    )
)


def average(value_minor: int, pieces: int) -> int | None:
    """What one of so many pieces is worth, in minor units, half up; nothing has no average."""
    return (2 * value_minor + pieces) // (2 * pieces) if pieces else None


def listed(
    actor: Actor,
    *,
    words: str = "",
    item: int | None = None,
    location: int | str | None = None,
    status: str | None = None,
    after: Place | None = None,
    limit: int = 50,
) -> list[NamedLevel]:
    """By the item's name, every word found as in the search for items; keyset by `NamedLevel.place`. For staff.

    Of items that were given up only what is still there.
    """
    check(actor)
    query = NAMED if item or location or status else BY_NAME
    query = narrowed(query, words=words, item=item, location=location)
    query = query.where(Item.archived_at.is_(None) | (Level.on_hand > 0))
    if status:
        query = query.where(Level.status == status)
    query = in_order(query, after).limit(limit)
    return rows.made(NamedLevel, query)


def find(actor: Actor, id: int) -> NamedLevel:
    """One level, for staff. NotFound for an id that is not there."""
    check(actor)
    query = NAMED.where(Level.id == id)
    return NamedLevel(*rows.find_values(query, _("Level not found")))


def of_item(actor: Actor, item_id: int) -> list[NamedLevel]:
    """Where an item is kept, for staff."""
    return listed(actor, item=item_id, limit=200)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **changes: Unpack[Settings]
) -> NamedLevel:
    """Say when more is wanted (`reorder_point`), how many then, and how many are too many; None for nothing said.

    Stale, with what it is now, if somebody else changed it since `version`; Invalid at the maximum if more would be
    wanted although there is too much.
    """
    named = find(actor, id)
    access.check_may_describe(actor)
    ledger.lock()
    level = rows.find(select(Level).where(Level.id == id), _("Level not found"), lock=True)
    changed = _(
        "Somebody changed this for %(item)s at %(location)s while you were typing",
        item=named.item_name,
        location=named.location,
    )
    rows.check_version(version, level.version, changed, lambda: _settings(level))
    _check_sense(level, changes)
    rows.assign(level, changes)
    db.session.flush()
    return find(actor, id)


def _check_sense(level: Level, changes: Settings) -> None:
    """Invalid if more would be wanted although there is too much."""
    point = changes.get("reorder_point", level.reorder_point)
    most = changes.get("maximum_stock", level.maximum_stock)
    if point is not None and most is not None and most < point:
        raise Invalid(
            fields={
                "maximum_stock": _("At least the reorder point, %(point)s", point=point)
            }
        )


def _settings(level: Level) -> dict[str, int | None]:
    return {name: getattr(level, name) for name in SETTINGS}


@dataclass(frozen=True)
class Sum:
    """Pieces of all items at a location, state by state; `levels` of which so many are low or empty."""

    location_id: int
    location: str
    levels: int
    low: int
    by_state: dict[str, int]

    @property
    def on_hand(self) -> int:
        return sum(self.by_state.values())


def summary(actor: Actor) -> list[Sum]:
    """Every location that has levels, by name, in one statement. For staff."""
    check(actor)
    sums = (func.sum(getattr(Level, state)) for state in STATES)
    low = func.count().filter(Level.status.in_(("low_stock", "out_of_stock")))
    query = (
        select(Location.id, Location.name, func.count(), low, *sums)
        .join(Level, Level.location_id == Location.id)
        .group_by(Location.id)
        .order_by(Location.sort_key, Location.id)
    )
    return [
        Sum(id, name, levels, few, dict(zip(STATES, map(int, pieces), strict=True)))
        for id, name, levels, few, *pieces in db.session.execute(query)
    ]


def check(actor: Actor) -> None:
    """NotAllowed for students."""
    if not access.may_receive(actor):
        raise NotAllowed(_("Only staff can see what is in stock"))


def narrowed(
    query: Query,
    *,
    words: str = "",
    item: int | None = None,
    location: int | str | None = None,
) -> Query:
    """Of levels joined with their items: these only."""
    for word in text.words(words):
        query = query.where(Item.folded.like(text.like(word), escape="\\"))
    if item:
        query = query.where(Level.item_id == item)
    if location:
        query = query.where(Level.location_id == locations.id_of(location))
    return query


def in_order(query: Query, after: Place | None) -> Query:
    """By the item's name, going on after a place; both indexes have this order, so no page sorts."""
    if after:
        key, item, location = after
        further = (Item.id > item) | ((Item.id == item) & (Level.location_id > location))
        query = query.where(Item.sort_key >= key, (Item.sort_key > key) | further)
    return query.order_by(Item.sort_key, Item.id, Level.location_id)
