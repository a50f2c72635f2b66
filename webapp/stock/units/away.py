"""Away: which pieces of items cannot be lent or are not there any more, and since when."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import RowMapping, func, or_, select

from webapp.core.db import db

from ..ledger.not_undone import stands
from ..models import Level, Movement, Operation, Unit
from ..models.states import OUTSIDE

STATES = ("damaged", "under_repair", "beyond_repair", "in_transit")
LOST = ("DAMAGE_LOSS", "THEFT_LOSS")
PASSING = ("TRANSFER_OUT",)  # it leaves one place for another
COLUMNS = tuple(getattr(Unit, state) for state in STATES)
UNITS = (  # that are blocked, or in one of the states
    select(
        Unit.id,
        Unit.item_id,
        Unit.tag,
        Unit.blocked_reason,
        Unit.blocked_at,
        (Unit.available + Unit.reserved + Unit.on_rent).label("here"),
        *COLUMNS,
    )
    .where(or_(Unit.blocked_reason.is_not(None), *(column > 0 for column in COLUMNS)))
    .order_by(Unit.sort_key, Unit.id)
)
LEVELS = select(
    Level.item_id, *(func.sum(getattr(Level, state)) for state in STATES)
).group_by(Level.item_id)
ENTERED = (
    select(
        Movement.item_id,
        Movement.unit_id,
        Movement.to_state,
        func.max(Movement.created_at),
    )
    .where(Movement.to_state.in_(STATES))
    .group_by(Movement.item_id, Movement.unit_id, Movement.to_state)
)
GONE = (
    select(
        Movement.item_id,
        Movement.type,
        Movement.quantity,
        Movement.created_at,
        Movement.unit_id,
        Unit.tag,
    )
    .join(Operation, Operation.id == Movement.operation_id)
    .outerjoin(Unit, Unit.id == Movement.unit_id)
    .where(Movement.to_state == OUTSIDE, Movement.type.not_in(PASSING), stands())
    .order_by(Movement.id.desc())
)


class Away(NamedTuple):
    """So many pieces of an item that are in one of the STATES, "blocked", "lost" or otherwise "gone"."""

    state: str
    quantity: int
    since: datetime | None
    unit_id: int | None = None
    tag: str = ""
    notes: str = ""  # why it may not be lent


Entered = Mapping[tuple[int, int | None, str], datetime]  # by item, unit and state


def of_items(item_ids: Collection[int], since: datetime) -> dict[int, list[Away]]:
    """What is away of these items, of what is gone only what went after `since`; the caller has checked who may know.

    Four statements, however many items.
    """
    away: dict[int, list[Away]] = {id: [] for id in item_ids}
    _add_here(away, _entered(item_ids))
    for item_id, each in _gone(item_ids, since):
        away[item_id].append(each)
    return away


def _add_here(away: dict[int, list[Away]], entered: Entered) -> None:
    """What the school still has, but cannot lend: the tagged pieces, then what is loose."""
    units = db.session.execute(UNITS.where(Unit.item_id.in_(away))).mappings()
    for unit in units:
        away[unit["item_id"]] += _of_unit(unit, entered)
    for item_id, *counts in db.session.execute(LEVELS.where(Level.item_id.in_(away))):
        pieces = dict(zip(STATES, counts, strict=True))
        away[item_id] += _loose(item_id, pieces, away[item_id], entered)


def _entered(item_ids: Collection[int]) -> Entered:
    """Since when the newest piece is in each state."""
    found = db.session.execute(ENTERED.where(Movement.item_id.in_(item_ids)))
    return {(item_id, unit_id, state): at for item_id, unit_id, state, at in found}


def _loose(
    item_id: int, pieces: Mapping[str, int], tagged: Collection[Away], entered: Entered
) -> list[Away]:
    """What is in each state without a tag: all of it, but for what is `tagged`."""
    loose = dict(pieces)
    for each in tagged:
        if each.state in loose:
            loose[each.state] -= each.quantity
    return [
        Away(state, int(count), entered.get((item_id, None, state)))
        for state, count in loose.items()
        if count > 0
    ]


def _of_unit(unit: RowMapping, entered: Entered) -> Iterator[Away]:
    about = unit["id"], unit["tag"]
    states = [state for state in STATES if unit[state]]
    for state in states:
        at = entered.get((unit["item_id"], unit["id"], state))
        yield Away(state, unit[state], at, *about)
    if unit["blocked_reason"] is not None and not states:
        at, notes = unit["blocked_at"], unit["blocked_reason"]
        yield Away("blocked", unit["here"], at, *about, notes)


def _gone(item_ids: Collection[int], since: datetime) -> Iterator[tuple[int, Away]]:
    """Newest first."""
    query = GONE.where(Movement.item_id.in_(item_ids), Movement.created_at > since)
    for item_id, kind, quantity, at, unit_id, tag in db.session.execute(query):
        state = "lost" if kind in LOST else "gone"
        yield item_id, Away(state, quantity, at, unit_id, tag or "")
