"""Outcomes: what an operation did to levels, read off its movements."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotAllowed, NotFound

from .. import access
from ..models import Item, Location, Movement, Operation, Unit
from ..models.states import OUTSIDE, STATES


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

    @cached_property
    def pieces(self) -> int:
        return sum(step.quantity for step in self.steps)

    @cached_property
    def units(self) -> list[Step]:
        return [step for step in self.steps if step.unit_id]


def of(actor: Actor, id: int) -> Outcome:
    """What an operation did, in two queries. NotFound if there is none; for staff."""
    if not access.may_receive(actor):
        raise NotAllowed("Only staff can see what was done")
    operation = db.session.get(Operation, id)
    if operation is None:
        raise NotFound("Operation not found")
    names = (
        Item.name.label("item_name"),
        Unit.tag,
        Unit.serial_number,
        Location.name.label("location"),
    )
    asked = (
        select(*Movement.__table__.columns, *names)
        .join(Item, Item.id == Movement.item_id)
        .join(Location, Location.id == Movement.location_id)
        .outerjoin(Unit, Unit.id == Movement.unit_id)
        .where(Movement.operation_id == id)
        .order_by(Movement.id)
    )
    rows = db.session.execute(asked).mappings().all()
    levels: dict[int, LevelChange] = {}
    for row in rows:
        before = (
            levels[row["level_id"]].before if row["level_id"] in levels else _before(row)
        )
        about = row["item_id"], row["item_name"], row["location"]
        levels[row["level_id"]] = LevelChange(*about, before, _after(row))
    act = operation.id, operation.kind, operation.reason, operation.approved_by
    return Outcome(*act, [_step(row) for row in rows], list(levels.values()))


def _step(row: Any) -> Step:
    comes_in = row["from_state"] == OUTSIDE
    state = row["to_state"] if comes_in else row["from_state"]
    after = row[f"{state}_after"]
    same = (
        "item_id",
        "item_name",
        "unit_id",
        "tag",
        "serial_number",
        "location",
        "quantity",
        "from_state",
        "to_state",
    )
    before = after - row["quantity"] if comes_in else after + row["quantity"]
    about = {
        "state": state,
        "before": before,
        "after": after,
        "value_minor": row["value_delta_minor"],
    }
    return Step(**{name: row[name] for name in same}, **about)


def _after(row: Any) -> dict[str, int]:
    return _summed(
        {state: row[f"{state}_after"] for state in STATES}, row["value_after_minor"]
    )


def _before(row: Any) -> dict[str, int]:
    pieces = {state: row[f"{state}_after"] for state in STATES}
    for state, sign in ((row["from_state"], 1), (row["to_state"], -1)):
        if state != OUTSIDE:
            pieces[state] += sign * row["quantity"]
    return _summed(pieces, row["value_after_minor"] - row["value_delta_minor"])


def _summed(pieces: dict[str, int], value_minor: int) -> dict[str, int]:
    return pieces | {"on_hand": sum(pieces.values()), "value_minor": value_minor}
