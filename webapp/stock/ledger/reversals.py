"""Proof that every undo mirrors what it undoes."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from webapp.core.db import db

from ..models import Movement, Operation

AT_ONCE = 500  # operations
UNDO = "undo"
Undone = aliased(Operation)
MOVED = select(
    Operation.id,
    Movement.value_delta_minor,
    Movement.item_id,
    Movement.location_id,
    Movement.unit_id,
    Movement.quantity,
)
PAIRS = (
    select(Operation.id, Operation.reverses_id)
    .where(Operation.reverses_id.is_not(None))
    .order_by(Operation.id)
    .limit(AT_ONCE)
)
Query = Select[int, int, int, int, int | None, int, str, str]
Moves = dict[
    int, list[tuple[object, ...]]
]  # by undo: what moved, between which states, and the change of value


def problems() -> Iterator[str]:
    """A sentence for each undo that is none, and for each operation undone by something else."""
    odd = select(Operation.id).where(
        (Operation.kind == UNDO) != Operation.reverses_id.is_not(None)
    )
    for id in db.session.scalars(odd):
        yield f"operation {id} is an undo of nothing, or undoes without saying so"
    last = 0
    while pairs := db.session.execute(PAIRS.where(Operation.id > last)).all():
        wrong = _wrong([id for id, _ in pairs])
        for id, undone in pairs:
            if id in wrong:
                yield f"operation {id} does not mirror operation {undone}"
        last = pairs[-1].id


def _wrong(ids: Sequence[int]) -> set[int]:
    """Those whose movements are not the undone operation's, backwards."""
    undoing, undone = _moves(_undoing(ids), 1), _moves(_undone(ids), -1)
    return {id for id in ids if id not in undoing or undoing[id] != undone.get(id, [])}


def _moves(query: Query, sign: int) -> Moves:
    """What each operation moved; its values by this sign."""
    moves: Moves = {}
    for id, worth, *moved in db.session.execute(query):
        moves.setdefault(id, []).append((*moved, sign * worth))
    return moves


def _undoing(ids: Iterable[int]) -> Query:
    """The movements of these undos, in their order."""
    return (
        MOVED.add_columns(Movement.from_state, Movement.to_state)
        .join(Movement, Movement.operation_id == Operation.id)
        .where(Operation.id.in_(ids))
        .order_by(Operation.id, Movement.id)
    )


def _undone(ids: Iterable[int]) -> Query:
    """The movements of what these undos undid, the last first, each the other way round."""
    return (
        MOVED.add_columns(Movement.to_state, Movement.from_state)
        .join(Undone, Undone.id == Operation.reverses_id)
        .join(Movement, Movement.operation_id == Undone.id)
        .where(Operation.id.in_(ids))
        .order_by(Operation.id, Movement.id.desc())
    )
