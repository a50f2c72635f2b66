"""How past loans are asked for, and what the API shows of them."""

from datetime import date
from typing import Literal, Self

from pydantic import Field

from webapp.core.inputs import ExportQuery, Input, Paged, Since2000
from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..lists import past_loans
from ..models import Checkout
from .checkouts import Whose


class PastLoanFilter(Input):
    student: Whose | None = Field(
        default=None, description="Whose; -1 is all whom the school remembers no more"
    )
    outcome: Literal["late", "damaged", "lost", "used_up"] | None = None
    since: Since2000 | None = Field(
        default=None, description="Those that were over on this day or later"
    )
    until: Since2000 | None = Field(
        default=None, description="Those that went out on this day or earlier"
    )


class PastLoanQuery(PastLoanFilter, Paged):
    pass


class PastLoanExport(PastLoanFilter, ExportQuery):
    pass


class PastLoanShown(Shown):
    """A loan that is over, by the id of its checkout."""

    id: int
    item: int
    item_name: str
    tags: list[str]
    quantity: int
    student: int
    student_name: PersonName = BESIDE
    checkout_date: date
    due_date: date
    out_at: At | None
    ended_on: date | None
    outcome: str = Field(description="How it came back, in words")
    returned_at: At | None = Field(
        description="Since when all is back, if it was written down on that day; else null"
    )
    days_late: int
    minutes_late: int = Field(
        description="Of what was lent by the hour and was back on its day; else 0"
    )

    @classmethod
    def of(cls, loan: Checkout) -> Self:
        return cls(
            id=loan.id,
            item=loan.item_id,
            item_name=loan.item_name,
            tags=past_loans.tags(loan),
            quantity=loan.quantity,
            student=loan.student_id,
            checkout_date=loan.starts_on,
            due_date=loan.due_on,
            out_at=loan.out_at,
            ended_on=past_loans.ended_on(loan),
            outcome=past_loans.outcome_in_words(loan),
            returned_at=loan.returned_at,
            days_late=past_loans.days_late(loan),
            minutes_late=past_loans.minutes_late(loan),
        )
