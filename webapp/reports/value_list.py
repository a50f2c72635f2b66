"""The value list: things by tag, serial number, maker and value, for customs, an insurer, or a trip."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypedDict, Unpack

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.spreadsheet import Row, Table
from webapp.core.words import _, lazy
from webapp.lending import access
from webapp.lending.lists import belongings
from webapp.lending.requests import requests
from webapp.people import groups
from webapp.school import cells, settings
from webapp.stock import locations
from webapp.stock.items import categories, items
from webapp.stock.items.stocked import Item
from webapp.stock.sets import sets
from webapp.stock.units import owned, units
from webapp.stock.units.owned import Pieces
from webapp.stock.units.units import Unit

MOST = 1000  # rows on a page; a file has all of them
HEAD = (
    lazy("No."),
    lazy("Item"),
    lazy("Make"),
    lazy("Model"),
    lazy("SKU"),
    lazy("Tag"),
    lazy("Serial number"),
    lazy("Year"),
    lazy("Country of origin"),
    lazy("Pieces"),
    lazy("Value of one"),
    lazy("Value"),
    lazy("Currency"),
)


class Filter(TypedDict, total=False):
    """What is on it: a set, a request, what a group has, or what a search of the items finds, perhaps at a place."""

    q: str
    category: str | None
    location: int | None
    set: int | None
    request: int | None
    group: int | None


@dataclass(frozen=True)
class Valued:
    """A unit, or the pieces of an item without a tag; `year` is that of its purchase, None if unknown."""

    item: Item
    unit: Unit | None
    quantity: int

    @property
    def tag(self) -> str:
        return self.unit.tag if self.unit else ""

    @property
    def serial(self) -> str:
        return (self.unit.serial_number or self.unit.batch_code or "") if self.unit else ""

    @property
    def year(self) -> int | None:
        day = self.unit.purchased_on if self.unit else None
        return day.year if day else None

    @property
    def value_minor(self) -> int:
        """What replacing all of it costs."""
        return self.item.value_minor * self.quantity


@dataclass(frozen=True)
class ValueList:
    """Everything on it by name and tag, and what the list is of."""

    name: str
    things: list[Valued]

    @property
    def pieces(self) -> int:
        return sum(each.quantity for each in self.things)

    @property
    def value_minor(self) -> int:
        return sum(each.value_minor for each in self.things)


def of(actor: Actor, **wanted: Unpack[Filter]) -> ValueList:
    """All of it, in a fixed number of queries. Staff only; NotFound for what there is not."""
    access.check_may_be_at_desk(actor)
    name, pieces = _chosen(actor, wanted)
    return ValueList(name, sorted(_valued(pieces), key=_order))


def _chosen(actor: Actor, wanted: Filter) -> tuple[str, list[Pieces]]:
    """What the list is of, in words, and the pieces."""
    if id := wanted.get("set"):
        row = sets.find(actor, id)
        parts = [Pieces(part.item_id, part.unit_id, part.quantity) for part in row.parts]
        return row.name, parts
    if id := wanted.get("request"):
        whole = requests.find(actor, id)
        name = _("Request %(number)s", number=id)
        return f"{name}, {whole.request.student_name}", [*belongings.pieces_of(whole.lines)]
    if id := wanted.get("group"):
        return _of_group(actor, id)
    return _found(actor, wanted)


def _of_group(actor: Actor, id: int) -> tuple[str, list[Pieces]]:
    members = [each.id for each in groups.members(actor, id)]
    lent = belongings.pieces_of_people(actor, members, group=id)
    return groups.find(actor, id).name, lent


def _found(actor: Actor, wanted: Filter) -> tuple[str, list[Pieces]]:
    words, category = wanted.get("q") or "", wanted.get("category")
    location = wanted.get("location")
    place = locations.find(actor, location).name if location else ""
    found = owned.pieces(actor, words=words, category=category, location=location)
    kind = categories.names().get(category, "") if category else ""
    said = [f"“{words}”" if words else "", kind, place]
    return ", ".join(filter(None, said)) or _("Everything"), found


def _valued(pieces: Iterable[Pieces]) -> Iterator[Valued]:
    rows = list(pieces)
    known = {row.item.id: row.item for row in items.by_ids(each.item_id for each in rows)}
    tagged = units.these({each.unit_id for each in rows if each.unit_id})
    for each in rows:
        unit = tagged[each.unit_id] if each.unit_id else None
        yield Valued(known[each.item_id], unit, each.quantity)


def _order(thing: Valued) -> tuple[str, str]:
    return text.sort_key(thing.item.name), text.sort_key(thing.tag or "\uffff")


def table(actor: Actor, /, **wanted: Unpack[Filter]) -> Table:
    """The same as a spreadsheet has it, and its sum in the last row."""
    found = of(actor, **wanted)
    currency = settings.currency()

    def rows() -> Iterator[Row]:
        for number, thing in enumerate(found.things, 1):
            yield _row(number, thing, currency)
        total = cells.amount(found.value_minor, currency)
        gap = [None] * 7
        yield (None, _("Sum"), *gap, found.pieces, None, total, currency)

    return Table(HEAD, rows)


def _row(number: int, thing: Valued, currency: str) -> Row:
    item = thing.item
    return (
        number,
        item.name,
        item.make,
        item.model,
        item.sku,
        thing.tag,
        thing.serial,
        thing.year,
        None,  # nobody has written it down; customs want it
        thing.quantity,
        cells.amount(item.value_minor, currency),
        cells.amount(thing.value_minor, currency),
        currency,
    )
