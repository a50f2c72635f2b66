"""Tags: things become units, as they come in or where they lie on the shelf."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from webapp.core import money, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, Offer

from .. import access, locations
from ..items import items
from ..ledger import ledger
from ..ledger.ledger import Line
from ..models import Item, Location, Unit
from ..models.states import OUTSIDE
from . import tag_numbers, unit_facts, untagged

MOST = 1000  # units in one act
BATCH_IS_ONE = "A batch is one unit and has no serial number"


@dataclass(frozen=True)
class New:
    """A thing that is to become a unit; without a tag it gets the next one."""

    tag: str | None = None
    serial_number: str | None = None
    condition: str | None = None
    notes: str = ""


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
    **bought: Any,
) -> list[Unit]:
    """Units that come in, at what was paid or the item's value each, or with `already_here` get a tag on the shelf.

    They are at `location` or the item's home, alike in `bought` (as `unit_facts` reads it); a batch is one unit of
    several pieces. All or none: Invalid with `units.<index>.<field>`, Conflict if too few on the shelf have no tag.
    """
    access.check_may_add_units(actor)
    ledger.lock()
    kind = items.find(actor, item)
    if kind.archived_at:
        raise Conflict(
            f"{kind.name} is no longer used",
            facts={"archived_at": kind.archived_at.isoformat()},
        )
    columns = unit_facts.read(bought)
    if wrong := unit_facts.bought(columns) | _misfits(units, batch_number, quantity):
        raise Invalid(fields=wrong)
    home = locations.home(actor, location or kind.home_location_id, is_new=new_location)
    said = _tagged(kind, units, first_tag)
    if wrong := {f"units.{i}.{field}": words for i, field, words in _clashes(kind, said)}:
        raise Invalid(fields=wrong)
    alike = {
        "item_id": kind.id,
        "location_id": home.id,
        "batch_code": batch_number,
    } | columns
    made = [
        Unit(
            tag=new.tag,
            serial_number=new.serial_number,
            condition=new.condition or condition,
            notes=new.notes,
            **alike,
        )
        for new in said
    ]
    db.session.add_all(made)
    db.session.flush()
    move = _tag_there if already_here else _receive
    move(actor, kind, home, made, quantity)
    return made


def rehearse(actor: Actor, **said: Any) -> list[New]:
    """What `add` would make of the same; nothing of it stays."""
    with db.session.begin_nested() as savepoint:
        made = [
            New(unit.tag, unit.serial_number, unit.condition, unit.notes)
            for unit in add(actor, **said)
        ]
        savepoint.rollback()
    return made


def add_one(
    actor: Actor,
    *,
    tag: str | None = None,
    serial_number: str | None = None,
    notes: str = "",
    **said: Any,
) -> Unit:
    """One unit, or one batch; what is wrong is told at its own field."""
    try:
        return add(actor, units=[New(tag, serial_number, None, notes)], **said)[0]
    except Invalid as no:
        fields = {name.removeprefix("units.0."): words for name, words in no.fields.items()}
        raise Invalid(no.message, fields=fields) from None


def add_listed(
    actor: Actor,
    *,
    serials: str = "",
    quantity: int | None = None,
    batch_number: str | None = None,
    **said: Any,
) -> list[Unit]:
    """Units from a list of serial numbers, one a line, or so many without one, or one batch of so many."""
    lines = [
        (number, line.strip())
        for number, line in enumerate(serials.split("\n"), 1)
        if line.strip()
    ]
    if too_long := [number for number, line in lines if len(line) > 80]:
        raise Invalid(fields={"serials": f"Line {too_long[0]}: at most 80 characters"})
    if lines and quantity not in (None, len(lines)):
        raise Invalid(
            fields={"quantity": f"There are {len(lines)} serial numbers; leave this empty"}
        )
    if batch_number:
        whole = [New(serial_number=line) for _, line in lines] or [New()]
        return add(
            actor, units=whole, batch_number=batch_number, quantity=quantity or 1, **said
        )
    units = [New(serial_number=line) for _, line in lines] or [New()] * (quantity or 1)
    if len(units) > MOST:
        raise Invalid(
            fields={"serials" if lines else "quantity": f"At most {MOST} at once"}
        )
    try:
        return add(actor, units=units, **said)
    except Invalid as no:
        raise Invalid(no.message, fields=_by_line(no.fields, lines)) from None


def _receive(
    actor: Actor, kind: Item, home: Location, made: list[Unit], quantity: int
) -> None:
    price = made[0].purchase_price_minor
    worth = quantity * (kind.value_minor if price is None else price)
    if ledger.level(kind.id, home.id).value_minor + len(made) * worth > money.MOST:
        raise Invalid(
            fields={
                "purchase_price": "Quantity too large together with what is already there"
            }
        )
    came = ("PURCHASE", OUTSIDE, "available", quantity)
    ledger.record(
        actor, "receive", [Line(kind.id, home.id, *came, unit.id, worth) for unit in made]
    )


def _tag_there(
    actor: Actor, kind: Item, home: Location, made: list[Unit], quantity: int
) -> None:
    """Each piece is taken out without a tag and put back with one, at the same value."""
    free, asked = untagged.count(kind.id, home.id, "available"), len(made) * quantity
    if free < asked:
        are = "piece has" if free == 1 else "pieces have"
        offers = (
            [Offer(f"Tag {free}", {"quantity": free})]
            if free and not any(u.serial_number for u in made)
            else []
        )
        facts = {"untagged": free, "asked": asked}
        raise Conflict(
            f"Only {free or 'no'} {are} no tag yet at {home.name}",
            facts=facts,
            offers=offers,
        )
    lines = []
    for unit in made:
        lines.append(
            Line(kind.id, home.id, "ADJUSTMENT_NEGATIVE", "available", OUTSIDE, quantity)
        )
        back = ("ADJUSTMENT_POSITIVE", OUTSIDE, "available", quantity)
        lines.append(Line(kind.id, home.id, *back, unit.id, carries=True))
    ledger.record(actor, "tag", lines)


def _misfits(
    units: Sequence[New], batch_number: str | None, quantity: int
) -> dict[str, str]:
    if batch_number and (len(units) > 1 or units[0].serial_number):
        return {"batch_number": BATCH_IS_ONE}
    return (
        {"quantity": "Only a batch can have several pieces"}
        if quantity > 1 and not batch_number
        else {}
    )


def _tagged(kind: Item, units: Sequence[New], first_tag: str | None) -> list[New]:
    """Each with a tag: its own, or the next one that neither a unit nor the list has."""
    given = {text.code(new.tag) for new in units if new.tag}
    following = tag_numbers.following(kind, given, first=first_tag)
    return [new if new.tag else replace(new, tag=next(following)) for new in units]


def _clashes(kind: Item, said: list[New]) -> Iterator[tuple[int, str, str]]:
    """Where in the list a tag or serial number is not free any more, and why."""
    asked = select(Unit.tag_key).where(
        Unit.tag_key.in_([text.code(new.tag or "") for new in said])
    )
    tags = dict.fromkeys(db.session.scalars(asked), "There is already a unit with this tag")
    serials = {
        serial: f"{tag} has this serial number"
        for serial, tag in unit_facts.serials(kind.id).items()
    }
    for i, new in enumerate(said):
        for field, value, taken in (
            ("tag", text.code(new.tag or ""), tags),
            ("serial_number", text.code(new.serial_number or ""), serials),
        ):
            if value and value in taken:
                yield i, field, taken[value]
            taken.setdefault(value, f"The same as of number {i + 1} in this list")


def _by_line(fields: dict[str, str], lines: list[tuple[int, str]]) -> dict[str, str]:
    """Troubles of units told at the box they were pasted into, the first three of them."""
    told = {name: words for name, words in fields.items() if not name.startswith("units.")}
    here = [
        (int(name.split(".")[1]), words)
        for name, words in fields.items()
        if name.startswith("units.")
    ]
    if here and lines:
        told["serials"] = "; ".join(f"Line {lines[i][0]}: {words}" for i, words in here[:3])
    elif here:
        told["first_tag"] = here[0][1]
    return told
