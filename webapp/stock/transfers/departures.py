"""Departures: whether what is on a transfer may leave the shelf it lies on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from sqlalchemy import Subquery, and_, func, select

from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _, lazy

from ..models import Item, Level, Location, Transfer, TransferLine, Unit
from ..models.states import OUTSIDE, STATES
from ..units import meant_for
from . import cargo

Thing = TypeVar("Thing", Item, Unit)
STATE_WORDS = {
    "reserved": lazy("set aside"),
    "on_rent": lazy("on loan"),
    "under_repair": lazy("in repair"),
    "in_transit": lazy("on its way"),
    "damaged": lazy("damaged"),
    "beyond_repair": lazy("beyond repair"),
}
ON_THE_SHELF = lazy("Only %(have)s of the %(asked)s %(item)s asked for are on the shelf")
ON_THE_SHELF_UNTAGGED = lazy(
    "Only %(have)s of the %(asked)s %(item)s asked for are on the shelf; the others have tags: scan those"
)


class Shelf(NamedTuple):
    """What is available of an item at a location, and how many pieces of that have tags."""

    available: int = 0
    tagged: int = 0
    item_name: str = "it"

    @property
    def untagged(self) -> int:
        return max(0, self.available - self.tagged)


def check(
    transfer: Transfer, leaving: Sequence[TransferLine], fields: Sequence[str]
) -> None:
    """These lines may leave now, together with all else on the transfer; the caller holds stock's lock.

    Invalid if a unit is kept elsewhere, Conflict with its state if it is not on the shelf, or with the numbers if too
    few pieces are. Units that may not be lent may still be moved.
    """
    requested = _requested(transfer.id)
    units = by_id(Unit, (line.unit_id for line in leaving))
    shelves = _shelves(transfer.from_location_id, {line.item_id for line in leaving})
    for line, field in zip(leaving, fields, strict=True):
        shelf = shelves.get(line.item_id, Shelf())
        tagged, untagged = requested[line.item_id]
        if line.unit_id:
            _check_unit(
                transfer,
                units[line.unit_id],
                line.quantity,
                field,
            )
        else:
            _check_untagged(shelf, untagged, field)
        _check_free(shelf, tagged + untagged, field)


def _requested(transfer_id: int) -> dict[int, tuple[int, int]]:
    """How many pieces of each item are on a transfer, with tags and without."""
    tagged, untagged = Counter[int](), Counter[int]()
    for line in cargo.lines(transfer_id):
        (tagged if line.unit_id else untagged)[line.item_id] += line.quantity
    return {id: (tagged[id], untagged[id]) for id in tagged | untagged}


def by_id(model: type[Thing], ids: Iterable[int | None]) -> dict[int, Thing]:
    """The items or units of these ids, as the database has them now."""
    known = {id for id in ids if id is not None}
    query = select(model).where(model.id.in_(known))
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    return {row.id: row for row in rows}


def _check_unit(
    transfer: Transfer,
    unit: Unit,
    quantity: int,
    field: str,
) -> None:
    state = _state(unit)
    facts = {
        "unit": unit.tag,
        "state": state,
        "line": field,
    }
    if state == OUTSIDE:
        raise Conflict(_("%(tag)s is not here any more", tag=unit.tag), facts=facts)
    if unit.location_id != transfer.from_location_id:
        words = _(
            "%(tag)s is not here but at %(place)s",
            tag=unit.tag,
            place=_place_of(unit),
        )
        raise Invalid(fields={field: words}, facts=facts)
    if state:
        raise Conflict(_why_not(unit, state), facts=facts)
    if unit.available != quantity:
        words = _(
            "%(tag)s has %(available)s pieces now: remove it and add it again",
            tag=unit.tag,
            available=unit.available,
        )
        raise Conflict(words, facts=facts)


def _place_of(unit: Unit) -> str | None:
    return db.session.scalar(select(Location.name).where(Location.id == unit.location_id))


def _state(unit: Unit) -> str | None:
    """The first state but available that any of its pieces is in; None if all of it is on the shelf."""
    for state in STATES[1:]:
        if getattr(unit, state):
            return state
    return None if unit.available else OUTSIDE


def _why_not(unit: Unit, state: str) -> str:
    if state == "reserved":
        name = meant_for.name(unit.id)
        return _("%(tag)s is set aside for %(name)s", tag=unit.tag, name=name)
    return _("%(tag)s is %(words)s", tag=unit.tag, words=STATE_WORDS[state])


def _check_untagged(shelf: Shelf, requested: int, field: str) -> None:
    if requested > (have := shelf.untagged):
        words = _(
            ON_THE_SHELF_UNTAGGED if shelf.tagged else ON_THE_SHELF,
            have=have,
            asked=requested,
            item=shelf.item_name,
        )
        raise _too_few(
            words,
            have,
            requested,
            field,
        )


def _check_free(shelf: Shelf, requested: int, field: str) -> None:
    if requested > (have := shelf.available):
        words = _(
            "Only %(have)s of the %(asked)s %(item)s asked for are free to move: "
            "the others are set aside for loans",
            have=have,
            asked=requested,
            item=shelf.item_name,
        )
        raise _too_few(
            words,
            have,
            requested,
            field,
        )


def _too_few(
    words: str,
    have: int,
    requested: int,
    field: str,
) -> Conflict:
    facts = {
        "state": "available",
        "have": have,
        "asked": requested,
        "line": field,
    }
    return Conflict(words, facts=facts)


def _shelves(location_id: int, item_ids: set[int]) -> dict[int, Shelf]:
    """What lies at a location of each of these items."""
    tagged = _tagged(location_id)
    level = and_(Level.item_id == Item.id, Level.location_id == location_id)
    pieces = func.coalesce(Level.available, 0), func.coalesce(tagged.c.pieces, 0)
    query = (
        select(Item.id, *pieces, Item.name)
        .outerjoin(Level, level)
        .outerjoin(tagged, tagged.c.item_id == Item.id)
        .where(Item.id.in_(item_ids))
    )
    return {
        id: Shelf(int(free), int(tags), name)
        for id, free, tags, name in db.session.execute(query)
    }


def _tagged(location_id: int) -> Subquery:
    """How many pieces with tags are available of each item at a location."""
    query = select(Unit.item_id, func.sum(Unit.available).label("pieces"))
    here = query.where(Unit.location_id == location_id)
    return here.group_by(Unit.item_id).subquery()
