"""Deliveries: new units with their serial numbers, batches and tags, of which there is never the same twice."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import insert, select

from webapp.core import text
from webapp.core.db import db

from ..models import Unit
from ..units import tag_numbers
from ..units.tags import BATCH_IS_ONE
from .entries import BATCH, Entry, Problems
from .shelves import Shelves

MOST = 1_000  # units in one operation
TOLD = 5  # clashes of one line
Made = list[
    list[int | None]
]  # of every entry its units; None stands for pieces without a tag


def check(entries: Sequence[Entry], shelves: Shelves, problems: Problems) -> None:
    """A serial or tag that exists, in any case or spaces, is a problem of its line."""
    new = [entry for entry in entries if entry.is_new]
    if sum(entry.units for entry in new) > MOST:
        at = next(index for index, entry in enumerate(entries) if entry in new)
        problems.add(at, "quantity", f"At most {MOST:,} units can be taken in at once")
        return
    tags = {
        unit.tag_key: "is already in stock"
        for unit in _written(Unit.tag_key, _all(new, "tags"))
    }
    serials = {
        (unit.item_id, unit.serial_key): f"is that of {unit.tag} already"
        for unit in _written(Unit.serial_key, _all(new, "serials"))
    }
    for index, entry in enumerate(entries):
        if entry in new and entry.unit_id:
            problems.add(
                index,
                "unit",
                "A unit that is known already gets no new tag, serial or batch number",
            )
        if entry.batch_number and (entry.serials or len(entry.tags) > 1):
            problems.add(index, "batch_number", BATCH_IS_ONE)
        elif entry.tags and entry.serials and len(entry.tags) != len(entry.serials):
            problems.add(
                index,
                "tags",
                f"There are {len(entry.tags)} tags for {len(entry.serials)} serial numbers",
            )
        numbers = [((entry.item_id, text.code(serial)), serial) for serial in entry.serials]
        _once(index, "serials", numbers, serials, problems)
        _once(index, "tags", [(text.code(tag), tag) for tag in entry.tags], tags, problems)


def _once(
    index: int,
    field: str,
    named: list[tuple[Any, str]],
    there: dict[Any, str],
    problems: Problems,
) -> None:
    clashes = []
    for at, (key, written) in enumerate(named, 1):
        if key in there:
            clashes.append(
                f"{written} {there[key]}"
                if problems.lines > 1
                else f"Line {at}: {written} {there[key]}"
            )
        there[key] = "is there twice"
    if clashes:
        more = f" And {len(clashes) - TOLD} more." if len(clashes) > TOLD else ""
        problems.add(index, field, "; ".join(clashes[:TOLD]) + more)


def make(
    entries: Sequence[Entry],
    shelves: Shelves,
    *,
    supplier_id: int | None,
    purchased_on: date,
) -> Made:
    """The new units, not yet in stock: the ledger brings them in. The caller has called `check` under stock's lock."""
    taken = {text.code(tag) for entry in entries for tag in entry.tags}
    rows: list[dict[str, Any]] = []
    plan: list[list[str]] = []
    counted: dict[int, Iterator[str]] = {}
    for entry in entries:
        if not entry.is_new:
            plan.append([])
            continue
        item = shelves.items[entry.item_id]
        if not entry.tags and item.id not in counted:
            counted[item.id] = tag_numbers.following(item, taken)
        tags = list(entry.tags) or list(islice(counted[item.id], entry.units))
        plan.append(tags)
        cost = item.value_minor if entry.cost_minor is None else entry.cost_minor
        about: dict[str, Any] = {
            "item_id": item.id,
            "location_id": entry.location_id,
            "supplier_id": supplier_id,
        }
        about |= {
            "purchased_on": purchased_on,
            "purchase_price_minor": cost,
            "batch_code": entry.batch_number,
        }
        numbers = entry.serials or (None,) * len(tags)
        rows += [
            {"tag": tag, "serial_number": number} | about
            for tag, number in zip(tags, numbers, strict=True)
        ]
    made: dict[str, int] = {}
    if rows:
        made = {
            tag: id
            for tag, id in db.session.execute(
                insert(Unit).returning(Unit.tag, Unit.id), rows
            )
        }
    return [
        [made[tag] for tag in tags] or [entry.unit_id]
        for tags, entry in zip(plan, entries, strict=True)
    ]


def _all(entries: Sequence[Entry], name: str) -> list[str]:
    return list({text.code(each) for entry in entries for each in getattr(entry, name)})


def _written(column: Any, codes: list[str]) -> list[Unit]:
    parts = (codes[at : at + BATCH] for at in range(0, len(codes), BATCH))
    return [
        unit
        for part in parts
        for unit in db.session.scalars(select(Unit).where(column.in_(part)))
    ]
