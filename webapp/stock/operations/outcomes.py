"""Outcomes: what an operation did to levels, read off its movements."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from sqlalchemy import RowMapping, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotAllowed, NotFound
from webapp.core.words import _

from .. import access
from ..models import Item, Location, Movement, Operation, Unit
from ..models.states import OUTSIDE, STATES
from .because import Stored

MOVEMENTS = (
    select(*Movement.__table__.columns, Item.name.label("item_name"), Unit.tag)
    .add_columns(Unit.serial_number, Location.name.label("location"))
    .join(Item, Item.id == Movement.item_id)
    .join(Location, Location.id == Movement.location_id)
    .outerjoin(Unit, Unit.id == Movement.unit_id)
    .order_by(Movement.id)
)


@dataclass(frozen=True)
class Step:
    """One movement: `before` and `after` are the pieces in the state that it filled or emptied."""

    item_id: int
    item_name: str
    unit_id: int | None
    tag: str | None
    serial_number: str | None
    location: str
    quantity: int
    from_state: str
    to_state: str
    state: str
    before: int
    after: int
    value_minor: int  # what it added to the level's value


@dataclass(frozen=True)
class LevelChange:
    """An item at a location before and after: pieces by state, on_hand, value_minor."""

    item_id: int
    item_name: str
    location: str
    before: dict[str, int]
    after: dict[str, int]


@dataclass(frozen=True)
class Outcome:
    """Of one operation, as plain values, so that a trial can be shown after it was rolled back."""

    id: int
    kind: str
    reason: str | None
    approved_by: int | None
    steps: list[Step]
    levels: list[LevelChange]

    @classmethod
    def from_dict(cls, stored: Stored) -> Self:
        """What `dataclasses.asdict` made of it, as JSON keeps it."""
        steps = [Step(**step) for step in stored["steps"]]
        levels = [LevelChange(**level) for level in stored["levels"]]
        return cls(**{**stored, "steps": steps, "levels": levels})

    @cached_property
    def pieces(self) -> int:
        return sum(step.quantity for step in self.steps)

    @cached_property
    def units(self) -> list[Step]:
        return [step for step in self.steps if step.unit_id]


def of_operation(actor: Actor, id: int) -> Outcome:
    """What an operation did, in two queries. NotFound if there is none; for staff."""
    if not access.may_receive(actor):
        raise NotAllowed(_("Only staff can see what was done"))
    operation = db.session.get(Operation, id)
    if operation is None:
        raise NotFound(_("Operation not found"))
    movements = db.session.execute(MOVEMENTS.where(Movement.operation_id == id)).mappings()
    moved = movements.all()
    return Outcome(
        operation.id,
        operation.kind,
        operation.reason,
        operation.approved_by,
        [_step(movement) for movement in moved],
        _changes(moved),
    )


def _changes(movements: Iterable[RowMapping]) -> list[LevelChange]:
    """Each level before the first of these movements and after the last."""
    levels: dict[int, LevelChange] = {}
    for movement in movements:
        earlier = levels.get(movement["level_id"])
        levels[movement["level_id"]] = LevelChange(
            movement["item_id"],
            movement["item_name"],
            movement["location"],
            earlier.before if earlier else _before(movement),
            _after(movement),
        )
    return list(levels.values())


def _step(movement: RowMapping) -> Step:
    comes_in, quantity = movement["from_state"] == OUTSIDE, movement["quantity"]
    state = movement["to_state"] if comes_in else movement["from_state"]
    after = movement[f"{state}_after"]
    return Step(
        item_id=movement["item_id"],
        item_name=movement["item_name"],
        unit_id=movement["unit_id"],
        tag=movement["tag"],
        serial_number=movement["serial_number"],
        location=movement["location"],
        quantity=quantity,
        from_state=movement["from_state"],
        to_state=movement["to_state"],
        state=state,
        before=after - quantity if comes_in else after + quantity,
        after=after,
        value_minor=movement["value_delta_minor"],
    )


def _after(movement: RowMapping) -> dict[str, int]:
    pieces = {state: movement[f"{state}_after"] for state in STATES}
    return _summed(pieces, movement["value_after_minor"])


def _before(movement: RowMapping) -> dict[str, int]:
    pieces = {state: movement[f"{state}_after"] for state in STATES}
    for state, sign in ((movement["from_state"], 1), (movement["to_state"], -1)):
        if state != OUTSIDE:
            pieces[state] += sign * movement["quantity"]
    value_minor = movement["value_after_minor"] - movement["value_delta_minor"]
    return _summed(pieces, value_minor)


def _summed(pieces: dict[str, int], value_minor: int) -> dict[str, int]:
    return pieces | {"on_hand": sum(pieces.values()), "value_minor": value_minor}
