"""Operations, as people ask for them, undo them, and programs see them."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field

from webapp.core import money
from webapp.core.inputs import Id, Input, Line, Paged, Since2000
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..movements.history import Act
from ..movements.movement_types import OperationKind, api_kind
from ..operations.undo import Preview
from . import Notes
from .movements import MovementShown


class OperationFilter(Input):
    kind: OperationKind | None = None
    actor: Id | None = None
    item: Id | None = None
    unit: Id | None = None
    checkout: Id | None = None
    reason: Annotated[Line, Field(max_length=30)] | None = None
    since: Since2000 | None = None
    until: Since2000 | None = None


class OperationQuery(OperationFilter, Paged):
    pass


class OperationUndoInput(Input):
    notes: Notes = ""


class UndoQuery(Input):
    dry_run: Literal["0", "1", "true", "false"] = "0"


class OperationShown(Shown):
    """One human act; `about` names the thing it moved last, of `kinds` items in all."""

    id: int
    kind: str
    at: At
    actor: int
    actor_name: str
    approved_by: int | None
    reason: str | None
    reference: str
    notes: str
    reverses: int | None
    undone_by: int | None
    checkout: int | None
    transfer: int | None
    repair: int | None
    stocktake: int | None
    about: str
    kinds: int
    movements: int

    @classmethod
    def of(cls, act: Act) -> Self:
        same = (
            "id",
            "actor_name",
            "approved_by",
            "reason",
            "reference",
            "reverses",
            "undone_by",
        )
        sources = ("checkout", "transfer", "repair", "stocktake")
        return cls(
            **{name: getattr(act, name) for name in (*same, "about", "kinds", "movements")},
            **{name: getattr(act, f"{name}_id") for name in sources},
            kind=api_kind(act.kind),
            at=act.at,
            actor=act.actor_id,
            notes=act.note,
        )


class OperationInFull(OperationShown):
    """With its first 200 movements in the order they were written; the rest is in movements/?operation=."""

    lines: list[MovementShown] = []


class UndoLineShown(Shown):
    item: int
    location: str
    unit: int | None
    type: str
    from_state: str
    to_state: str
    quantity: int
    value_change: str


class UndoLevelShown(Shown):
    item: int
    location: str
    before: dict[str, int]
    after: dict[str, int]
    value_before: str
    value_after: str


class UndoShown(Shown):
    """What undoing would write, what the levels would hold then, and what else would be set right."""

    reverses: int
    lines: list[UndoLineShown]
    levels: list[UndoLevelShown]
    besides: list[str]

    @classmethod
    def of(cls, seen: Preview, places: Mapping[int, str], currency: str) -> Self:
        def told(minor: int | None) -> str:
            return money.shown(minor or 0, currency)

        same = ("type", "from_state", "to_state", "quantity")
        lines = [
            UndoLineShown(
                **{name: getattr(line, name) for name in same},
                item=line.item_id,
                location=places[line.location_id],
                unit=line.unit_id,
                value_change=told(line.value_delta_minor),
            )
            for line in seen.lines
        ]
        levels = [
            UndoLevelShown(
                item=each.item_id,
                location=places[each.location_id],
                before=each.before,
                after=each.after,
                value_before=told(each.value_before),
                value_after=told(each.value_after),
            )
            for each in seen.changes
        ]
        return cls(
            reverses=seen.operation.id, lines=lines, levels=levels, besides=seen.besides
        )
