"""What may be said of a pile at the desk, and what the API shows of it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AliasPath,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core.core_schema import CoreSchema, no_info_before_validator_function

from webapp.core.inputs import GREATEST, Count, Day, Id, Input, Paged, Prose, Reference
from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.core.words import _
from webapp.people.people import Named
from webapp.school.shown import At
from webapp.stock.schemas import Condition
from webapp.stock.schemas.units import AccessoryShown

from ..models import Checkout
from ..piles import codes
from ..piles.codes import Code
from ..piles.receipts import Receipt
from .checkouts import Checked, NotSettled, Outcome

LONGEST_CODE = 200
CODE_SCHEMA: list[dict[str, Any]] = [
    {"type": "string", "minLength": 1, "maxLength": LONGEST_CODE},
    {"type": "integer", "minimum": 1},
]


def _scanned(value: object) -> int | str:
    if isinstance(value, str) and 0 < len(value) <= LONGEST_CODE:
        return value
    if type(value) is int and 0 < value <= GREATEST:
        return value
    raise ValueError(_("Send a code or an id"))


Scanned = Annotated[
    int | str, PlainValidator(_scanned), WithJsonSchema({"anyOf": CODE_SCHEMA})
]


class OrItsCode:
    """A thing of a pile may also be sent as its code alone."""

    @staticmethod
    def _whole(value: object) -> object:
        return value if isinstance(value, dict | CodeInput) else {"code": value}

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return no_info_before_validator_function(cls._whole, handler(source))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [*CODE_SCHEMA, handler(schema)]}


class CodeInput(Input):
    """One thing of a pile that is handed out."""

    code: Scanned = Field(
        description="A tag, a serial number, a label, an SKU, a name, or a unit's id as a number"
    )
    quantity: Count | None = Field(
        default=None,
        description="How many, of what is only counted; of what was promised the rest stays promised",
    )
    accessories: Checked = None
    anyway: bool = Field(
        default=False,
        description="Hand it out though it is set aside for somebody else, who stays promised one",
    )

    checkout: Id | None = Field(
        default=None,
        description="The loan that is meant, where it could be a piece of several",
    )

    @property
    def said(self) -> Code:
        return Code(**dict(self))


class BackInput(CodeInput):
    """One thing of a pile that comes back."""

    outcome: Outcome | None = None
    condition: Condition | None = None
    notes: Prose = Field(default="", max_length=500)
    not_settled: NotSettled = False


Person = Annotated[
    Reference | None, Field(description="Whose pile it is: an id, a name or an e-mail")
]


class HandOverInput(Input):
    person: Person = None
    due_date: Day | None = Field(
        default=None, description="Until when all of it goes, if not as it was promised"
    )
    codes: list[Annotated[CodeInput, OrItsCode]] = Field(
        min_length=1, max_length=codes.MOST
    )

    @property
    def said(self) -> list[Code]:
        return [each.said for each in self.codes]


class TakeBackInput(Input):
    person: Person = None
    codes: list[Annotated[BackInput, OrItsCode]] = Field(
        min_length=1, max_length=codes.MOST
    )
    returned_on: Day | None = Field(
        default=None, description="The day on which it came back, if not today"
    )

    @property
    def said(self) -> list[Code]:
        return [each.said for each in self.codes]


class PileQuery(Paged):
    pass


class DryRun(Input):
    dry_run: bool = Field(
        default=False,
        description="With 1, say what would be done with each code, and do nothing",
    )


def _of(thing: str, name: str) -> Any:
    """A field that is read from what a line is about, if it is about one."""
    return Field(default=None, validation_alias=AliasPath(thing, name))


class PileLineShown(Shown):
    """What is answered to a code: `tone` says whether it goes (ok, wait), stays (alert), or is nothing to do (mute)."""

    code: str = Field(validation_alias="written")
    kind: str
    tone: codes.Tone
    words: str = Field(validation_alias="sentence")
    item: int | None = _of("item", "id")
    item_name: str | None = _of("item", "name")
    unit: int | None = _of("unit", "id")
    tag: str | None = _of("unit", "tag")
    quantity: int
    checkout: int | None = _of("loan", "id")
    checkouts: list[int] = Field(
        validation_alias="loan_ids",
        description="The loans that it may be a piece of: of several, say which",
    )
    student: int | None = _of("loan", "student_id")
    student_name: str | None = _of("loan", "student_name")
    due_date: date | None = _of("loan", "due_on")
    due_at: At | None = _of("loan", "due_at")
    accessories: list[AccessoryShown]
    instead: list[str]
    awaited_by: list[str] = Field(description="The names of those who wait for it")


class AlsoShown(Shown):
    """What else these people have."""

    checkout: int = Field(validation_alias="id")
    item_name: str
    student_name: str
    due_date: date = Field(validation_alias="due_on")
    due_at: At | None


class GoodsShown(Shown):
    """What the receipt says of one thing."""

    checkout: int
    item: int
    item_name: str
    unit: int | None
    tag: str | None
    quantity: int
    student: int
    student_name: str
    due_date: date
    due_at: At | None
    condition: str
    with_accessories: list[str] = Field(validation_alias="with")
    missing_accessories: list[str] = Field(validation_alias="without")
    outcome: str
    set_name: str = Field("", description="The set it is a part of, as it is called")


class PileShown(Shown):
    """A receipt; of a dry run only the lines, and no id."""

    id: int | None
    number: int | None
    person: int | None
    person_name: str
    by: int | None
    by_name: PersonName | None = BESIDE
    at: At | None
    undone: bool
    goods: list[GoodsShown]
    lines: list[PileLineShown]
    also: list[AlsoShown]

    @classmethod
    def of(
        cls,
        receipt: Receipt,
        *,
        undone: bool,
        lines: Sequence[codes.Line] = (),
        also: Sequence[Checkout] = (),
    ) -> Self:
        pile = receipt.pile
        return cls(
            id=pile.id,
            number=pile.number,
            person=receipt.person_id,
            person_name=receipt.person_name,
            by=pile.by,
            at=pile.at,
            undone=undone,
            goods=[GoodsShown.model_validate(each) for each in receipt.things],
            lines=[PileLineShown.model_validate(line) for line in lines],
            also=[AlsoShown.model_validate(loan) for loan in also],
        )

    @classmethod
    def foreseen(
        cls,
        person: Named | None,
        lines: Sequence[codes.Line],
        also: Sequence[Checkout],
    ) -> Self:
        """What would be done, which is not done."""
        return cls(
            id=None,
            number=None,
            person=person and person.id,
            person_name=person.name if person else "",
            by=None,
            at=None,
            undone=False,
            goods=[],
            lines=[PileLineShown.model_validate(line) for line in lines],
            also=[AlsoShown.model_validate(loan) for loan in also],
        )


class TrayInput(Input):
    """What a page says of the whole tray."""

    kind: Literal["hand_over", "take_back"] | None = None
    guess: Literal["hand_over", "take_back"] | None = None  # shown, until it is known whose
    person: Id | None = None
    returned_on: Day | None = None
    due_date: Day | None = None
