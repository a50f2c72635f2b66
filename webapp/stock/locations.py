"""Locations: the places where things are kept."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypedDict, Unpack

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, select

from webapp.core import rows, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.derived import beyond
from webapp.core.errors import Conflict, Invalid, NotAllowed, Offer
from webapp.core.inputs import an_id
from webapp.core.words import _, either, lazy, ngettext

from . import access, lists, search_text
from .ledger import ledger
from .models import Item, Level, Location

PIECES = func.coalesce(func.sum(Level.on_hand), 0)
MISSING = lazy("Location not found")


class Changes(TypedDict, total=False):
    name: str
    is_active: bool


@dataclass(frozen=True)
class Place:
    """A location and how many pieces the ledger has there, those on loan from it included."""

    id: int
    name: str
    is_active: bool
    version: int
    pieces: int
    sort_key: str


def name_of(location_id: SQLColumnExpression[int]) -> ColumnElement[str]:
    """A location's name, for a query over rows that name it."""
    name = select(Location.name).where(Location.id == location_id)
    return name.correlate_except(Location).scalar_subquery()


def listed(
    actor: Actor, *, after: tuple[str, int] | None = None, limit: int = 50
) -> list[Place]:
    """By name, those no longer used too; keyset by (sort key, id)."""
    query = (
        _with_pieces(actor)
        .where(beyond(Location, after))
        .order_by(Location.sort_key, Location.id)
        .limit(limit)
    )
    return rows.made(_place, query)


def names(actor: Actor) -> dict[int, str]:
    """All locations by id, in the order of their names; for staff."""
    if not access.may_receive(actor):
        raise NotAllowed(_("Only staff can see locations"))
    return _names()


def named(ids: Collection[int]) -> dict[int, str]:
    """The names of these; the caller has checked who may see them."""
    return rows.pairs(select(Location.id, Location.name).where(Location.id.in_(ids)))


def find(actor: Actor, id: int) -> Place:
    query = _with_pieces(actor).where(Location.id == id)
    return _place(*rows.find_values(query, MISSING))


def id_of(reference: int | str, field: str = "location") -> int:
    """The id of the location that is so called, however it is written; a number that none is called is an id.

    Invalid at the field, naming those it may be meant for, if no location has this name.
    """
    if isinstance(reference, int):
        return reference
    names = _names()
    for id, name in names.items():
        if lists.key(name) == lists.key(reference):
            return id
    with suppress(ValueError):
        return an_id(reference)
    near = text.nearest(reference, names.values())
    raise Invalid(fields={field: unknown(reference, near)})


def unknown(name: str, near: Sequence[str]) -> str:
    """What is said of a name that no location has."""
    if near:
        return _(
            "There is no location called %(name)s: perhaps %(near)s?",
            name=name,
            near=either(near),
        )
    return _("There is no location called %(name)s", name=name)


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
            raise NotAllowed(_("Only staff can add locations")) from None
        return _new(str(reference), is_new=is_new, may_be_new=may_be_new)
    location = db.session.get(Location, id)
    if location is None:
        raise Invalid(fields={"location": MISSING})
    if not location.is_active:
        raise Invalid(
            fields={"location": _("%(location)s is no longer used", location=location.name)}
        )
    return location


def add(actor: Actor, *, name: str) -> Place:
    """A new location. Invalid if there is one of this name, however it is written."""
    access.check_may_describe(actor)
    ledger.lock()
    _check_free(name)
    return find(actor, _made(name).id)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **changes: Unpack[Changes]
) -> Place:
    """Rename it, or give it up with `is_active=False`: Conflict while pieces are kept there.

    Stale, with what it is now, if somebody else changed it since `version`.
    """
    find(actor, id)
    access.check_may_describe(actor)
    ledger.lock()  # nothing comes in while we count
    query = select(Location).where(Location.id == id)
    location = rows.find(query, MISSING, lock=True)
    changed = _("Somebody changed %(name)s while you were typing", name=location.name)
    rows.check_version(version, location.version, changed, lambda: _facts(location))
    _change(
        location,
        name=changes.get("name", location.name),
        is_active=changes.get("is_active", location.is_active),
    )
    return find(actor, id)


def _change(location: Location, *, name: str, is_active: bool) -> None:
    is_renamed = name != location.name
    if is_renamed:
        _check_free(name, except_id=location.id)
    if location.is_active and not is_active:
        _check_empty(location)
    location.name, location.is_active = name, is_active
    db.session.flush()
    if is_renamed:
        search_text.refold(Item.home_location_id == location.id)


def _facts(location: Location) -> dict[str, str | bool]:
    return {"name": location.name, "is_active": location.is_active}


def _with_pieces(actor: Actor) -> Select[Location, int | None]:
    if not access.may_receive(actor):
        raise NotAllowed(_("Only staff can see locations"))
    pieces = (
        select(Level.location_id, PIECES.label("pieces"))
        .group_by(Level.location_id)
        .subquery()
    )
    query = select(Location, pieces.c.pieces)
    return query.outerjoin(pieces, pieces.c.location_id == Location.id)


def _place(location: Location, pieces: int | None) -> Place:
    return Place(
        id=location.id,
        name=location.name,
        is_active=location.is_active,
        version=location.version,
        pieces=int(pieces or 0),
        sort_key=location.sort_key,
    )


def _names() -> dict[int, str]:
    query = select(Location.id, Location.name).order_by(Location.sort_key, Location.id)
    return rows.pairs(query)


def _main() -> Location:
    query = select(Location).where(Location.is_active).order_by(Location.id).limit(1)
    return db.session.scalars(query).one_or_none() or _made("Main store")


def _new(name: str, *, is_new: bool, may_be_new: bool) -> Location:
    """A location for a name that none has. Invalid, with what may be meant, unless it is certain to be new."""
    near = text.nearest(name, _names().values(), typos=may_be_new)
    if is_new or (may_be_new and not near):
        return _made(name)
    offers = [Offer(_("Use %(known)s", known=known), {"location": known}) for known in near]
    offers += [Offer(_("Add %(name)s as a location", name=name), {"new_location": True})]
    raise Invalid(fields={"location": unknown(name, near)}, offers=offers)


def _made(name: str) -> Location:
    location = Location(name=name)
    db.session.add(location)
    db.session.flush()
    return location


def _check_free(name: str, *, except_id: int = 0) -> None:
    same = select(Location.id).where(
        Location.folded == text.folded(name), Location.id != except_id
    )
    if db.session.scalar(same.limit(1)):
        raise Invalid(fields={"name": _("There is already a location of this name")})


def _check_empty(location: Location) -> None:
    query = select(PIECES).where(Level.location_id == location.id)
    pieces = int(db.session.scalar(query) or 0)
    if pieces:
        words = ngettext(
            "%(num)s piece is still kept at %(location)s; move them first",
            "%(num)s pieces are still kept at %(location)s; move them first",
            pieces,
            location=location.name,
        )
        raise Conflict(words, facts={"pieces": pieces}, see=["levels"])
