"""How asking, declining and taking back are drawn."""

from typing import ClassVar

from wtforms import HiddenField

from webapp.core.code_names import NAMES
from webapp.core.form_fields import PersonField, TicksField, label
from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.checkouts import (
    ApprovePage,
    ApproveUnitPage,
    ApproveUnitsPage,
    CancelInput,
    CheckedLendInput,
    CheckedReturnInput,
    CheckedUnitsReturnInput,
    CheckoutInput,
    CounterInput,
    DeclineInput,
    DeclineLoanPage,
    LendInput,
    NoteInput,
    RearrangeInput,
    ReturnInput,
    StaffCheckoutInput,
    StaffUnitInput,
    UnitsCounterInput,
    UnitsReturnInput,
)

CONDITIONS = {"": lazy("Same as at check-out")} | {
    c: NAMES[c] for c in ("excellent", "good", "fair", "poor")
}
OUTCOMES = {
    "returned": lazy("Back"),
    "damaged": lazy("Back, damaged"),
    "lost": lazy("Lost"),
    "used_up": lazy("Used up"),
}


class CheckoutForm(Form, reads=CheckoutInput, title="Request", button="Send request"):
    quantity = label("How many")
    checkout_date = label("From")
    due_date = label("Until")
    notes = label("Note (optional)", "What your teacher should know")
    send_anyway = HiddenField()
    swap = HiddenField()


class StaffCheckoutForm(
    CheckoutForm, reads=StaffCheckoutInput, title="Request for a student"
):
    first: ClassVar[tuple[str, ...]] = ("student", "group", "contact")
    student = label(
        "For whom",
        "Name, e-mail or card; leave empty for yourself",
        field=PersonField,
    )
    group = label(
        "For a class or an ensemble (optional)",
        "Whoever it is for answers for it; the others see that it is there",
        choices={},
    )
    contact = label(
        "Who fetches it (optional)",
        "Name, e-mail or card; they fetch and bring it in the stead of whoever it is for",
        field=PersonField,
    )
    notes = label("Note (optional)")


class StaffUnitForm(StaffCheckoutForm, reads=StaffUnitInput):
    """For one certain unit of the item."""

    first = ("unit", "student", "group", "contact")
    unit = label("Which one", "Its tag; leave it empty for any of them")


class LendForm(Form, reads=LendInput, title="Lend it now", button="Hand out"):
    student = label("To whom", "Name, e-mail or card", field=PersonField)
    due_date = label("Until")


class CheckedLendForm(LendForm, reads=CheckedLendInput):
    accessories = label(
        "What goes with it?", "Tick what is there; the rest is marked as missing"
    )


class NoteForm(Form, reads=NoteInput, title="Approve", button="Approve"):
    notes = label("Say something to them (optional)", "They read it with your answer")


class ApproveForm(
    NoteForm, reads=ApprovePage, title="Approve something else", button="Approve"
):
    template = "lending/change"
    granted = label("How many")
    item = label("Which item", choices={})
    checkout_date = label("From")
    due_date = label("Until")
    hand_out = label("Hand it out now")


class ApproveUnitForm(ApproveForm, reads=ApproveUnitPage):
    """For one piece of an item whose every piece has a tag."""

    unit = label("Which one, if it is handed out now", choices={})


class ApproveUnitsForm(ApproveForm, reads=ApproveUnitsPage):
    """The same for several pieces."""

    units = label(
        "Which ones, if they are handed out now",
        "The first that fit are ticked",
        field=TicksField,
    )


class DeclineForm(Form, reads=DeclineInput, title="Give your own reason", button="Decline"):
    template = "lending/reject"
    reason = label("Reason", "The student reads this")


class DeclineLoanForm(DeclineForm, reads=DeclineLoanPage):
    """Of one loan, whose request may have been changed since it was drawn."""


class RearrangeForm(
    Form, reads=RearrangeInput, title="Promise something else", button="Change"
):
    item = label("Which item", choices={})
    unit = label("One certain thing (optional)", "Its tag; leave empty for any of them")
    checkout_date = label("From")
    due_date = label("Until")
    reason = label("Why (optional)", "The borrower reads this")


class CancelForm(Form, reads=CancelInput, title="Cancel", button="Cancel the loan"):
    reason = label("Why (optional)", "The borrower reads this")


class CounterForm(Form, reads=CounterInput, title="Hand out", button="Hand out"):
    photos = lazy("How it looks as it leaves.")
    quantity = label("How many now", "The rest stays promised")
    due_date = label("Until")


class UnitsCounterForm(CounterForm, reads=UnitsCounterInput):
    """Where pieces have tags."""

    units = label("Which ones", "Those that leave now", field=TicksField)


class ReturnForm(Form, reads=ReturnInput, title="Check in", button="Check in"):
    template = "lending/check_in"
    photos = lazy("How it looks as it comes back.")
    first: ClassVar[tuple[str, ...]] = ("outcome", "condition", "quantity")
    outcome = label("What happened to it", choices=OUTCOMES)
    condition = label("Condition", choices=CONDITIONS)
    quantity = label("How many (optional)", "Leave empty for all that are out")
    notes = label("Notes (optional)")
    returned_on = label(
        "Came back on (optional)", "For what was left in the drop box; empty means today"
    )
    not_settled = label(
        "Not settled yet: keep it on the list “To be settled”", "The notes say why"
    )

    def keep_damaged(self) -> None:
        """Drawn again, it says so where it asks what happened: a button says it of the condition, as the desk's do."""
        is_back = self.outcome.data in (None, "", "returned")
        if is_back and self.condition.data == "damaged":
            self.outcome.data, self.condition.data = "damaged", ""


class UnitsReturnForm(ReturnForm, reads=UnitsReturnInput):
    """Of a loan that has several units out."""

    first = ("outcome", "condition", "units", "quantity")
    units = label("What came back?", "Untick what is still out", field=TicksField)
    quantity = label("How many in all (optional)")


class CheckedUnitsReturnForm(UnitsReturnForm, reads=CheckedUnitsReturnInput):
    """The same, where accessories belong to them."""

    accessories = label(
        "What came back with them?", "Tick what is there; the rest is marked as missing"
    )


class CheckedReturnForm(ReturnForm, reads=CheckedReturnInput):
    accessories = label(
        "What came back with it?", "Tick what is there; the rest is marked as missing"
    )
