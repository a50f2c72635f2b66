"""Locations: the places where things are kept."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.derived import beyond
from webapp.core.errors import Conflict, Invalid, NotAllowed, NotFound, Offer, Stale
from webapp.core.inputs import an_id

from . import access, lists, search_text
from .ledger import ledger
from .models import Item, Level, Location

HELD = func.coalesce(func.sum(Level.on_hand), 0)


@dataclass(frozen=True)
class Place:
    """A location and how many pieces the ledger has there, those on loan from it included."""

    id: int
    name: str
    is_active: bool
    version: int
    pieces: int
    sort_key: str


def listed(
    actor: Actor, *, after: tuple[str, int] | None = None, limit: int = 50
) -> list[Place]:
    """By name, those no longer used too; keyset by (sort key, id)."""
    asked = (
        _asked(actor)
        .where(beyond(Location, after))
        .order_by(Location.sort_key, Location.id)
        .limit(limit)
    )
    return [_place(row) for row in db.session.execute(asked)]


def names(actor: Actor) -> dict[int, str]:
    """All locations by id, in the order of their names; for staff."""
    if not access.may_receive(actor):
        raise NotAllowed("Only staff can see locations")
    asked = select(Location.id, Location.name).order_by(Location.sort_key, Location.id)
    return {id: name for id, name in db.session.execute(asked)}


def find(actor: Actor, id: int) -> Place:
    row = db.session.execute(_asked(actor).where(Location.id == id)).one_or_none()
    if row is None:
        raise NotFound("Location not found")
    return _place(row)


def id_of(reference: int | str, field: str = "location") -> int:
    """The id of the location that is so called, however it is written; a number that none is called is an id.

    Invalid at the field, naming those it may be meant for, if no location has this name.
    """
    if isinstance(reference, int):
        return reference
    names = _names()
    if id := next(
        (id for id, name in names.items() if lists.key(name) == lists.key(reference)), None
    ):
        return id
    with suppress(ValueError):
        return an_id(reference)
    raise Invalid(
        fields={field: unknown(reference, text.nearest(reference, names.values()))}
    )


def unknown(name: str, near: Sequence[str]) -> str:
    """What is said of a name that no location has."""
    meant = f": perhaps {' or '.join(near)}?" if near else ""
    return f"There is no location called {name}{meant}"


def home(
    actor: Actor,
    reference: int | str | None,
    *,
    is_new: bool = False,
    may_be_new: bool = False,
) -> Location:
    """A location to keep things at: one that is there, or with `is_new` one that is made for it. For staff.

    Without a name or an id it is the school's main place, the first one that is still in use.

    A name that no location has is refused, with what it may be meant for and the offer to make it; with `may_be_new`
    only if it looks like a typo. Invalid if the location was given up.
    """
    ledger.lock()  # so that it is not given up before the things arrive
    if reference is None:
        return _main()
    try:
        id = id_of(reference)
    except Invalid:
        if not access.may_receive(actor):
            raise NotAllowed("Only staff can add locations") from None
        name = str(reference)
        near = text.nearest(name, _names().values(), typos=may_be_new)
        if is_new or (may_be_new and not near):
            return _made(name)
        offers = [Offer(f"Use {each}", {"location": each}) for each in near]
        offers += [Offer(f"Add {name} as a location", {"new_location": True})]
        raise Invalid(fields={"location": unknown(name, near)}, offers=offers) from None
    location = db.session.get(Location, id)
    if location is None:
        raise Invalid(fields={"location": "Location not found"})
    if not location.is_active:
        raise Invalid(fields={"location": f"{location.name} is no longer used"})
    return location


def add(actor: Actor, *, name: str) -> Place:
    """A new location. Invalid if there is one of this name, however it is written."""
    access.check_may_describe(actor)
    ledger.lock()
    _check_free(name)
    location = Location(name=name)
    db.session.add(location)
    db.session.flush()
    return find(actor, location.id)


def describe(actor: Actor, id: int, *, version: int | None = None, **changes: Any) -> Place:
    """Rename it, or give it up with `is_active=False`: Conflict while pieces are kept there.

    Stale, with what it is now, if somebody else changed it since `version`.
    """
    find(actor, id)
    access.check_may_describe(actor)
    ledger.lock()  # nothing comes in while we count
    held = (
        select(Location)
        .where(Location.id == id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    location = db.session.scalars(held).one()
    if version is not None and location.version != version:
        facts = {
            "version": location.version,
            "name": location.name,
            "is_active": location.is_active,
        }
        raise Stale(f"Somebody changed {location.name} while you were typing", facts=facts)
    name = changes.get("name", location.name)
    is_renamed = name != location.name
    if is_renamed:
        _check_free(name, besides=id)
    if location.is_active and not changes.get("is_active", True):
        _check_empty(location)
    location.name, location.is_active = name, changes.get("is_active", location.is_active)
    db.session.flush()
    if is_renamed:
        search_text.refold(Item.home_location_id == id)
    return find(actor, id)


def _asked(actor: Actor) -> Any:
    if not access.may_receive(actor):
        raise NotAllowed("Only staff can see locations")
    held = (
        select(Level.location_id, HELD.label("pieces"))
        .group_by(Level.location_id)
        .subquery()
    )
    return select(Location, held.c.pieces).outerjoin(
        held, held.c.location_id == Location.id
    )


def _place(row: Any) -> Place:
    here = row.Location
    return Place(
        here.id,
        here.name,
        here.is_active,
        here.version,
        int(row.pieces or 0),
        here.sort_key,
    )


def _names() -> dict[int, str]:
    asked = select(Location.id, Location.name).order_by(Location.sort_key, Location.id)
    return {id: name for id, name in db.session.execute(asked)}


def _main() -> Location:
    used = select(Location).where(Location.is_active).order_by(Location.id).limit(1)
    return db.session.scalars(used).one_or_none() or _made("Main store")


def _made(name: str) -> Location:
    location = Location(name=name)
    db.session.add(location)
    db.session.flush()
    return location


def _check_free(name: str, *, besides: int = 0) -> None:
    same = select(Location.id).where(
        Location.folded == text.folded(name), Location.id != besides
    )
    if db.session.scalar(same.limit(1)):
        raise Invalid(fields={"name": "There is already a location of this name"})


def _check_empty(location: Location) -> None:
    pieces = int(
        db.session.scalar(select(HELD).where(Level.location_id == location.id)) or 0
    )
    if pieces:
        are = "1 piece is" if pieces == 1 else f"{pieces} pieces are"
        raise Conflict(
            f"{are} still kept at {location.name}; move them first",
            facts={"pieces": pieces},
        )
