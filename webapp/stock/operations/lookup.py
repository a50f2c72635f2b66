"""Looking up: what the lines of an operation name, in as many queries for a thousand lines as for one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from sqlalchemy import or_, select

from webapp.core import text
from webapp.core.db import db
from webapp.core.errors import Conflict, NotFound
from webapp.core.words import _
from webapp.school import settings

from .. import barcodes, lists
from ..ledger.batches import fresh
from ..models import Item, Location, Unit
from ..units import codes, scans
from .requests import LineRequest


class Lookup:
    """The items, units and locations that lines name by id, code or name."""

    def __init__(self, lines: Sequence[LineRequest]) -> None:
        typed = {code for line in lines if (code := line.get("code"))}
        self.labelled = _labelled(typed)
        abridged = _abridged(typed)
        self.units = self._units(lines, abridged.values())
        self.called = self._called(typed - self.labelled.keys(), abridged)
        self.by_code = _items_by_code(typed)
        self.items = self._items(lines)
        self.place_of = {place.id: place for place in db.session.scalars(select(Location))}
        self.places = {lists.key(place.name): place for place in self.place_of.values()}
        self.currency = settings.currency()

    def _units(
        self, lines: Sequence[LineRequest], abridged: Collection[int]
    ) -> dict[int, Unit]:
        """Those named by id, or by the code that is printed on them."""
        named = [unit for line in lines if (unit := line.get("unit"))]
        labelled = [id for id in self.labelled.values() if id]
        units = fresh(
            lambda ids: select(Unit).where(Unit.id.in_(ids)), [*named, *labelled, *abridged]
        )
        return {unit.id: unit for unit in units}

    def _called(
        self, typed: Collection[str], abridged: Mapping[str, int]
    ) -> dict[str, list[Unit]]:
        """Units by tag; by serial number, batch or abridged label where no tag is written so."""
        units = self._written({text.code(code) for code in typed})
        called: dict[str, list[Unit]] = {}
        for unit in units:
            for key in filter(None, {unit.serial_key, unit.batch_key}):
                called.setdefault(key, []).append(unit)
        called |= {unit.tag_key: [unit] for unit in units}
        for code, id in abridged.items():
            if id in self.units:
                called.setdefault(text.code(code), [self.units[id]])
        return called

    def _written(self, keys: Collection[str]) -> list[Unit]:
        """Those whose tag, serial number or batch is one of these."""
        columns = (Unit.tag_key, Unit.serial_key, Unit.batch_key)
        units = fresh(
            lambda some: select(Unit).where(or_(*(each.in_(some) for each in columns))),
            keys,
        )
        self.units |= {unit.id: unit for unit in units}
        return units

    def _items(self, lines: Sequence[LineRequest]) -> dict[int, Item]:
        named = {item for line in lines if (item := line.get("item"))}
        named |= {unit.item_id for unit in self.units.values()}
        items = fresh(lambda ids: select(Item).where(Item.id.in_(ids)), named)
        coded = chain.from_iterable(self.by_code.values())
        return {item.id: item for item in [*items, *coded]}

    def unit(self, line: LineRequest) -> Unit | None:
        """The unit that a line names, if it names one. NotFound if none is called so, Conflict if several are."""
        code, id = line.get("code"), line.get("unit")
        if code and code in self.labelled:
            id = self.labelled[code] or 0
        elif code:
            return self._by_code(code)
        if id is None:
            return None
        if id not in self.units:
            raise NotFound(_("Unit not found"))
        return self.units[id]

    def _by_code(self, code: str) -> Unit | None:
        called = self.called.get(text.code(code), [])
        if len(called) > 1:
            raise Conflict(
                _(
                    "%(count)s units match %(code)s: scan the tag",
                    count=len(called),
                    code=code,
                ),
                see=["lookup"],
            )
        return called[0] if called else None

    def item(self, line: LineRequest, unit: Unit | None) -> Item | None:
        """The kind of that unit, or the item that a line names by its id, SKU or barcode. Conflict if several do."""
        item = self.items.get(unit.item_id if unit else line.get("item") or 0)
        coded = () if item else self.coded(line.get("code") or "")
        if len(coded) > 1:
            raise Conflict(scans.which_edition(coded))
        return item or next(iter(coded), None)

    def coded(self, code: str) -> Sequence[Item]:
        """The items with this SKU, or else with this barcode, however it is written."""
        keys = text.code(code), barcodes.of(code)
        return next((self.by_code[key] for key in keys if key in self.by_code), ())

    def place(self, name: str) -> Location | None:
        """The location of this name, else of this id."""
        place = self.places.get(lists.key(name))
        if place is None and name.isdecimal():
            place = self.place_of.get(int(name))
        return place


def _labelled(typed: Collection[str]) -> dict[str, int | None]:
    """The ids in those codes that are a label's address; None where a symbol was misread."""
    return {code: _unit_id(printed) for code in typed if (printed := codes.on_label(code))}


def _abridged(typed: Collection[str]) -> dict[str, int]:
    """The ids in those that may be a label's address without its beginning."""
    return {code: id for code in typed if (id := codes.abridged(code))}


def _unit_id(printed: str) -> int | None:
    try:
        return codes.read(printed)
    except NotFound:
        return None


def _items_by_code(typed: Collection[str]) -> dict[str, list[Item]]:
    """By SKU, and by barcode where no SKU is written so; the SKUs first of those that were typed."""
    keys = {text.code(code) for code in typed}
    items = fresh(
        lambda some: select(Item).where(Item.sku_key.in_(some) | Item.barcode.in_(some)),
        keys | barcodes.all_of(typed),
    )
    return _editions(items) | {item.sku_key: [item] for item in items}


def _editions(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Those in use, by barcode, and in the order of their names."""
    found: dict[str, list[Item]] = {}
    for item in sorted(items, key=lambda item: (item.sort_key, item.id)):
        if item.barcode and item.archived_at is None:
            found.setdefault(item.barcode, []).append(item)
    return found
