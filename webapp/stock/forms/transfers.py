"""Forms for transfers."""

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)

from webapp.core.forms import Form, options

from ..schemas.transfers import (
    ArrivedInput,
    ArriveInput,
    LoseOneInput,
    PackInput,
    RejectInput,
    TransferDraft,
    TransferEdit,
)

SCAN = {
    "autofocus": True,
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "enterkeyhint": "go",
}
READ = "Scan or type a tag, a serial number or an SKU"
CONDITIONS = options({"good": "Good", "damaged": "Damaged"})
LOSSES = options({"missing": "Lost or stolen", "broken": "Broken beyond repair"})


class TransferForm(Form):
    reads, title, button = TransferDraft, "Move things", "Start packing"
    from_location = SelectField("From")
    to_location = SelectField("To")
    expected_on = DateField("Expected (optional)", description="The day it should arrive")
    notes = TextAreaField("Notes (optional)", description="Printed on the packing list")


class TransferEditForm(Form):
    reads, title = TransferEdit, "Edit the transfer"
    version = HiddenField()
    expected_on = DateField("Expected (optional)")
    notes = TextAreaField("Notes (optional)")


class PackForm(Form):
    reads, title, button = PackInput, "Add something", "Add"
    code = StringField(READ, id="scan", render_kw=SCAN)
    us_keys = HiddenField()
    quantity = IntegerField("How many", description="For items without tags")


class ArriveForm(Form):
    reads, title, button = ArriveInput, "What has arrived?", "Arrived"
    code = StringField(READ, id="scan", render_kw=SCAN)
    us_keys = HiddenField()
    quantity = IntegerField("How many", description="For items without tags")
    condition = SelectField("Condition", choices=CONDITIONS)


class ArrivedForm(Form):
    reads, title, button = ArrivedInput, "Arrived", "Arrived"
    line = HiddenField()
    quantity = IntegerField("How many")
    condition = SelectField("Condition", choices=CONDITIONS)


class LoseForm(Form):
    reads, title, button = LoseOneInput, "Lost on the way", "Mark as lost"
    line = SelectField("What")
    quantity = IntegerField(
        "How many (optional)", description="Leave empty for all that are still on their way"
    )
    reason = SelectField("How", choices=LOSSES)
    notes = StringField("What happened", description="It stays in the ledger")


class RejectForm(Form):
    reads, title, button = RejectInput, "Send it back", "Send it back"
    notes = StringField(
        "Why",
        description="Everything that has not arrived yet goes back to where it came from",
    )
