"""Sales: what was sold and did not come back yet."""

from collections.abc import Iterable, Sequence

from sqlalchemy import case, func, select

from webapp.core import rows
from webapp.core.db import db
from webapp.core.words import _

from ..ledger.not_undone import not_undone
from ..models import Movement, Unit
from .entries import Entry
from .problems import Problems
from .shelves import Shelves

SIGNED = case((Movement.type == "SALE", Movement.quantity), else_=-Movement.quantity)


def check(entries: Sequence[Entry], shelves: Shelves, problems: Problems) -> None:
    """Nobody gives back what was not sold; a problem of each line that would."""
    sold = _sold({entry.item_id for entry in entries})
    last_types = _last_types(shelves.units.values())
    for index, entry in enumerate(entries):
        unit = shelves.unit(entry)
        if unit is None:
            have = sold.get(entry.item_id, 0)
            _check_number(
                index,
                entry,
                have,
                problems,
            )
            sold[entry.item_id] = have - entry.quantity
        elif not unit.batch_code and last_types.get(unit.id) != "SALE":
            problems.add(index, "unit", _("%(tag)s was not sold", tag=unit.tag))


def _check_number(
    index: int,
    entry: Entry,
    have: int,
    problems: Problems,
) -> None:
    if have < entry.quantity:
        words = _(
            "Only %(have)s of the %(quantity)s were sold",
            have=have,
            quantity=entry.quantity,
        )
        problems.clash(
            index,
            "quantity",
            words,
            have=have,
            asked=entry.quantity,
        )


def _sold(item_ids: Iterable[int]) -> dict[int, int]:
    """Of these items the pieces without a tag; what was undone was not."""
    query = select(Movement.item_id, func.sum(SIGNED)).where(
        Movement.item_id.in_(item_ids),
        Movement.type.in_(("SALE", "SALE_RETURN")),
        Movement.unit_id.is_(None),
        not_undone(Movement.operation_id),
    )
    rows = db.session.execute(query.group_by(Movement.item_id))
    return {item: int(pieces) for item, pieces in rows}


def _last_types(units: Iterable[Unit]) -> dict[int | None, str]:
    """What kind of movement each of these units was moved by last."""
    ids = [unit.last_movement_id for unit in units]
    query = select(Movement.unit_id, Movement.type).where(Movement.id.in_(ids))
    return rows.pairs(query)
