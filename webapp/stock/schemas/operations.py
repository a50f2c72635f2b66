"""Operations, as people ask for them, undo them, and programs see them."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field

from webapp.core import money
from webapp.core.inputs import Id, Input, Line, Paged, Since2000
from webapp.core.names_beside import BESIDE, ItemName, PersonName
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..ledger import projection
from ..ledger.steps import Change
from ..movements.history import Act
from ..movements.movement_types import OperationKind
from ..operations.undo import Preview
from . import Notes
from .movements import ApiKind, MovementShown


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
    """One human act; `about` names the thing it moved last, of `kinds` items in all.

    One that archives an item or restores it moves nothing and is about that `item`.
    """

    id: int
    kind: ApiKind
    at: At
    actor: int = Field(validation_alias="actor_id")
    actor_name: str
    approved_by: int | None
    approved_by_name: PersonName | None = BESIDE
    reason: str | None
    reference: str
    notes: str = Field(validation_alias="note")
    reverses: int | None
    undone_by: int | None
    undone_by_name: PersonName | None = BESIDE
    checkout: int | None = Field(validation_alias="checkout_id")
    transfer: int | None = Field(validation_alias="transfer_id")
    repair: int | None = Field(validation_alias="repair_id")
    stocktake: int | None = Field(validation_alias="stocktake_id")
    item: int | None = Field(validation_alias="item_id")
    item_name: ItemName | None = BESIDE
    about: str
    kinds: int
    movements: int


class OperationInFull(OperationShown):
    """With its first 200 movements in the order they were written; the rest is in movements/?operation=."""

    lines: list[MovementShown] = []

    @classmethod
    def of(cls, act: Act, lines: list[MovementShown]) -> Self:
        shown = dict(OperationShown.model_validate(act))
        return cls.model_validate(shown | {"lines": lines}, by_name=True)


class UndoLineShown(Shown):
    item: int
    item_name: ItemName = BESIDE
    location: str
    unit: int | None
    type: str
    from_state: str
    to_state: str
    quantity: int
    value_change: str

    @classmethod
    def of(cls, line: projection.Line, places: Mapping[int, str], currency: str) -> Self:
        return cls(
            item=line.item_id,
            location=places[line.location_id],
            unit=line.unit_id,
            type=line.type,
            from_state=line.from_state,
            to_state=line.to_state,
            quantity=line.quantity,
            value_change=money.shown(line.value_delta_minor or 0, currency),
        )


class UndoLevelShown(Shown):
    item: int
    item_name: ItemName = BESIDE
    location: str
    before: dict[str, int]
    after: dict[str, int]
    value_before: str
    value_after: str

    @classmethod
    def of(cls, change: Change, places: Mapping[int, str], currency: str) -> Self:
        return cls(
            item=change.item_id,
            location=places[change.location_id],
            before=change.before,
            after=change.after,
            value_before=money.shown(change.value_before, currency),
            value_after=money.shown(change.value_after, currency),
        )


class UndoShown(Shown):
    """What undoing would write, what the levels would hold then, and what else would be set right."""

    reverses: int
    lines: list[UndoLineShown]
    levels: list[UndoLevelShown]
    besides: list[str]

    @classmethod
    def of(cls, preview: Preview, places: Mapping[int, str], currency: str) -> Self:
        return cls(
            reverses=preview.operation.id,
            lines=[UndoLineShown.of(line, places, currency) for line in preview.lines],
            levels=[
                UndoLevelShown.of(change, places, currency) for change in preview.changes
            ],
            besides=preview.besides,
        )
