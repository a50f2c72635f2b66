"""Arrivals: a unit whose coming was undone was never here, so its codes are free for what comes instead.

Its row stays, as its movements do; what its codes are found by ends in "#<id>" until it is really here.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, select, update

from webapp.core import text
from webapp.core.db import db

from ..models import Item, Movement, Operation, Unit
from ..models.states import OUTSIDE
from .batches import batches
from .not_undone import stands
from .projection import Line

CODES = {
    "tag_key": "tag",
    "serial_key": "serial_number",
    "batch_key": "batch_code",
}
UNITS = Unit.__table__
CODED = select(UNITS.c.id, UNITS.c.item_id, *(UNITS.c[name] for name in CODES.values()))
RENAME = update(UNITS).where(UNITS.c.id == bindparam("unit"))  # type: ignore[arg-type]
RENAME = RENAME.values({key: bindparam(f"new_{key}") for key in CODES})


class Coded(NamedTuple):
    """A unit with its codes as they were written."""

    id: int
    item_id: int
    tag: str
    serial_number: str | None
    batch_code: str | None


def was_undone() -> ColumnElement[bool]:
    """That a unit moved once, but nothing that moved it stands."""
    moved = select(Movement.id).join(Operation, Operation.id == Movement.operation_id)
    return (Unit.last_movement_id > 0) & ~moved.where(
        Movement.unit_id == Unit.id, stands()
    ).exists()


def item_was_undone() -> ColumnElement[bool]:
    """That pieces of an item moved once, but nothing that moved them stands."""
    moved = select(Movement.id).where(Movement.item_id == Item.id)
    standing = moved.join(Operation, Operation.id == Movement.operation_id).where(stands())
    return moved.exists() & ~standing.exists()


def keep_codes(lines: Sequence[Line], *, is_undo: bool) -> None:
    """After these movements: free the codes of units that were never here, give back those of units that are again."""
    if is_undo:
        left = (line.unit_id for line in lines if line.to_state == OUTSIDE)
        _rename((unit, f"#{unit.id}") for unit in _units(left, was_undone()))
    unit_ids = (line.unit_id for line in lines if line.from_state == OUTSIDE)
    _rename(
        (unit, "")
        for unit in _units(unit_ids, Unit.tag_key.contains("#"))
        if not _is_taken(unit)
    )


def _units(ids: Iterable[int | None], which: ColumnElement[bool]) -> Iterator[Coded]:
    for some in batches(sorted({id for id in ids if id})):
        for row in db.session.execute(CODED.where(Unit.id.in_(some), which)).all():
            yield Coded(*row)


def _rename(units: Iterable[tuple[Coded, str]]) -> None:
    """Let what the codes of each unit are found by end so."""
    rows = [
        {"unit": unit.id}
        | {
            f"new_{key}": _key(getattr(unit, written), ending)
            for key, written in CODES.items()
        }
        for unit, ending in units
    ]
    if rows:
        db.session.execute(RENAME, rows)


def _key(code: str | None, ending: str) -> str | None:
    return None if code is None else text.code(code) + ending


def _is_taken(unit: Coded) -> bool:
    """Whether another unit has one of its codes by now."""
    clash = Unit.tag_key == text.code(unit.tag)
    if unit.serial_number is not None:
        clash |= (Unit.item_id == unit.item_id) & (
            Unit.serial_key == text.code(unit.serial_number)
        )
    return bool(
        db.session.scalar(select(Unit.id).where(Unit.id != unit.id, clash).limit(1))
    )
