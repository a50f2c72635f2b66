"""What may be said about requests for several things, and what the API shows of them."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from webapp.core.inputs import Count, Day, Id, Input, Paged, Prose
from webapp.core.openapi import Shown
from webapp.core.words import _
from webapp.school.shown import At

from ..asking import MOST_LINES, MOST_THINGS, Wish
from ..decisions import Terms
from ..models import Checkout, RequestSet
from ..requests import Answer, Whole
from .checkouts import CheckoutShown, GroupId, TermsInput

Verdict = Literal["yes", "other", "no"]


class WishInput(Input):
    """One thing of a request, or one set."""

    item: Id | None = None
    set: Id | None = Field(default=None, description="Instead of an item")
    quantity: Count = 1
    checkout_date: Day | None = Field(
        default=None,
        description="The first day of the loan; the request's if it is left out",
    )
    due_date: Day | None = None


class RequestInput(Input):
    """Several things at once; the dates are those of lines that have none of their own."""

    lines: list[WishInput] = Field(min_length=1, max_length=MOST_LINES)
    checkout_date: Day | None = None
    due_date: Day | None = None
    purpose: Prose = Field(default="", max_length=2000)
    student: Id | None = None
    group: GroupId = None
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
            )
            for line in self.lines
        ]


class LineApproval(TermsInput):
    checkout: Id


class LineDecline(Input):
    checkout: Id
    reason: Prose = Field(min_length=1, max_length=500)


class RequestApproval(Input):
    """Which lines are approved, all that wait if none is named, and which are declined in the same act."""

    lines: list[LineApproval] | None = Field(
        default=None, min_length=1, max_length=MOST_THINGS
    )
    declined: list[LineDecline] = Field(default=[], max_length=MOST_THINGS)

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        ids = [line.checkout for line in (*(self.lines or ()), *self.declined)]
        if len(ids) > len(set(ids)):
            raise ValueError(_("Name each line once"))
        return self

    def answer_to(self, waiting: list[Checkout]) -> Answer:
        declined = {line.checkout: line.reason for line in self.declined}
        if self.lines is None:
            rest: dict[int, Terms] = {
                line.id: {} for line in waiting if line.id not in declined
            }
            return Answer(rest, declined)
        return Answer({line.checkout: _terms(line) for line in self.lines}, declined)


class RequestDecline(Input):
    """Which lines are declined, all that wait if none is named."""

    reason: Prose = Field(min_length=1, max_length=500)
    lines: list[Id] | None = Field(default=None, min_length=1, max_length=MOST_THINGS)

    def answer_to(self, waiting: list[Checkout]) -> Answer:
        ids = [line.id for line in waiting] if self.lines is None else self.lines
        return Answer({}, dict.fromkeys(ids, self.reason))


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


class LineAnswer(TermsInput):
    """What a page says to one line."""

    verdict: Verdict = "yes"
    reason: Prose = Field(default="", max_length=500)

    @property
    def terms(self) -> Terms:
        return _terms(self) if self.verdict == "other" else {}


class RequestQuery(Paged):
    student: Id | None = None


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
    group: int | None
    asked_by: int
    purpose: str
    checkout_date: date
    due_date: date
    sent_at: At
    lines: list[CheckoutShown]
    sets: list[RequestSetShown]

    @classmethod
    def of(cls, whole: Whole) -> Self:
        request = whole.request
        return cls(
            id=request.id,
            student=request.student_id,
            group=request.group_id,
            asked_by=request.asked_by,
            purpose=request.purpose,
            checkout_date=request.starts_on,
            due_date=request.due_on,
            sent_at=request.sent_at,
            lines=[CheckoutShown.of(line) for line in whole.lines],
            sets=[
                RequestSetShown.of(asked, parts) for asked, parts in whole.together if asked
            ],
        )


def _terms(line: TermsInput) -> Terms:
    """What is not said stays as it was asked for."""
    return {
        "granted": line.granted,
        "item": line.item,
        "checkout_date": line.checkout_date,
        "due_date": line.due_date,
    }
