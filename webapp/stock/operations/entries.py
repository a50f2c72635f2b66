"""Entries: the lines of an operation, each with the item, the unit and the location it names."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.core import money, text
from webapp.core.errors import Conflict, NotFound
from webapp.core.words import _

from .. import locations
from ..models import Item, Location, Unit
from .lookup import Lookup
from .problems import Problems
from .requests import LineRequest


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


def read(lines: Sequence[LineRequest], problems: Problems) -> list[Entry | None]:
    """The entry of every line, None where one is wrong. The caller has stock's lock and checks who may."""
    lookup = Lookup(lines)
    return [
        _Reader(
            index,
            line,
            lookup,
            problems,
        ).entry()
        for index, line in enumerate(lines)
    ]


class _Reader:
    """Reads one line, and adds what is wrong with it to the problems."""

    def __init__(
        self, index: int, line: LineRequest, lookup: Lookup, problems: Problems
    ) -> None:
        self.index, self.line, self.lookup, self.problems = index, line, lookup, problems

    def entry(self) -> Entry | None:
        before = len(self.problems.fields)
        try:
            unit = self.lookup.unit(self.line)
        except (NotFound, Conflict) as refusal:
            self._add(self._naming(), refusal.message)
            return None
        item = self._item(unit)
        place = self._place(unit, item)
        quantity, cost_minor = self._quantity(), self._cost_minor()
        if len(self.problems.fields) > before or item is None or place is None:
            return None
        unit_id = unit.id if unit else None
        return self._made(
            item.id,
            place.id,
            unit_id,
            quantity,
            cost_minor,
        )

    def _made(
        self,
        item_id: int,
        location_id: int,
        unit_id: int | None,
        quantity: int,
        cost_minor: int | None,
    ) -> Entry:
        return Entry(
            item_id,
            location_id,
            unit_id,
            quantity,
            self.line.get("state"),
            cost_minor,
            serials=tuple(self.line.get("serials") or ()),
            tags=tuple(self.line.get("tags") or ()),
            tagged=bool(self.line.get("tagged")),
            batch_number=self.line.get("batch_number"),
        )

    def _add(self, field: str, words: str) -> None:
        self.problems.add(self.index, field, words)

    def _naming(self) -> str:
        """The field that names the thing."""
        if self.line.get("code"):
            return "code"
        return "unit" if self.line.get("unit") else "item"

    def _item(self, unit: Unit | None) -> Item | None:
        item = self.lookup.item(self.line, unit)
        if item is None:
            self._add(self._naming(), self._unknown())
        elif unit and self.line.get("item") not in (None, unit.item_id):
            self._add("unit", _("%(tag)s is not one of these", tag=unit.tag))
        return item

    def _unknown(self) -> str:
        if code := self.line.get("code"):
            return _("Nothing found for %(code)s", code=code)
        named = self.line.get("unit") or self.line.get("item")
        return _("Item not found") if named else _("Enter an item or a unit")

    def _place(self, unit: Unit | None, item: Item | None) -> Location | None:
        """The one that is named, else where the unit is, or where such items belong."""
        if named := self.line.get("location"):
            return self._named_place(str(named), unit)
        if item is None:
            return None
        return self.lookup.place_of[unit.location_id if unit else item.home_location_id]

    def _named_place(self, name: str, unit: Unit | None) -> Location | None:
        place = self.lookup.place(name)
        if place is None:
            known = (each.name for each in self.lookup.places.values())
            words = locations.unknown(name, text.nearest(name, known))
            self._add("location", words)
        elif unit and unit.on_hand and unit.location_id != place.id:
            current = self.lookup.place_of[unit.location_id].name
            words = _(
                "%(tag)s is kept at %(current)s, not at %(place)s",
                tag=unit.tag,
                current=current,
                place=place.name,
            )
            self._add("location", words)
        return place

    def _quantity(self) -> int:
        quantity = self.line.get("quantity")
        listed = 0
        if not self.line.get("batch_number"):
            listed = len(self.line.get("serials") or self.line.get("tags") or ())
        if listed and quantity is not None and quantity != listed:
            words = _(
                "There are %(listed)s serial numbers or tags for %(quantity)s",
                listed=listed,
                quantity=quantity,
            )
            self._add("quantity", words)
        return quantity or listed or 1

    def _cost_minor(self) -> int | None:
        cost = self.line.get("unit_cost")
        try:
            return None if cost is None else money.minor(cost, self.lookup.currency)
        except ValueError as error:
            self._add("unit_cost", str(error))
            return None
