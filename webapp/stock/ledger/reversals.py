"""Proof that every undo mirrors what it undoes."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased

from webapp.core.db import db

from ..models import Movement, Operation

AT_ONCE = 500  # operations
UNDO = "undo"


def problems() -> Iterator[str]:
    """A sentence for each undo that is none, and for each operation undone by something else."""
    odd = select(Operation.id).where(
        (Operation.kind == UNDO) != Operation.reverses_id.is_not(None)
    )
    yield from (
        f"operation {id} is an undo of nothing, or undoes without saying so"
        for id in db.session.scalars(odd)
    )
    after = 0
    pairs = select(Operation.id, Operation.reverses_id).where(
        Operation.reverses_id.is_not(None)
    )
    while here := db.session.execute(
        pairs.where(Operation.id > after).order_by(Operation.id).limit(AT_ONCE)
    ).all():
        wrong = _wrong([id for id, _ in here])
        yield from (
            f"operation {id} does not mirror operation {undone}"
            for id, undone in here
            if id in wrong
        )
        after = here[-1][0]


def _wrong(ids: Sequence[int]) -> set[int]:
    """Those whose movements are not the undone operation's, backwards."""
    first = aliased(Operation)
    told = (
        Movement.item_id,
        Movement.location_id,
        Movement.unit_id,
        Movement.quantity,
        Movement.value_delta_minor,
    )
    mine = select(Operation.id, Movement.id, Movement.from_state, Movement.to_state, *told)
    mine = mine.join(Movement, Movement.operation_id == Operation.id).where(
        Operation.id.in_(ids)
    )
    theirs = select(
        Operation.id, Movement.id, Movement.to_state, Movement.from_state, *told
    )
    theirs = theirs.join(first, first.id == Operation.reverses_id).join(
        Movement, Movement.operation_id == first.id
    )
    theirs = theirs.where(Operation.id.in_(ids))
    undoing: dict[int, list[tuple[object, ...]]] = {id: [] for id in ids}
    undone: dict[int, list[tuple[object, ...]]] = {id: [] for id in ids}
    for id, _, *said, worth in db.session.execute(mine.order_by(Operation.id, Movement.id)):
        undoing[id].append((*said, worth))
    for id, _, *said, worth in db.session.execute(
        theirs.order_by(Operation.id, Movement.id.desc())
    ):
        undone[id].append((*said, -worth))
    return {id for id in ids if undoing[id] != undone[id] or not undoing[id]}
