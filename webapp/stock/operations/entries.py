"""Entries: what the lines of an operation name, found out in as many queries for a thousand lines as for one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select

from webapp.core import money, text
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotFound
from webapp.school import settings

from .. import lists, locations
from ..models import Item, Location, Unit
from ..units import codes

BATCH = 500  # values in one statement
MOST = 50  # problems told at once


@dataclass(frozen=True)
class Entry:
    """A line of an operation as it was asked for: so many whole pieces of an item, or one unit, at a location."""

    item_id: int
    location_id: int
    unit_id: int | None = None
    quantity: int = 1
    state: str | None = None
    cost_minor: int | None = None  # of one piece
    serials: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tagged: bool = False
    batch_number: str | None = None

    @property
    def is_new(self) -> bool:
        """Whether it makes units."""
        return bool(self.tagged or self.serials or self.tags or self.batch_number)

    @property
    def units(self) -> int:
        """How many units it makes, if any: of a batch one for all its pieces."""
        return 1 if self.batch_number else self.quantity


class Problems:
    """What is wrong with which line; all of it is told at once, and nothing changes."""

    def __init__(self, lines: int) -> None:
        self.lines, self.fields = lines, dict[str, str]()
        self.facts: dict[str, Any] | None = (
            None  # what the first line that asks for too much was told
        )

    def add(self, index: int, field: str, words: str) -> None:
        said = f"Line {index + 1}: {words}" if self.lines > 1 else words
        self.fields.setdefault(f"lines.{index}.{field}", said)

    def clash(self, index: int, field: str, words: str, **facts: Any) -> None:
        """Stock does not allow it now: too few are there, or a unit is somewhere else."""
        self.facts = self.facts or facts | {"line": index + 1}
        self.add(index, field, words)

    def check(self) -> None:
        """Conflict if stock does not allow what is asked for, Invalid if something else is wrong."""
        if not self.fields:
            return
        told, many = dict(list(self.fields.items())[:MOST]), len(self.fields)
        if self.facts and many == 1:
            what = (
                "Not available for this" if "unit" in self.facts else "Not enough available"
            )
            raise Conflict(f"{what}, so nothing was changed", fields=told, facts=self.facts)
        words = f"{many} things are wrong, so nothing was changed" if many > 1 else ""
        raise Invalid(words, fields=told, facts={"problems": many})


def found(lines: Sequence[Mapping[str, Any]], problems: Problems) -> list[Entry | None]:
    """The entry of every line, None where one is wrong. The caller has stock's lock and checks who may.

    A line is what `schemas.acts.LineInput` reads: an `item` or `unit` by id or either of them by a `code` on it.
    """
    known = _Known(lines)
    return [_entry(index, line, known, problems) for index, line in enumerate(lines)]


class _Known:
    def __init__(self, lines: Sequence[Mapping[str, Any]]) -> None:
        self.read: dict[str, int | None] = {}  # units by the code that is printed on them
        asked = {line["code"] for line in lines if line.get("code")}
        for code in asked:
            if printed := codes.on_label(code):
                try:
                    self.read[code] = codes.read(printed)
                except NotFound:
                    self.read[code] = None
        abridged = {code: id for code in asked if (id := codes.abridged(code))}
        ids = [line["unit"] for line in lines if line.get("unit")] + [
            id for id in self.read.values() if id
        ]
        self.units = {
            unit.id: unit
            for unit in _each(
                lambda some: Unit.id.in_(some), [*ids, *abridged.values()], Unit
            )
        }
        self.called = self._called(
            {text.code(code) for code in asked if code not in self.read}
        )
        for code, id in abridged.items():
            if id in self.units:
                self.called.setdefault(text.code(code), [self.units[id]])
        skus = _each(
            lambda some: Item.sku_key.in_(some), {text.code(code) for code in asked}, Item
        )
        self.skus = {item.sku_key: item for item in skus}
        wanted = {line["item"] for line in lines if line.get("item")} | {
            unit.item_id for unit in self.units.values()
        }
        self.items = {
            item.id: item for item in _each(lambda some: Item.id.in_(some), wanted, Item)
        }
        self.items |= {item.id: item for item in skus}
        self.places = {
            lists.key(place.name): place for place in db.session.scalars(select(Location))
        }
        self.place_of = {place.id: place for place in self.places.values()}
        self.currency = settings.currency()

    def _called(self, wanted: set[str]) -> dict[str, list[Unit]]:
        """Units by tag, and by serial number or batch where no tag is written so."""
        columns = (Unit.tag_key, Unit.serial_key, Unit.batch_key)
        seen = _each(
            lambda some: or_(*(column.in_(some) for column in columns)), wanted, Unit
        )
        self.units |= {unit.id: unit for unit in seen}
        tags = {unit.tag_key: [unit] for unit in seen}
        others: dict[str, list[Unit]] = {}
        for unit in seen:
            for key in {unit.serial_key, unit.batch_key} - {None}:
                others.setdefault(key, []).append(unit)
        return others | tags

    def unit(self, line: Mapping[str, Any]) -> Unit | None:
        """NotFound if none is called so, Conflict if several are."""
        code, id = line.get("code"), line.get("unit")
        if code in self.read:
            id = self.read[code] or 0
        elif code:
            called = self.called.get(text.code(code), [])
            if len(called) > 1:
                raise Conflict(f"{len(called)} units match {code}: scan the tag")
            return called[0] if called else None
        if id is not None and id not in self.units:
            raise NotFound("Unit not found")
        return self.units[id] if id is not None else None


def _each(
    which: Callable[[list[Any]], Any], values: Iterable[Any], model: Any
) -> list[Any]:
    every = list(values)
    parts = (every[at : at + BATCH] for at in range(0, len(every), BATCH))
    fresh = {"populate_existing": True}
    return [
        row
        for part in parts
        for row in db.session.scalars(
            select(model).where(which(part)), None, execution_options=fresh
        )
    ]


def _entry(
    index: int, line: Mapping[str, Any], known: _Known, problems: Problems
) -> Entry | None:
    before = len(problems.fields)
    field = next((name for name in ("code", "unit", "item") if line.get(name)), "item")
    try:
        unit = known.unit(line)
    except (NotFound, Conflict) as no:
        problems.add(index, field, no.message)
        return None
    item = known.items.get(unit.item_id if unit else line.get("item") or 0)
    item = item or known.skus.get(text.code(line.get("code") or ""))
    if item is None:
        said = f"Nothing found for {line['code']}" if line.get("code") else "Item not found"
        problems.add(index, field, said if line.get(field) else "Enter an item or a unit")
    elif unit and line.get("item") not in (None, unit.item_id):
        problems.add(index, "unit", f"{unit.tag} is not one of these")
    place = _place(index, line, unit, item, known, problems)
    serials, tags = tuple(line.get("serials") or ()), tuple(line.get("tags") or ())
    batch = line.get("batch_number")
    quantity = _quantity(index, line, 0 if batch else len(serials) or len(tags), problems)
    cost = _minor(index, line.get("unit_cost"), known.currency, problems)
    if len(problems.fields) > before or item is None or place is None:
        return None
    return Entry(
        item_id=item.id,
        location_id=place.id,
        unit_id=unit.id if unit else None,
        quantity=quantity,
        state=line.get("state"),
        cost_minor=cost,
        serials=serials,
        tags=tags,
        tagged=bool(line.get("tagged")),
        batch_number=batch,
    )


def _place(
    index: int,
    line: Mapping[str, Any],
    unit: Unit | None,
    item: Item | None,
    known: _Known,
    problems: Problems,
) -> Location | None:
    """The one that is named, else where the unit is, or where such items belong."""
    if named := line.get("location"):
        place = known.places.get(lists.key(str(named)))
        if place is None and str(named).isdecimal():
            place = known.place_of.get(int(named))
        if place is None:
            near = text.nearest(str(named), (each.name for each in known.places.values()))
            problems.add(index, "location", locations.unknown(str(named), near))
        elif unit and unit.on_hand and unit.location_id != place.id:
            here = known.place_of[unit.location_id].name
            problems.add(
                index, "location", f"{unit.tag} is kept at {here}, not at {place.name}"
            )
        return place
    return (
        known.place_of[unit.location_id if unit else item.home_location_id]
        if item
        else None
    )


def _quantity(index: int, line: Mapping[str, Any], listed: int, problems: Problems) -> int:
    quantity: int | None = line.get("quantity")
    if listed and quantity is not None and quantity != listed:
        problems.add(
            index, "quantity", f"There are {listed} serial numbers or tags for {quantity}"
        )
    return quantity or listed or 1


def _minor(
    index: int, cost: Decimal | None, currency: str, problems: Problems
) -> int | None:
    try:
        return None if cost is None else money.minor(cost, currency)
    except ValueError as error:
        problems.add(index, "unit_cost", str(error))
        return None
