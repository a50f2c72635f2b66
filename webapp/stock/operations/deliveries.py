"""Deliveries: new units with their serial numbers, batches and tags, of which there is never the same twice."""

from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TypedDict, TypeVar

from sqlalchemy import insert, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.core import text
from webapp.core.db import db
from webapp.core.words import _

from ..ledger.batches import batches
from ..models import Unit
from ..units import tag_numbers
from ..units.tags import BATCH_IS_ONE
from .entries import Entry
from .problems import Problems
from .shelves import Shelves

MOST = 1_000  # units in one operation
SHOWN = 5  # clashes of one line
Made = list[list[int | None]]  # units of every entry; None stands for pieces without a tag
Key = TypeVar("Key", bound=Hashable)


class NewUnit(TypedDict):
    """A row of units to be; its pieces come with the ledger's first movement."""

    tag: str
    serial_number: str | None
    item_id: int
    location_id: int
    supplier_id: int | None
    purchased_on: date
    purchase_price_minor: int
    batch_code: str | None


def check(entries: Sequence[Entry], problems: Problems) -> None:
    """A serial or tag that exists, in any case or spaces, is a problem of its line."""
    new = [entry for entry in entries if entry.is_new]
    if sum(entry.units for entry in new) > MOST:
        words = _("At most %(most)s units can be taken in at once", most=f"{MOST:,}")
        problems.add(entries.index(new[0]), "quantity", words)
    else:
        _check_unique(entries, new, problems)


def _check_unique(
    entries: Sequence[Entry], new: Sequence[Entry], problems: Problems
) -> None:
    tags = _known_tags([tag for entry in new for tag in entry.tags])
    serials = _known_serials([number for entry in new for number in entry.serials])
    for index, entry in enumerate(entries):
        _check_numbers(index, entry, problems)
        numbers = [((entry.item_id, text.code(number)), number) for number in entry.serials]
        _check_once(
            index,
            "serials",
            numbers,
            serials,
            problems,
        )
        own_tags = [(text.code(tag), tag) for tag in entry.tags]
        _check_once(
            index,
            "tags",
            own_tags,
            tags,
            problems,
        )


def _known_tags(tags: Sequence[str]) -> dict[str, str]:
    """What is to be said of each tag that is taken, by its code."""
    return {unit.tag_key: _("is already in stock") for unit in _written(Unit.tag_key, tags)}


def _known_serials(numbers: Sequence[str]) -> dict[tuple[int, str | None], str]:
    """The same of serial numbers, which are each item's own."""
    return {
        (unit.item_id, unit.serial_key): _("is that of %(tag)s already", tag=unit.tag)
        for unit in _written(Unit.serial_key, numbers)
    }


def _written(
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    written: Sequence[str],
) -> list[Unit]:
    """The units that have one of these in this column, in any case or spaces."""
    return [
        unit
        for codes in batches({text.code(each) for each in written})
        for unit in db.session.scalars(select(Unit).where(column.in_(codes)))
    ]


def _check_numbers(index: int, entry: Entry, problems: Problems) -> None:
    """What is known already gets no numbers, a batch no serials, and tags and serials go in pairs."""
    if entry.is_new and entry.unit_id:
        words = _("A unit that is known already gets no new tag, serial or batch number")
        problems.add(index, "unit", words)
    tags, serials = len(entry.tags), len(entry.serials)
    if entry.batch_number and (serials or tags > 1):
        problems.add(index, "batch_number", BATCH_IS_ONE)
    elif tags and serials and tags != serials:
        words = _(
            "There are %(tags)s tags for %(serials)s serial numbers",
            tags=tags,
            serials=serials,
        )
        problems.add(index, "tags", words)


def _check_once(
    index: int,
    field: str,
    named: Sequence[tuple[Key, str]],
    known: dict[Key, str],
    problems: Problems,
) -> None:
    """What is named is not known yet; from here on it is."""
    clashes = []
    for at, (key, written) in enumerate(named, 1):
        if key in known:
            clash = f"{written} {known[key]}"
            if problems.lines == 1:
                clash = _("Line %(number)s: %(words)s", number=at, words=clash)
            clashes.append(clash)
        known[key] = _("is there twice")
    if clashes:
        problems.add(index, field, _first(clashes))


def _first(clashes: list[str]) -> str:
    """The first of them, and how many more there are."""
    words = "; ".join(clashes[:SHOWN])
    if len(clashes) > SHOWN:
        more = _("And %(number)s more.", number=len(clashes) - SHOWN)
        words = f"{words} {more}"
    return words


def make(
    entries: Sequence[Entry],
    shelves: Shelves,
    *,
    supplier_id: int | None,
    purchased_on: date,
) -> Made:
    """The new units, not yet in stock: the ledger brings them in. The caller has called `check` under stock's lock."""
    tags = list(_tags(entries, shelves))
    rows = [
        unit
        for entry, own in zip(entries, tags, strict=True)
        for unit in _new_units(
            entry,
            own,
            shelves,
            supplier_id,
            purchased_on,
        )
    ]
    made = _insert(rows)
    return [
        [made[tag] for tag in own] or [entry.unit_id]
        for own, entry in zip(tags, entries, strict=True)
    ]


def _tags(entries: Sequence[Entry], shelves: Shelves) -> Iterator[list[str]]:
    """The tags of each entry's new units, as given or counted on."""
    taken = {text.code(tag) for entry in entries for tag in entry.tags}
    following: dict[int, Iterator[str]] = {}
    for entry in entries:
        if not entry.is_new or entry.tags:
            yield list(entry.tags)
            continue
        if entry.item_id not in following:
            item = shelves.items[entry.item_id]
            following[item.id] = tag_numbers.following(item, taken)
        yield list(islice(following[entry.item_id], entry.units))


def _new_units(
    entry: Entry,
    tags: Sequence[str],
    shelves: Shelves,
    supplier_id: int | None,
    purchased_on: date,
) -> Iterator[NewUnit]:
    item = shelves.items[entry.item_id]
    cost_minor = item.value_minor if entry.cost_minor is None else entry.cost_minor
    numbers = entry.serials or (None,) * len(tags)
    for tag, number in zip(tags, numbers, strict=True):
        yield {
            "tag": tag,
            "serial_number": number,
            "item_id": item.id,
            "location_id": entry.location_id,
            "supplier_id": supplier_id,
            "purchased_on": purchased_on,
            "purchase_price_minor": cost_minor,
            "batch_code": entry.batch_number,
        }


def _insert(rows: Sequence[NewUnit]) -> dict[str, int]:
    """Their ids, by tag."""
    if not rows:
        return {}
    query = insert(Unit).returning(Unit.tag, Unit.id)
    return {tag: id for tag, id in db.session.execute(query, rows)}
