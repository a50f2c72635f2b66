"""Items: the kinds of things the school lends."""

from collections.abc import Iterable
from typing import Unpack, cast

from sqlalchemy import Select, case, func, inspect, literal, select
from sqlalchemy.exc import IntegrityError

from webapp.core import rows, text, versions
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotAllowed, NotFound
from webapp.core.words import _, lazy
from webapp.people import card_codes

from .. import access, locations, search_text
from ..ledger import ledger
from ..ledger.ledger import Line
from ..models import Brand, Item, Location
from ..models.states import OUTSIDE
from ..skus import skus
from ..skus.skus import Thing
from . import brands, categories, descriptions, matching
from .descriptions import (
    DESCRIBED,
    PRICES,
    Changes,
    Described,
    Description,
    columns,
)
from .families import Kind, Kinds
from .stocked import Stocked, stocked, stocked_here

MISSING = lazy("Item not found")


def search(
    actor: Actor,
    *,
    words: str = "",
    category: str | None = None,
    status: str | None = None,
    family: str = "",
    instrument: str = "",
    size: str = "",
    is_here: bool | None = None,
    after: tuple[str, int] | None = None,
    limit: int = 50,
) -> list[Stocked]:
    """Items by name, every word found somewhere in name, SKU, make, model or location; keyset by (sort key, id).

    Of sheet music also in composer, arranger, instrumentation and ISMN, however that is written.

    Of this family, instrument and size, where one is named; with `is_here` only what somebody could take home now, or
    only what nobody could. Archived ones only where `status` is "retired". Invalid at
    `category` if there is none of this code.
    """
    query = matching.wanted(actor, words, category, status)
    query = query.where(*matching.of_kind(family, instrument, size, is_here))
    items = stocked(Item.id.in_(matching.first_ids(query, after, limit, words=words)))
    if category and not items and after is None:
        categories.check(category, for_new=False)
    return items


def kinds(
    actor: Actor,
    *,
    words: str = "",
    category: str | None = None,
    status: str | None = None,
    with_here: bool = False,
) -> dict[Kind, Kinds]:
    """How many kinds of things a search finds of each family, instrument and size, counted by the database.

    How many of them are here is counted only `with_here`.
    """
    if with_here or status not in (None, "retired"):  # pieces decide on it, which move
        return _counted(matching.wanted(actor, words, category, status), with_here)
    return versions.kept(
        "items",
        (words, category, status, actor.is_staff),
        lambda: _counted(matching.wanted(actor, words, category, status), False),
    )


def _counted(query: Select[Item], with_here: bool) -> dict[Kind, Kinds]:
    """Those that a query finds."""
    told = Item.family, Item.instrument, Item.size
    here = func.sum(case((stocked_here(), 1), else_=0)) if with_here else literal(0)
    counted = query.with_only_columns(*told, func.count(), here).group_by(*told)
    return {
        (family, instrument, size): Kinds(count, int(count_here))
        for family, instrument, size, count, count_here in db.session.execute(counted)
    }


def find(actor: Actor, id: int) -> Item:
    """The item, if the actor may see it; archived ones only staff. NotFound otherwise."""
    item = db.session.get(Item, id)
    if item is None or not access.may_see(actor, item):
        raise NotFound(MISSING)
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
    item = next(iter(stocked(Item.id == id)), None)
    if item is None or not access.may_see(actor, item.item):
        raise NotFound(MISSING)
    return item


def described(actor: Actor, id: int) -> Described:
    """What is said about an item now, as `describe` takes it; its condition is that of pieces without a tag.

    Its size is empty where it is the one that its name tells.
    """
    item = show(actor, id)
    values = {name: getattr(item.item, name) for name in DESCRIBED}
    values |= {name: getattr(item, name) for name in ("location", *PRICES)}
    values |= descriptions.as_said(item.item)
    return cast(Described, values)


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
    **description: Unpack[Description],
) -> Item:
    """A new kind of thing, with an opening balance at a location, the school's main one if none is named.

    A new name makes a new location, unless it looks like a typo: then only with `new_location`. Invalid if the SKU is
    taken.
    """
    if not access.may_describe(actor):
        raise NotAllowed(_("Only teachers and admins can add items"))
    home = locations.home(actor, location, is_new=new_location, may_be_new=True)
    categories.check(category)
    brand = _brand(actor, make)
    thing = Thing(category, brand.id if brand else None, name)
    item = _new(actor, thing, sku, brand.name if brand else "", home, description)
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


def describe(
    actor: Actor, id: int, *, version: int | None = None, **changes: Unpack[Changes]
) -> Item:
    """Change what is said about an item; its `location` is its home shelf, and no piece moves.

    A home that is not there yet is made with `new_location` only. Stale, with what it is now, if somebody else changed
    it since `version`.
    """
    find(actor, id)
    if not access.may_describe(actor):
        raise NotAllowed(_("Only teachers and admins can edit items"))
    item = _locked(actor, id, version)
    home = _home(actor, item, changes)
    if changes.get("category", item.category) != item.category:
        categories.check(changes["category"])
    brand_id, make = _make(actor, item, changes)
    descriptions.change(
        item, columns(changes) | {"home_location_id": home.id, "brand_id": brand_id}
    )
    item.folded = search_text.of(item, make, home.name)
    _keep(item)
    return item


def home_location(item_id: int) -> int:
    """Where an item is kept unless somebody says otherwise."""
    query = select(Item.home_location_id).where(Item.id == item_id)
    return db.session.scalars(query).one()


def _new(
    actor: Actor,
    thing: Thing,
    sku: str | None,
    make: str,
    home: Location,
    description: Description,
) -> Item:
    item = Item(
        name=thing.name,
        category=thing.category,
        brand_id=thing.brand_id,
        sku=sku or skus.draw([thing])[0],
        home_location_id=home.id,
        created_by=actor.id,
        **columns(description),
    )
    if item.loan_hours and item.max_checkout_days != descriptions.USUAL_LOAN:
        descriptions.check_is_by_hour(item.max_checkout_days)
    descriptions.complete(item)
    item.folded = search_text.of(item, make, home.name)
    _keep(item)
    ledger.level(item.id, home.id)
    return item


def _locked(actor: Actor, id: int, version: int | None) -> Item:
    """The item as it is now, for change. Stale, with what it is, if it is not of `version`."""
    ledger.lock()
    item = rows.find(select(Item).where(Item.id == id), MISSING, lock=True)
    changed = _("Somebody changed %(name)s while you were typing", name=item.name)
    rows.check_version(version, item.version, changed, lambda: described(actor, id))
    return item


def _home(actor: Actor, item: Item, changes: Changes) -> Location:
    """The item's home shelf as it is to be."""
    home = db.session.get_one(Location, item.home_location_id)
    location = changes.get("location")
    if location in (None, home.name, home.id):
        return home
    return locations.home(actor, location, is_new=changes.get("new_location", False))


def _make(actor: Actor, item: Item, changes: Changes) -> tuple[int | None, str]:
    """The id and name of the item's brand as it is to be; a new name makes a new one."""
    if "make" not in changes:
        return item.brand_id, item.make
    brand = _brand(actor, changes["make"])
    return (brand.id, brand.name) if brand else (None, "")


def _keep(item: Item) -> None:
    if _has_sku_of_card(item):
        raise Invalid(fields={"sku": card_codes.ON_CARD})
    try:
        with db.session.begin_nested():
            db.session.add(item)
            db.session.flush()
    except IntegrityError:
        raise Invalid(fields={"sku": _("Another item has this SKU")}) from None


def _has_sku_of_card(item: Item) -> bool:
    """Whether a SKU that it is to have is on a card; whether another item has it, only writing it can tell."""
    with db.session.no_autoflush:
        is_new = bool(inspect(item).attrs.sku.history.added)
        return is_new and bool(card_codes.taken([text.code(item.sku)]))


def _brand(actor: Actor, make: str) -> Brand | None:
    return next(iter(brands.named(actor, [make]).values()), None)
