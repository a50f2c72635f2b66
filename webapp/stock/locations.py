"""Locations: the places where things are kept."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotAllowed, NotFound, Stale

from . import access
from .items import search
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


def listed(actor: Actor, *, after: tuple[str, int] | None = None, limit: int = 50) -> list[Place]:
    """By name, those no longer used too; keyset by (name, id)."""
    asked = _asked(actor).order_by(Location.name, Location.id).limit(limit)
    if after:
        asked = asked.where((Location.name > after[0]) | ((Location.name == after[0]) & (Location.id > after[1])))
    return [_place(row) for row in db.session.execute(asked)]


def names(actor: Actor) -> dict[int, str]:
    """All locations by id, in the order of their names; for staff."""
    if not access.may_receive(actor):
        raise NotAllowed("Only staff look at locations")
    return {id: name for id, name in db.session.execute(select(Location.id, Location.name).order_by(Location.name))}


def find(actor: Actor, id: int) -> Place:
    row = db.session.execute(_asked(actor).where(Location.id == id)).one_or_none()
    if row is None:
        raise NotFound("There is no such location")
    return _place(row)


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
    held = select(Location).where(Location.id == id).with_for_update().execution_options(populate_existing=True)
    location = db.session.scalars(held).one()
    if version is not None and location.version != version:
        facts = {"version": location.version, "name": location.name, "is_active": location.is_active}
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
        search.refold(Item.home_location_id == id)
    return find(actor, id)


def named(actor: Actor, name: str) -> Location:
    """The location of that name to keep things at, made by staff if it is not there. Invalid if it was given up."""
    ledger.lock()  # so that it is not given up before the things arrive
    found = db.session.scalars(select(Location).where(Location.name == name)).one_or_none()
    if found is None:
        if not access.may_receive(actor):
            raise NotAllowed("Only staff add locations")
        found = Location(name=name)
        db.session.add(found)
        db.session.flush()
    if not found.is_active:
        raise Invalid(fields={"location": f"{found.name} is no longer used"})
    return found


def _asked(actor: Actor) -> Any:
    if not access.may_receive(actor):
        raise NotAllowed("Only staff look at locations")
    held = select(Level.location_id, HELD.label("pieces")).group_by(Level.location_id).subquery()
    return select(Location, held.c.pieces).outerjoin(held, held.c.location_id == Location.id)


def _place(row: Any) -> Place:
    here = row.Location
    return Place(here.id, here.name, here.is_active, here.version, int(row.pieces or 0))


def _check_free(name: str, *, besides: int = 0) -> None:
    others = db.session.scalars(select(Location.name).where(Location.id != besides))
    if text.folded(name) in map(text.folded, others):
        raise Invalid(fields={"name": "There is already a location of this name"})


def _check_empty(location: Location) -> None:
    pieces = int(db.session.scalar(select(HELD).where(Level.location_id == location.id)) or 0)
    if pieces:
        are = "1 piece is" if pieces == 1 else f"{pieces} pieces are"
        raise Conflict(f"{are} still kept at {location.name}; move them first", facts={"pieces": pieces})
