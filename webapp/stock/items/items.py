"""Items: the kinds of things the school lends."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.derived import beyond
from webapp.core.errors import Invalid, NotAllowed, NotFound, Stale
from webapp.school import settings

from .. import access, locations
from ..ledger import ledger
from ..ledger.ledger import Line
from ..models import Brand, Item, Level, Location
from ..models.states import OUTSIDE
from ..search_text import folded
from ..skus import skus
from ..skus.skus import Thing
from . import brands, categories
from .stocked import Stocked, has_status, stocked

DESCRIBED = (
    "name",
    "category",
    "make",
    "model",
    "condition",
    "rental_period",
    "is_borrowable",
    "max_checkout_days",
)
PRICES = {
    "value": "value_minor",
    "rental_rate": "rental_rate_minor",
    "deposit": "deposit_minor",
}


def search(
    actor: Actor,
    *,
    words: str = "",
    category: str | None = None,
    status: str | None = None,
    after: tuple[str, int] | None = None,
    limit: int = 50,
) -> list[Stocked]:
    """Items by name, every word found somewhere in name, SKU, make, model or location; keyset by (sort key, id).

    Archived ones only where `status` is "retired". Invalid at `category` if there is none of this code.
    """
    asked = (
        access.archived_items(actor) if status == "retired" else access.visible_items(actor)
    )
    for word in text.words(words):
        asked = asked.where(Item.folded.like(text.like(word), escape="\\"))
    if category:
        asked = asked.where(Item.category == category)
    if status:
        asked = asked.where(has_status(status))
    asked = asked.where(beyond(Item, after)).order_by(Item.sort_key, Item.id)
    here = asked.with_only_columns(Item.id).limit(limit).correlate(None)
    found = stocked(Item.id.in_(here))
    if category and not found:
        categories.check(category, for_new=False)
    return found


def find(actor: Actor, id: int) -> Item:
    """The item, if the actor may see it; archived ones only staff. NotFound otherwise."""
    item = db.session.get(Item, id)
    if item is None or not access.may_see(actor, item):
        raise NotFound("Item not found")
    return item


def by_sku(actor: Actor, sku: str) -> Item:
    """The item with this SKU, however it is written, if the actor may see it. NotFound otherwise."""
    id = db.session.scalar(select(Item.id).where(Item.sku_key == text.code(sku)))
    return find(actor, id or 0)


def by_ids(ids: Iterable[int]) -> list[Stocked]:
    """These items, archived ones too; the caller has checked who may see them."""
    return stocked(Item.id.in_(set(ids)))


def show(actor: Actor, id: int) -> Stocked:
    """As `find`, with what the ledger says about it."""
    found = stocked(Item.id == id)
    if not found or not access.may_see(actor, found[0].item):
        raise NotFound("Item not found")
    return found[0]


def described(actor: Actor, id: int) -> dict[str, Any]:
    """What is said about an item now, as `describe` takes it; its condition is that of pieces without a tag."""
    now = show(actor, id)
    told = {name: getattr(now, name) for name in ("location", *PRICES)}
    return {
        name: getattr(now.item, name) for name in (*DESCRIBED, "notes", "version")
    } | told


def add(
    actor: Actor,
    *,
    name: str,
    category: str,
    location: int | str | None = None,
    new_location: bool = False,
    sku: str | None = None,
    quantity: int = 0,
    make: str = "",
    **described: Any,
) -> Item:
    """A new kind of thing, with an opening balance at a location, the school's main one if none is named.

    A new name makes a new location, unless it looks like a typo: then only with `new_location`. Invalid if the SKU is
    taken.
    """
    if not access.may_describe(actor):
        raise NotAllowed("Only teachers and admins can add items")
    home = locations.home(actor, location, is_new=new_location, may_be_new=True)
    categories.check(category)
    brand = _brand(actor, make)
    thing = Thing(category, brand.id if brand else None, name)
    item = Item(
        name=name,
        category=category,
        brand_id=thing.brand_id,
        sku=sku or skus.draw([thing])[0],
        home_location_id=home.id,
        created_by=actor.id,
        **_priced(described),
    )
    _check_rental(item)
    item.folded = folded(
        name, item.sku, brand.name if brand else "", item.model or "", home.name
    )
    _keep(item)
    ledger.level(item.id, home.id)
    if quantity:
        receive(actor, item, home.id, quantity, kind="opening balance")
    return item


def receive(
    actor: Actor, item: Item, location_id: int, quantity: int, *, kind: str = "receive"
) -> None:
    """Pieces that come in from outside, at the item's value each."""
    kind_of = "ADJUSTMENT_POSITIVE" if kind == "opening balance" else "PURCHASE"
    worth = quantity * item.value_minor
    line = Line(
        item.id,
        location_id,
        kind_of,
        OUTSIDE,
        "available",
        quantity,
        value_delta_minor=worth,
    )
    ledger.record(actor, kind, [line])


def describe(actor: Actor, id: int, *, version: int | None = None, **changes: Any) -> Item:
    """Change what is said about an item; its `location` is its home shelf, and no piece moves.

    A home that is not there yet is made with `new_location` only. Stale, with what it is now, if somebody else changed
    it since `version`.
    """
    find(actor, id)
    if not access.may_describe(actor):
        raise NotAllowed("Only teachers and admins can edit items")
    ledger.lock()
    item = db.session.get_one(Item, id, with_for_update=True, populate_existing=True)
    if version is not None and item.version != version:
        raise Stale(
            f"Somebody changed {item.name} while you were typing",
            facts=described(actor, id),
        )
    home = db.session.get_one(Location, item.home_location_id)
    place, is_new = changes.pop("location", None), changes.pop("new_location", False)
    if place not in (None, home.name, home.id):
        home = locations.home(actor, place, is_new=is_new)
    if changes.get("category", item.category) != item.category:
        categories.check(changes["category"])
    make = item.make
    if "make" in changes:
        brand = _brand(actor, changes.pop("make"))
        changes["brand_id"], make = (brand.id, brand.name) if brand else (None, "")
    for name, value in _priced(changes | {"home_location_id": home.id}).items():
        setattr(item, name, value)
    _check_rental(item)
    item.folded = folded(item.name, item.sku, make, item.model, home.name)
    _keep(item)
    return item


def best_location(item_id: int, home_id: int, quantity: int) -> int:
    """Where to take pieces from: home if it has enough, else where most are."""
    here = (
        select(Level.location_id, Level.available)
        .where(Level.item_id == item_id)
        .order_by(Level.available.desc())
    )
    available = {place: pieces for place, pieces in db.session.execute(here)}
    if available.get(home_id, 0) >= quantity or not available:
        return home_id
    return next(iter(available))


def _keep(item: Item) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(item)
            db.session.flush()
    except IntegrityError:
        raise Invalid(fields={"sku": "Another item has this SKU"}) from None


def _brand(actor: Actor, make: str) -> Brand | None:
    return next(iter(brands.named(actor, [make]).values()), None)


def _check_rental(item: Item) -> None:
    if item.rental_rate_minor is not None and item.rental_period is None:
        raise Invalid(fields={"rental_period": "Choose the time this rate is for"})


def _priced(said: dict[str, Any]) -> dict[str, Any]:
    """Amounts in minor units, under the names of their columns."""
    return {
        PRICES.get(name, name): value
        if value is None or name not in PRICES
        else settings.minor(name, value)
        for name, value in said.items()
    }
