"""How asking, declining and taking back are drawn."""

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)

from webapp.core.forms import Form, TicksField, options

from ..schemas.checkouts import (
    ApproveInput,
    ApprovePage,
    CheckedLendInput,
    CheckedReturnInput,
    CheckoutInput,
    DeclineInput,
    LendInput,
    ReturnInput,
    StaffCheckoutInput,
)

CONDITIONS = {"": "Same as at check-out"} | {
    c: c.capitalize() for c in ("excellent", "good", "fair", "poor", "damaged")
}


class CheckoutForm(Form):
    reads, title, button = CheckoutInput, "Request", "Send request"
    quantity = IntegerField("How many")
    due_date = DateField("Until")
    notes = TextAreaField("Note (optional)", description="What your teacher should know")
    send_anyway = HiddenField()


class StaffCheckoutForm(CheckoutForm):
    reads, title = StaffCheckoutInput, "Request for a student"
    student = StringField(
        "For whom", description="Name or e-mail; leave empty for yourself"
    )
    quantity = IntegerField("How many")
    due_date = DateField("Until")
    notes = TextAreaField("Note (optional)")


class LendForm(Form):
    reads, title, button = LendInput, "Lend it now", "Hand out"
    student = StringField("To whom", description="Name or e-mail")
    due_date = DateField("Until")


class CheckedLendForm(LendForm):
    reads = CheckedLendInput
    accessories = TicksField(
        "What goes with it?",
        description="Tick what is there; the rest is marked as missing",
    )


class ApproveForm(Form):
    reads, title, button = ApprovePage, "Approve with another date", "Approve"
    due_date = DateField("Until")
    hand_out = BooleanField("Hand it out now")


class ApproveUnitForm(ApproveForm):
    """For an item whose every piece has a tag."""

    reads = ApproveInput
    unit = SelectField(
        "Which one, if it is handed out now", choices=[], validate_choice=False
    )


class DeclineForm(Form):
    reads, title, button = DeclineInput, "Give your own reason", "Decline"
    reason = TextAreaField("Reason", description="The student reads this")


class ReturnForm(Form):
    reads, title, button = ReturnInput, "Check in", "Check in"
    condition = SelectField("Condition", choices=options(CONDITIONS))
    quantity = IntegerField(
        "How many (optional)", description="Leave empty for all that are out"
    )
    notes = TextAreaField("Notes (optional)")


class CheckedReturnForm(ReturnForm):
    reads = CheckedReturnInput
    accessories = TicksField(
        "What came back with it?",
        description="Tick what is there; the rest is marked as missing",
    )
