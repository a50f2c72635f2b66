"""What may be said about rolling loans over, and what the API shows of it."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field

from webapp.core.inputs import Day, Id, Input
from webapp.core.openapi import Shown

from ..renewals.roll_plan import MOST, Line, Plan, Whose
from ..renewals.rolled import RollOver

RollReason = Literal[
    "",
    "not_out",
    "already",
    "promised",
    "swapped",
    "waited_for",
    "suspended",
    "overdue",
    "second_person",
    "too_long",
    "closed",
    "left",
    "disabled",
]
Became = Literal["", "moved", "refused", "undone", "waiting"]


class RollOverInput(Input):
    """Whose loans, until when, and which of them."""

    group: Id | None = Field(default=None, description="A class or an ensemble")
    teacher: Id | None = Field(default=None, description="Whose students, instead")
    due_date: Day | None = Field(
        default=None,
        description="The day on which all is to be due; `return_by` of the next term if it is left out",
    )
    loans: list[Id] | None = Field(
        default=None,
        max_length=MOST,
        description="Which of them; all that nothing is against if it is left out",
    )

    @property
    def whose(self) -> Whose:
        return Whose(self.group, self.teacher)


WhoseWritten = Annotated[str, Field(pattern=r"^(group|teacher)-[0-9]{1,9}$")]


class RollOverLook(Input):
    """Of the address of the page: whose loans, as "group-3" or "teacher-7", and until when."""

    whose: WhoseWritten | None = None
    due_date: Day | None = None

    @property
    def read(self) -> Whose:
        kind, _dash, id = (self.whose or "").partition("-")
        return Whose(**{kind: int(id)}) if id else Whose()


class RollOverPage(RollOverLook):
    whose: WhoseWritten
    due_date: Day
    loans: list[Id] = Field(max_length=MOST)


class RolledLoanShown(Shown):
    """What becomes of one loan."""

    checkout: int
    student: int
    student_name: str
    item_name: str
    due_date: date = Field(description="As it is now")
    possible: bool = Field(description="Whether it can be due on that day")
    chosen: bool = Field(description="Whether it is, unless `loans` says otherwise")
    became: Became = Field(description="Empty in a dry run")
    reason: RollReason = Field(description="Why not, or what speaks against it")
    detail: str = Field(description="The same in a sentence")

    @classmethod
    def of(cls, line: Line, became: str = "") -> Self:
        return cls.model_validate(
            {
                "checkout": line.loan.id,
                "student": line.loan.student_id,
                "student_name": line.loan.student_name,
                "item_name": line.loan.item_name,
                "due_date": line.loan.due_on,
                "possible": line.is_possible,
                "chosen": line.is_chosen,
                "became": became,
                "reason": line.reason,
                "detail": line.words,
            }
        )


class RollOverShown(Shown):
    """A roll-over, or what one would do: then it has no id."""

    id: int | None
    name: str = Field(description="Whose loans")
    due_date: date
    state: Literal["planned", "waiting", "done", "failed"]
    people_done: int
    people: int
    undoable: bool
    loans: list[RolledLoanShown]

    @classmethod
    def foreseen(cls, plan: Plan) -> Self:
        return cls(
            id=None,
            name=plan.name,
            due_date=plan.due_date,
            state="planned",
            people_done=0,
            people=len({line.loan.student_id for line in plan.lines}),
            undoable=False,
            loans=[RolledLoanShown.of(line) for line in plan.lines],
        )

    @classmethod
    def of(cls, rolled: RollOver) -> Self:
        return cls.model_validate(
            {
                "id": rolled.id,
                "name": rolled.name,
                "due_date": rolled.due_date,
                "state": rolled.job.state,
                "people_done": rolled.job.done,
                "people": rolled.job.total,
                "undoable": rolled.may_be_undone,
                "loans": [
                    RolledLoanShown.of(outcome.line, outcome.became)
                    for outcome in rolled.outcomes
                ],
            }
        )
