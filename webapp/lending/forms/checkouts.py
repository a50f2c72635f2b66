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

from webapp.core.code_names import NAMES
from webapp.core.forms import Form, TicksField, options
from webapp.core.words import lazy

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

CONDITIONS = {"": lazy("Same as at check-out")} | {
    c: NAMES[c] for c in ("excellent", "good", "fair", "poor", "damaged")
}


class CheckoutForm(Form):
    reads, title, button = CheckoutInput, lazy("Request"), lazy("Send request")
    quantity = IntegerField(lazy("How many"))
    due_date = DateField(lazy("Until"))
    notes = TextAreaField(
        lazy("Note (optional)"), description=lazy("What your teacher should know")
    )
    send_anyway = HiddenField()


class StaffCheckoutForm(CheckoutForm):
    reads, title = StaffCheckoutInput, lazy("Request for a student")
    student = StringField(
        lazy("For whom"), description=lazy("Name or e-mail; leave empty for yourself")
    )
    quantity = IntegerField(lazy("How many"))
    due_date = DateField(lazy("Until"))
    notes = TextAreaField(lazy("Note (optional)"))


class LendForm(Form):
    reads, title, button = LendInput, lazy("Lend it now"), lazy("Hand out")
    student = StringField(lazy("To whom"), description=lazy("Name or e-mail"))
    due_date = DateField(lazy("Until"))


class CheckedLendForm(LendForm):
    reads = CheckedLendInput
    accessories = TicksField(
        lazy("What goes with it?"),
        description=lazy("Tick what is there; the rest is marked as missing"),
    )


class ApproveForm(Form):
    reads, title, button = ApprovePage, lazy("Approve with another date"), lazy("Approve")
    due_date = DateField(lazy("Until"))
    hand_out = BooleanField(lazy("Hand it out now"))


class ApproveUnitForm(ApproveForm):
    """For an item whose every piece has a tag."""

    reads = ApproveInput
    unit = SelectField(
        lazy("Which one, if it is handed out now"), choices=[], validate_choice=False
    )


class DeclineForm(Form):
    reads, title, button = DeclineInput, lazy("Give your own reason"), lazy("Decline")
    reason = TextAreaField(lazy("Reason"), description=lazy("The student reads this"))


class ReturnForm(Form):
    reads, title, button = ReturnInput, lazy("Check in"), lazy("Check in")
    condition = SelectField(lazy("Condition"), choices=options(CONDITIONS))
    quantity = IntegerField(
        lazy("How many (optional)"), description=lazy("Leave empty for all that are out")
    )
    notes = TextAreaField(lazy("Notes (optional)"))


class CheckedReturnForm(ReturnForm):
    reads = CheckedReturnInput
    accessories = TicksField(
        lazy("What came back with it?"),
        description=lazy("Tick what is there; the rest is marked as missing"),
    )
