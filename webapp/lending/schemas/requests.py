"""What may be said about requests for several things, and what the API shows of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Self

from pydantic import Field, model_validator

from webapp.core.inputs import Count, Day, Id, Input, Line, Paged, Prose
from webapp.core.names_beside import BESIDE, GroupName, PersonName
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..asking.asking import MOST_LINES, MOST_THINGS, Wish
from ..models import Checkout, RequestSet
from ..requests.changing import Change, LineChange
from ..requests.whole import Whole
from .answers import check_once
from .checkouts import (
    CheckoutFilter,
    CheckoutShown,
    ContactId,
    GroupId,
    UnitReference,
)


class WishInput(Input):
    """One thing of a request, or one set."""

    item: Id | None = None
    set: Id | None = Field(default=None, description="Instead of an item")
    unit: UnitReference = None
    quantity: Count = 1
    checkout_date: Day | None = Field(
        default=None,
        description="The first day of the loan; the request's if it is left out",
    )
    due_date: Day | None = Field(
        default=None,
        description="The day it is due; the request's, or as late as `max_checkout_days` allows",
    )


class RequestInput(Input):
    """Several things at once; the dates are those of lines that have none of their own."""

    lines: list[WishInput] = Field(min_length=1, max_length=MOST_LINES)
    checkout_date: Day | None = None
    due_date: Day | None = None
    purpose: Prose = Field(default="", max_length=2000)
    student: Id | None = None
    group: GroupId = None
    contact: ContactId = None
    send_anyway: bool = False

    @property
    def wishes(self) -> list[Wish]:
        return [
            Wish(
                line.item,
                line.quantity,
                line.checkout_date or self.checkout_date,
                line.due_date or self.due_date,
                line.set,
                line.unit,
            )
            for line in self.lines
        ]


class LineChangeInput(Input):
    checkout: Id
    quantity: Count | None = None
    checkout_date: Day | None = None
    due_date: Day | None = None


class RequestChangeInput(Input):
    """What is asked for instead: of lines that still wait; what is left out stays. Days beside `lines` are for all."""

    lines: list[LineChangeInput] = Field(default=[], max_length=MOST_THINGS)
    checkout_date: Day | None = None
    due_date: Day | None = None
    cancelled: list[Id] = Field(
        default=[], max_length=MOST_THINGS, description="Lines that are given up"
    )
    purpose: Prose | None = Field(default=None, max_length=2000)
    send_anyway: bool = False  # though the same person already waits for the same item

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        check_once([*(line.checkout for line in self.lines), *self.cancelled])
        return self

    def places(self, lines: Sequence[Checkout]) -> dict[int, str]:
        """Where each line is spoken of, by its id; what is not named, by its place in the request."""
        places = {line.id: f"lines.{at}" for at, line in enumerate(lines)}
        places |= {line.checkout: f"lines.{at}" for at, line in enumerate(self.lines)}
        return places | {id: f"cancelled.{at}" for at, id in enumerate(self.cancelled)}

    def instead(
        self, together: Sequence[int], change: Mapping[str, object]
    ) -> Mapping[str, object]:
        """The `lines` to send so that these, as the parts of a set, ask for something else, and the others as sent."""
        said = {
            line.checkout: line.model_dump(mode="json", exclude_none=True)
            for line in self.lines
        }
        said |= {id: said.get(id, {"checkout": id}) | dict(change) for id in together}
        return {"lines": [*said.values()]}

    def change_of(self, waiting: list[Checkout]) -> Change:
        days = self.checkout_date, self.due_date
        every = {line.id: LineChange(None, *days) for line in waiting} if any(days) else {}
        named = {
            line.checkout: LineChange(
                line.quantity, line.checkout_date or days[0], line.due_date or days[1]
            )
            for line in self.lines
        }
        lines = {
            id: line for id, line in (every | named).items() if id not in self.cancelled
        }
        return Change(lines, self.cancelled, self.purpose)


class LineChangePage(Input):
    """What a page says of one line, or of a set; what is left out stays."""

    quantity: Count | None = None
    checkout_date: Day | None = None
    due_date: Day | None = None
    is_cancelled: bool = False

    @property
    def change(self) -> LineChange:
        return LineChange(self.quantity, self.checkout_date, self.due_date)


class RequestChangePage(Input):
    """What a page says of the whole request."""

    version: Id
    purpose: Prose = Field(default="", max_length=2000)
    send_anyway: bool = False


class GiveInput(Input):
    """Who is to have a request instead, and perhaps why."""

    borrower: Id
    reason: Prose = Field(default="", max_length=500, description="Both people read this")


class GivePage(Input):
    """The same on a page, by name or e-mail."""

    version: Id
    borrower: Line = Field(max_length=254)
    reason: Prose = Field(default="", max_length=500)


class ContactInput(Input):
    """Who fetches it from now on; null for its borrower, which is to be said."""

    contact: ContactId


class ContactPage(Input):
    """The same on a page of staff, by name or e-mail; nobody where it is empty."""

    version: Id
    contact: Line | None = Field(default=None, max_length=254)


class ContactChoicePage(Input):
    """The same of its borrower, who chooses among the people of the group; nobody where it is empty."""

    version: Id
    contact: ContactId = None


class CancelQuery(Input):
    set: Id | None = Field(default=None, description="Only the parts of this set")

    def asked_sets(self, whole: Whole) -> list[int]:
        """The ids by which it was asked for. NotFound if it is not part of the request."""
        if self.set is None:
            return []
        return [part.asked.id for part in whole.of_set(self.set)]


class GroupLoanQuery(Paged):
    pass


class GroupLoanShown(Shown):
    """What members of a group may know of what it has."""

    item_name: str
    quantity: int
    checkout_date: date = Field(validation_alias="starts_on")
    due_date: date = Field(validation_alias="due_on")
    status: str
    group_name: str
    answers: str = Field(description="The name of who answers for it")


class RequestQuery(CheckoutFilter, Paged):
    """Requests with a line that is so."""


class RequestSetShown(Shown):
    """A set of a request, and the lines that are its parts."""

    set: int
    name: str
    quantity: int
    lines: list[int]

    @classmethod
    def of(cls, asked: RequestSet, parts: list[Checkout]) -> Self:
        ids = [line.id for line in parts]
        return cls(set=asked.set_id, name=asked.name, quantity=asked.quantity, lines=ids)


class RequestShown(Shown):
    id: int
    student: int
    student_name: PersonName = BESIDE
    group: int | None
    group_name: GroupName | None = BESIDE
    contact: int | None = Field(description="Who fetches it in the student's stead")
    contact_name: str | None
    asked_by: int
    asked_by_name: PersonName = BESIDE
    purpose: str
    checkout_date: date
    due_date: date
    sent_at: At
    version: int
    lines: list[CheckoutShown]
    sets: list[RequestSetShown]

    @classmethod
    def of(cls, whole: Whole) -> Self:
        request = whole.request
        return cls(
            id=request.id,
            student=request.student_id,
            group=request.group_id,
            contact=request.contact_id,
            contact_name=request.contact_name,
            asked_by=request.asked_by,
            purpose=request.purpose,
            checkout_date=request.starts_on,
            due_date=request.due_on,
            sent_at=request.sent_at,
            version=request.version,
            lines=[CheckoutShown.of(line) for line in whole.lines],
            sets=[
                RequestSetShown.of(asked, parts) for asked, parts in whole.together if asked
            ],
        )
