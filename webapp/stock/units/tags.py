"""Tags: things become units, as they come in or where they lie on the shelf."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Required, Unpack

from sqlalchemy import select

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _, lazy
from webapp.people import card_codes

from .. import access, locations
from ..items import items
from ..ledger import ledger
from ..models import Item, Location, Unit
from . import receiving, tag_numbers, unit_facts
from .unit_facts import Purchase

MOST = 1000  # units in one act
BATCH_IS_ONE = lazy("A batch is one unit and has no serial number")


@dataclass(frozen=True)
class New:
    """A thing that is to become a unit; without a tag it gets the next one."""

    tag: str | None = None
    serial_number: str | None = None
    condition: str | None = None
    notes: str = ""


class Shared(Purchase, total=False):
    """What is said of all units of one act, whether single pieces or a batch."""

    item: Required[int]
    location: int | str | None
    new_location: bool
    condition: str
    first_tag: str | None
    already_here: bool


class Alike(Shared, total=False):
    """The same, and how many pieces are in each of them: more than one in a batch only."""

    batch_number: str | None
    quantity: int


def add(
    actor: Actor,
    *,
    item: int,
    units: Sequence[New],
    location: int | str | None = None,
    new_location: bool = False,
    condition: str = "good",
    first_tag: str | None = None,
    batch_number: str | None = None,
    quantity: int = 1,
    already_here: bool = False,
    **bought: Unpack[Purchase],
) -> list[Unit]:
    """Units that come in, at what was paid or the item's value each, or with `already_here` get a tag on the shelf.

    They are at `location` or the item's home, alike in `bought`; a batch is one unit of several pieces. All or none:
    Invalid with `units.<index>.<field>`, Conflict if too few on the shelf have no tag.
    """
    access.check_may_add_units(actor)
    ledger.lock()
    kind = _find_in_use(actor, item)
    columns = _checked(bought, _misfits(units, batch_number, quantity), condition)
    columns["batch_code"] = batch_number
    home = _location(actor, kind, location, new_location)
    added = _add(kind, home, _tagged(kind, units, first_tag), columns)
    receiving.come_in(actor, kind, home, added, quantity, already_here=already_here)
    return added


def rehearse(actor: Actor, *, units: Sequence[New], **alike: Unpack[Alike]) -> list[New]:
    """What `add` would make of the same; nothing of it stays."""
    with db.session.begin_nested() as savepoint:
        made = [
            New(unit.tag, unit.serial_number, unit.condition, unit.notes)
            for unit in add(actor, units=units, **alike)
        ]
        savepoint.rollback()
    return made


def add_one(
    actor: Actor,
    *,
    tag: str | None = None,
    serial_number: str | None = None,
    notes: str = "",
    **alike: Unpack[Alike],
) -> Unit:
    """One unit, or one batch; what is wrong is shown at its own field."""
    unit = New(tag, serial_number, None, notes)
    try:
        return add(actor, units=[unit], **alike)[0]
    except Invalid as refusal:
        fields = {
            name.removeprefix("units.0."): words for name, words in refusal.fields.items()
        }
        raise Invalid(refusal.message, fields=fields) from None


def _find_in_use(actor: Actor, item_id: int) -> Item:
    item = items.find(actor, item_id)
    if item.archived_at:
        raise Conflict(
            _("%(item)s is no longer used", item=item.name),
            facts={"archived_at": item.archived_at.isoformat(), "item": item.id},
        )
    return item


def _location(
    actor: Actor, kind: Item, location: int | str | None, is_new: bool
) -> Location:
    """Where the units are: there, or at the item's home."""
    return locations.home(actor, location or kind.home_location_id, is_new=is_new)


def _checked(
    bought: Purchase, misfits: dict[str, str], condition: str
) -> unit_facts.Columns:
    """The purchase and the condition as columns. Invalid if it makes no sense, or if there are misfits."""
    columns = unit_facts.read(bought)
    if problems := unit_facts.purchase_problems(columns) | misfits:
        raise Invalid(fields=problems)
    return columns | {"condition": condition}


def _add(
    kind: Item, home: Location, units: list[New], columns: unit_facts.Columns
) -> list[Unit]:
    """`columns` are those that the units have in common, the condition unless one has its own."""
    _check_free(kind, units)
    columns |= {"item_id": kind.id, "location_id": home.id}
    added = [_unit(new, columns) for new in units]
    db.session.add_all(added)
    db.session.flush()
    return added


def _misfits(
    units: Sequence[New], batch_number: str | None, quantity: int
) -> dict[str, str]:
    if batch_number and (len(units) > 1 or units[0].serial_number):
        return {"batch_number": BATCH_IS_ONE}
    if quantity > 1 and not batch_number:
        return {"quantity": _("Only a batch can have several pieces")}
    return {}


def _tagged(kind: Item, units: Sequence[New], first_tag: str | None) -> list[New]:
    """Each with a tag: its own, or the next one that neither a unit nor the list has."""
    given = {text.code(new.tag) for new in units if new.tag}
    following = tag_numbers.following(kind, given, first=first_tag)
    return [new if new.tag else replace(new, tag=next(following)) for new in units]


def _unit(new: New, columns: unit_facts.Columns) -> Unit:
    unit = Unit(**columns, tag=new.tag, serial_number=new.serial_number, notes=new.notes)
    unit.condition = new.condition or columns["condition"]
    return unit


def _check_free(kind: Item, units: list[New]) -> None:
    problems = {f"units.{i}.{field}": words for i, field, words in _clashes(kind, units)}
    if problems:
        raise Invalid(fields=problems)


def _clashes(kind: Item, units: list[New]) -> Iterator[tuple[int, str, str]]:
    """Where in the list a tag or serial number is not free any more, and why."""
    tags, serials = _taken_tags(units), _taken_serials(kind)
    for i, new in enumerate(units):
        same = _("The same as of number %(number)s in this list", number=i + 1)
        for field, code, taken in (
            ("tag", text.code(new.tag or ""), tags),
            ("serial_number", text.code(new.serial_number or ""), serials),
        ):
            if code and code in taken:
                yield i, field, taken[code]
            taken.setdefault(code, same)


def _taken_tags(units: list[New]) -> dict[str, str]:
    """The tags that are taken, with words that say so."""
    codes = [text.code(new.tag or "") for new in units]
    query = select(Unit.tag_key).where(Unit.tag_key.in_(codes))
    units_with = _("There is already a unit with this tag")
    return dict.fromkeys(card_codes.taken(codes), _(card_codes.ON_CARD)) | dict.fromkeys(
        db.session.scalars(query), units_with
    )


def _taken_serials(kind: Item) -> dict[str, str]:
    return {
        serial: _("%(tag)s has this serial number", tag=tag)
        for serial, tag in unit_facts.serials(kind.id).items()
    }
