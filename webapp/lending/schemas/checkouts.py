"""What may be said about checkouts, and what the API shows of them."""

from datetime import date
from typing import Annotated, Literal, Self, cast

from pydantic import AfterValidator, Field

from webapp.core.inputs import (
    GREATEST,
    WHOLE,
    Count,
    Day,
    ExportQuery,
    Id,
    Input,
    Line,
    Paged,
    Prose,
    Reference,
)
from webapp.core.names_beside import BESIDE, ItemName, PersonName, SetName
from webapp.core.openapi import Shown
from webapp.core.words import _
from webapp.people import forgotten
from webapp.school.shown import At
from webapp.stock.schemas import Condition

from ..loans.checkouts import is_overdue
from ..loans.filtering import Filter
from ..models import Checkout

Status = Literal[
    "pending",
    "approved",
    "missed",
    "out",
    "returned",
    "rejected",
    "cancelled",
    "expired",
    "lost",
    "overdue",
    "unsettled",
    "to_look_at",
]


GroupId = Annotated[
    Id | None,
    Field(description="A class or an ensemble that it is for; the student answers for it"),
]


ContactId = Annotated[
    Id | None,
    Field(description="Who fetches and brings it in the student's stead; they read it too"),
]


UnitReference = Annotated[
    Reference | None,
    Field(description="One certain unit of the item, by its tag or its id; for staff"),
]


class CheckoutInput(Input):
    """What a student asks for on a page."""

    quantity: Count = 1
    checkout_date: Day | None = Field(
        default=None,
        description="The first day of the loan, an open one; the next there is if it is left out",
    )
    due_date: Day | None = Field(
        default=None,
        description="The open day it is due, its last; as late as `max_checkout_days` allows if left out",
    )
    notes: Prose = Field(default="", max_length=2000)
    send_anyway: bool = False  # though the same person already waits for the same item
    swap: Id | None = Field(
        default=None,
        description="A loan of the same person that comes back as this one is handed out",
    )


class CheckoutRequest(CheckoutInput):
    """What a program asks for; staff may name the student."""

    item: Id | None = None
    set: Id | None = Field(default=None, description="Instead of an item")
    unit: UnitReference = None
    student: Id | None = None
    group: GroupId = None
    contact: ContactId = None


class StaffCheckoutInput(CheckoutInput):
    """What staff write down for a student, by name or e-mail, or for a class or an ensemble, and who fetches it."""

    student: Line | None = Field(default=None, max_length=254)
    group: GroupId = None
    contact: Line | None = Field(default=None, max_length=254)


class StaffUnitInput(StaffCheckoutInput):
    """The same, of one certain unit."""

    unit: UnitReference = None


Checked = (
    list[Id] | None
)  # the unit's accessories that are there, if somebody looked; its others are missing


class LendInput(Input):
    student: Line = Field(max_length=254)
    due_date: Day | None = None


class CheckedLendInput(LendInput):
    accessories: Checked = None


class TermsInput(Input):
    """What is approved where it differs from what was asked for."""

    granted: Count | None = Field(
        default=None, description="Fewer pieces than were asked for; the rest is declined"
    )
    item: Id | None = Field(
        default=None, description="Another item than the one that was asked for"
    )
    checkout_date: Day | None = None
    due_date: Day | None = None


class NoteInput(Input):
    """What may be said to the borrower with an approval."""

    notes: Prose = Field(
        default="", max_length=500, description="The borrower reads this with the decision"
    )


class Approval(TermsInput, NoteInput):
    hand_out: bool = False


class ApprovePage(Approval):
    version: Id | None = None  # that the page showed


Units = Annotated[
    list[Reference],
    Field(max_length=200, description="Which ones, each by its tag or its id"),
]


class ApproveUnitsPage(ApprovePage):
    """On a page, for an item whose every piece has a tag."""

    units: Units | None = None


class ApproveUnitPage(ApprovePage):
    """The same for a request of one piece."""

    unit: Id | None = None


class ApproveInput(Approval):
    units: Units | None = None
    unit: Id | None = Field(
        default=None, description="Which one is handed out, where that happens at once"
    )


class DeclineInput(Input):
    reason: Prose = Field(min_length=1, max_length=500)


class DeclineLoanPage(DeclineInput):
    version: Id | None = None  # that the page showed


class RearrangeInput(Input):
    """What is promised instead; what is left out stays."""

    item: Id | None = None
    unit: UnitReference = None
    checkout_date: Day | None = None
    due_date: Day | None = None
    reason: Prose = Field(default="", max_length=500)


class CancelInput(Input):
    reason: Prose = Field(default="", max_length=500, description="The borrower reads this")


class SetAsideInput(Input):
    unit: Id | None = None
    units: Units | None = None


class CounterInput(Input):
    """What the desk changes as it hands out."""

    quantity: Count | None = Field(
        default=None, description="Fewer than were promised; the rest stays promised"
    )
    due_date: Day | None = Field(
        default=None, description="Until when, if not as it was promised"
    )


class UnitsCounterInput(CounterInput):
    """The same of tagged pieces."""

    units: Units | None = None


class HandOutInput(SetAsideInput, CounterInput):
    accessories: Checked = None


Outcome = Literal["returned", "damaged", "lost", "used_up"]


NotSettled = Annotated[
    bool,
    Field(
        description="It stands on the desk's list until it is settled; the notes say why"
    ),
]


class ReturnInput(Input):
    outcome: Outcome | None = Field(
        default=None, description="What happened to it; returned if it is left out"
    )
    notes: Prose = Field(default="", max_length=2000)
    condition: Condition | None = None
    quantity: Count | None = None
    returned_on: Day | None = Field(
        default=None,
        description="The day on which it came back, if not today: from the day it was handed out",
    )
    not_settled: NotSettled = False


class CheckedReturnInput(ReturnInput):
    accessories: Checked = None


class UnitsReturnInput(ReturnInput):
    """On a page, of a loan that has several units."""

    units: Units | None = None


class CheckedUnitsReturnInput(UnitsReturnInput, CheckedReturnInput):
    """The same, where accessories belong to them."""


class ReturnRequest(CheckedReturnInput, UnitsReturnInput):
    """What a program says; without units or a quantity all comes back."""

    unit: Id | None = None


class FoundInput(Input):
    notes: Prose = Field(default="", max_length=2000)


class SettleInput(Input):
    notes: Prose = Field(default="", max_length=500, description="How it was settled")


def _somebody(id: int) -> int:
    if id == 0:
        raise ValueError(_("At least %(ge)s", ge=1))
    return id


Whose = Annotated[
    int, Field(ge=forgotten.ID, le=GREATEST), WHOLE, AfterValidator(_somebody)
]  # a person, or -1 for those whom the school remembers no more


class CheckoutFilter(Input):
    status: Status | None = Field(
        default=None,
        description="overdue is out too long; to_look_at is approved and waits for a second look",
    )
    student: Whose | None = Field(
        default=None, description="Whose; -1 is all whom the school remembers no more"
    )
    first: Day | None = Field(
        default=None, alias="from", description="Those that end on this day or later"
    )
    until: Day | None = Field(
        default=None, alias="to", description="Those that begin on this day or earlier"
    )

    @property
    def wanted(self) -> Filter:
        """As the lists take it."""
        names = CheckoutFilter.model_fields
        return cast(Filter, {name: getattr(self, name) for name in names})


class LoansQuery(Input):
    """What a page is asked for; the person by name or e-mail."""

    who: Line = Field(default="", max_length=254)
    first: Day | None = Field(default=None, alias="from")
    until: Day | None = Field(default=None, alias="to")


class Week(Input):
    """Which week a line of time begins with: the one of this day."""

    week: Day | None = None


class CheckoutExport(CheckoutFilter, ExportQuery):
    pass


class CheckoutQuery(CheckoutFilter, Paged):
    pass


class CheckoutUnitShown(Shown):
    """Pieces of a loan that are together: one unit, some of a batch, or some without a tag."""

    unit: int | None = Field(validation_alias="unit_id")
    tag: str | None
    quantity: int
    location: str
    state: Literal["aside", "out", "returned", "damaged", "lost", "used_up"]
    aside_at: At | None
    out_at: At | None
    ended_at: At | None


AS_STORED = (  # what the API shows under the name and in the form that the loan has
    "item_name",
    "out",
    "returned",
    "lost",
    "used_up",
    "due_at",
    "out_at",
    "closed_at",
    "cancelled_by",
    "status",
    "renewals_left",
    "notes",
    "return_notes",
    "missing_accessories",
    "reason",
    "ending",
    "approved_by",
    "approved_at",
    "needs_look",
    "version",
)


class CheckoutShown(Shown):
    id: int
    request: int
    set: int | None = Field(
        description="The set it is a part of; `sets` of its request say which others are"
    )
    set_name: SetName | None = BESIDE
    item: int
    item_name: str
    asked_item: int
    asked_item_name: ItemName = BESIDE
    unit: int | None = Field(description="The certain unit that is meant, if one is")
    student: int
    student_name: PersonName = BESIDE
    quantity: int
    granted: int
    out: int
    returned: int
    lost: int
    used_up: int
    units: list[CheckoutUnitShown]
    checkout_date: date
    due_date: date
    due_at: At | None = Field(
        description="The moment of its due day, of what is out, or was, by the hour; else null"
    )
    return_date: date | None
    out_at: At | None
    closed_at: At | None
    cancelled_by: int | None
    cancelled_by_name: PersonName | None = BESIDE
    status: str
    overdue: bool
    settled: bool = Field(
        description="False while it is back and something about it is to be settled"
    )
    notes: str
    return_notes: str
    missing_accessories: list[str] = Field(
        description="The names of those that did not come back with it"
    )
    reason: str
    ending: str = Field(
        description="`mistake` or `joined` where nobody decided that it ends, else empty"
    )
    approved_by: int | None
    approved_by_name: PersonName | None = BESIDE
    approved_at: At | None
    swaps: int | None = Field(
        description="The loan that comes back as this one is handed out, if one does"
    )
    renewals_left: int = Field(
        description="How often its borrower may still keep it longer without asking"
    )
    needs_look: bool = Field(
        description="Whether a second person must look at it before it is handed out"
    )
    version: int

    @classmethod
    def of(cls, checkout: Checkout) -> Self:
        return cls(
            id=checkout.id,
            request=checkout.request_id,
            set=checkout.set_id,
            item=checkout.item_id,
            asked_item=checkout.asked_item_id,
            unit=checkout.pinned_unit_id,
            student=checkout.student_id,
            quantity=checkout.asked_quantity,
            granted=checkout.granted,
            units=[CheckoutUnitShown.model_validate(row) for row in checkout.units],
            checkout_date=checkout.starts_on,
            due_date=checkout.due_on,
            swaps=checkout.swaps_id,
            return_date=checkout.returned_on,
            overdue=is_overdue(checkout),
            settled=checkout.unsettled_at is None,
            **{name: getattr(checkout, name) for name in AS_STORED},
        )
