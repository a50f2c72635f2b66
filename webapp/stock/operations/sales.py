"""Sales: what was sold and did not come back yet."""

from collections.abc import Iterable, Sequence

from sqlalchemy import case, func, select

from webapp.core.db import db

from ..ledger.not_undone import not_undone
from ..models import Movement
from .entries import Entry, Problems
from .shelves import Shelves


def check(entries: Sequence[Entry], shelves: Shelves, problems: Problems) -> None:
    """Nobody gives back what was not sold; a problem of each line that would."""
    out, last = (
        _sold({entry.item_id for entry in entries}),
        _last([unit.last_movement_id for unit in shelves.units.values()]),
    )
    for index, entry in enumerate(entries):
        if unit := shelves.unit(entry):
            if not unit.batch_code and last.get(unit.id) != "SALE":
                problems.add(index, "unit", f"{unit.tag} was not sold")
            continue
        sold = out.get(entry.item_id, 0)
        if sold < entry.quantity:
            problems.clash(
                index,
                "quantity",
                f"Only {sold} of the {entry.quantity} were sold",
                have=sold,
                asked=entry.quantity,
            )
        out[entry.item_id] = sold - entry.quantity


def _sold(item_ids: Iterable[int]) -> dict[int, int]:
    """Of these items the pieces without a tag; what was undone was not."""
    signed = case((Movement.type == "SALE", Movement.quantity), else_=-Movement.quantity)
    asked = select(Movement.item_id, func.sum(signed)).where(
        Movement.item_id.in_(item_ids),
        Movement.type.in_(("SALE", "SALE_RETURN")),
        Movement.unit_id.is_(None),
        not_undone(Movement.operation_id),
    )
    return {
        item: int(pieces)
        for item, pieces in db.session.execute(asked.group_by(Movement.item_id))
    }


def _last(ids: list[int]) -> dict[int | None, str]:
    asked = select(Movement.unit_id, Movement.type).where(Movement.id.in_(ids))
    return {unit: type for unit, type in db.session.execute(asked)}
