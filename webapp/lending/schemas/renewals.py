"""What may be said about keeping longer, and what the API shows of it."""

from datetime import date
from typing import Literal, Self

from pydantic import Field

from webapp.core.inputs import Day, Id, Input, Paged, Prose, Seen
from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..models import Checkout, RenewalRequest
from ..renewals.standing import Standing
from ..renewals.verdicts import Verdict
from .checkouts import CheckoutShown, NoteInput

Reason = Literal[
    "",
    "not_out",
    "not_renewable",
    "waited_for",
    "promised",
    "too_often",
    "suspended",
    "overdue",
    "owes",
    "too_soon",
    "past_term",
    "closing",
    "must_be_seen",
    "swapped",
]
RenewalStatus = Literal["pending", "approved", "rejected", "withdrawn"]


class ExtendInput(Input):
    """Another due day for what is out, said by staff."""

    due_date: Day
    reason: Prose = Field(default="", max_length=500, description="The borrower reads this")


class AskLongerInput(Input):
    """What a borrower asks for who may not keep it without asking."""

    due_date: Day | None = Field(
        default=None, description="Until when; as long again if it is left out"
    )
    notes: Prose = Field(default="", max_length=500)


class AskLongerPage(AskLongerInput):
    due_date: Day  # a form that was emptied asks for no day


class RenewAllInput(Input):
    set: Id | None = Field(
        default=None,
        description="Of one set of a request alone; of all that you have if it is left out",
    )


class RenewalInput(AskLongerInput):
    checkout: Id


class RenewalApproval(NoteInput):
    due_date: Day | None = Field(
        default=None, description="Until when, if not until the day that was asked for"
    )


class RenewalApprovePage(RenewalApproval):
    due_date: Day
    version: Id | None = None  # that the page showed


class RenewalSeen(Seen):
    """Of the address of a button that approves: another day than was asked for."""

    due_date: Day | None = None


class RenewalDecline(Input):
    reason: Prose = Field(min_length=1, max_length=500)


class RenewalDeclinePage(RenewalDecline):
    version: Id | None = None


class RenewalFilter(Input):
    status: RenewalStatus | None = None
    checkout: Id | None = None


class RenewalQuery(RenewalFilter, Paged):
    pass


class VerdictShown(Shown):
    """Whether its borrower may keep a loan longer without asking: a day `until` which, or the reason why not."""

    until: date | None
    until_at: At | None = Field(
        description="The moment of that day, of what is out by the hour; else null"
    )
    reason: Reason = Field(description="Empty where it may be kept longer")
    day: date | None = Field(
        description="The day that the reason is about: from when on others have it, from when on it may be kept "
        "longer, or by which all is due"
    )
    detail: str = Field(
        validation_alias="words", description="The same in a sentence for the borrower"
    )


class LoanShown(CheckoutShown):
    """A loan, and whether it may be kept longer."""

    renewal: VerdictShown

    @classmethod
    def of_loan(cls, checkout: Checkout, verdict: Verdict) -> Self:
        return cls(
            **dict(CheckoutShown.of(checkout)),
            renewal=VerdictShown.model_validate(verdict),
        )


class KeptShown(Shown):
    """What became of one of all loans that were to be kept longer."""

    checkout: int
    item_name: str
    due_date: date
    due_at: At | None
    renewed: bool
    reason: Reason
    detail: str

    @classmethod
    def of(cls, checkout: Checkout, verdict: Verdict) -> Self:
        return cls.model_validate(
            {
                "checkout": checkout.id,
                "item_name": checkout.item_name,
                "due_date": checkout.due_on,
                "due_at": checkout.due_at,
                "renewed": verdict.until is not None,
                "reason": verdict.reason,
                "detail": verdict.words,
            }
        )


class StandingShown(Shown):
    """What whoever answers should know."""

    free_until: date | None = Field(
        description="The last day before others have it; null if nobody does"
    )
    waiting: int = Field(description="How many people wait for what it has")
    waiting_names: list[str] = Field(description="Who that is; for staff")
    is_late: bool
    until: date | None = Field(
        description="The last day until which it can be approved, at most the one that was asked for or the open day "
        "after it; null if none later than its due day"
    )
    why: str = Field(description="Why it cannot be approved as asked; empty where it can")

    @classmethod
    def of(cls, standing: Standing, *, is_staff: bool) -> Self:
        return cls(
            free_until=standing.free_until,
            waiting=len(standing.waiting),
            waiting_names=standing.names if is_staff else [],
            is_late=standing.is_late,
            until=standing.until,
            why=standing.why,
        )


class RenewalShown(Shown):
    """The wish to keep a loan longer, and what was said to it."""

    id: int
    checkout: int = Field(validation_alias="checkout_id")
    student: int = Field(validation_alias="student_id")
    student_name: PersonName = BESIDE
    item_name: str
    asked_until: date
    due_before: date = Field(description="When it was due as it was asked")
    notes: str
    status: RenewalStatus
    requested_at: At
    closed_at: At | None
    decided_by: int | None
    decided_by_name: PersonName | None = BESIDE
    due_date: date | None = Field(description="Until when it may be kept, if approved")
    reason: str = Field(description="What was said with the answer")
    version: int
    standing: StandingShown | None = Field(
        default=None, description="While it waits for an answer"
    )

    @classmethod
    def of(
        cls,
        asked: RenewalRequest,
        standing: Standing | None = None,
        *,
        is_staff: bool = False,
    ) -> Self:
        columns: dict[str, object] = {
            name: getattr(asked, name)
            for name in cls.model_fields
            if name not in ("checkout", "student", "standing")
            and not name.endswith("_name")
        }
        return cls.model_validate(
            columns
            | {
                "checkout_id": asked.checkout_id,
                "student_id": asked.student_id,
                "item_name": asked.checkout.item_name,
                "standing": standing and StandingShown.of(standing, is_staff=is_staff),
            }
        )
