"""Levels: what there is of an item at a location, state by state, and when more of it is wanted."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotAllowed, NotFound, Stale

from . import access, locations
from .ledger import ledger
from .models import Item, Level, Location
from .models.states import STATES

SETTINGS = ("reorder_point", "reorder_quantity", "maximum_stock")
NAMED = (
    Item.name.label("item_name"),
    Item.sku,
    Item.category,
    Location.name.label("location"),
    Item.sort_key,
)
TOLD = (
    select(*Level.__table__.columns, *NAMED)
    .join(Item, Item.id == Level.item_id)
    .join(Location, Location.id == Level.location_id)
)
BY_NAME = (  # "+ 0" keeps SQLite from looking items up level by level and sorting them all
    select(*Level.__table__.columns, *NAMED)
    .join(Item, Item.id + 0 == Level.item_id)
    .join(Location, Location.id == Level.location_id)
)
Place = tuple[
    str, int, int
]  # where a page ended: the item's sort key and id, the location's id


@dataclass(frozen=True)
class Kept:
    """A level, as a row of plain values, with the names of what it is and where."""

    level: Any
    item_name: str
    sku: str
    category: str
    location: str
    sort_key: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.level, name)

    @property
    def place(self) -> Place:
        return self.sort_key, self.level.item_id, self.level.location_id

    @property
    def by_state(self) -> dict[str, int]:
        return {state: getattr(self.level, state) for state in STATES}

    @property
    def average_cost_minor(self) -> int | None:
        return average(self.level.value_minor, self.level.on_hand)


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
) -> list[Kept]:
    """By the item's name, every word found as in the search for items; keyset by `Kept.place`. For staff.

    Of items that were given up only what is still there.
    """
    check(actor)
    asked = narrowed(
        TOLD if item or location or status else BY_NAME,
        words=words,
        item=item,
        location=location,
    )
    asked = asked.where(Item.archived_at.is_(None) | (Level.on_hand > 0))
    if status:
        asked = asked.where(Level.status == status)
    return [
        Kept(row, *row[-5:])
        for row in db.session.execute(in_order(asked, after).limit(limit))
    ]


def find(actor: Actor, id: int) -> Kept:
    """One level, for staff. NotFound for an id that is not there."""
    check(actor)
    row = db.session.execute(TOLD.where(Level.id == id)).one_or_none()
    if row is None:
        raise NotFound("Level not found")
    return Kept(row, *row[-5:])


def of_item(actor: Actor, item_id: int) -> list[Kept]:
    """Where an item is kept, for staff."""
    return listed(actor, item=item_id, limit=200)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **changes: int | None
) -> Kept:
    """Say when more is wanted (`reorder_point`), how many then, and how many are too many; None for nothing said.

    Stale, with what it is now, if somebody else changed it since `version`; Invalid at the maximum if more would be
    wanted although there is too much.
    """
    seen = find(actor, id)
    access.check_may_describe(actor)
    ledger.lock()
    held = (
        select(Level)
        .where(Level.id == id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    level = db.session.scalars(held).one()
    now = {name: getattr(level, name) for name in SETTINGS}
    if version is not None and level.version != version:
        words = f"Somebody changed this for {seen.item_name} at {seen.location} while you were typing"
        raise Stale(words, facts={"version": level.version} | now)
    point, _, most = ((now | changes)[name] for name in SETTINGS)
    if point is not None and most is not None and most < point:
        raise Invalid(fields={"maximum_stock": f"At least the reorder point, {point}"})
    for name, value in changes.items():
        setattr(level, name, value)
    db.session.flush()
    return find(actor, id)


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
    asked = select(Location.id, Location.name, func.count(), low, *sums).join(
        Level, Level.location_id == Location.id
    )
    rows = db.session.execute(
        asked.group_by(Location.id).order_by(Location.sort_key, Location.id)
    )
    return [
        Sum(id, name, levels, few, dict(zip(STATES, map(int, pieces), strict=True)))
        for id, name, levels, few, *pieces in rows
    ]


def check(actor: Actor) -> None:
    """NotAllowed for students."""
    if not access.may_receive(actor):
        raise NotAllowed("Only staff can see what is in stock")


def narrowed(
    asked: Any,
    *,
    words: str = "",
    item: int | None = None,
    location: int | str | None = None,
) -> Any:
    """Of levels joined with their items: these only."""
    for word in text.words(words):
        asked = asked.where(Item.folded.like(text.like(word), escape="\\"))
    if item:
        asked = asked.where(Level.item_id == item)
    if location:
        asked = asked.where(Level.location_id == locations.id_of(location))
    return asked


def in_order(asked: Any, after: Place | None) -> Any:
    """By the item's name, going on after a place; both indexes have this order, so no page sorts."""
    if after:
        key, item, place = after
        further = (Item.id > item) | ((Item.id == item) & (Level.location_id > place))
        asked = asked.where(Item.sort_key >= key, (Item.sort_key > key) | further)
    return asked.order_by(Item.sort_key, Item.id, Level.location_id)
