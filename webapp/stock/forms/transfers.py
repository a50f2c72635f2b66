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
from webapp.core.words import lazy

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
    reads, title, button = TransferDraft, lazy("Move things"), lazy("Start packing")
    from_location = SelectField(lazy("From"))
    to_location = SelectField(lazy("To"))
    expected_on = DateField(
        lazy("Expected (optional)"), description=lazy("The day it should arrive")
    )
    notes = TextAreaField(
        lazy("Notes (optional)"), description=lazy("Printed on the packing list")
    )


class TransferEditForm(Form):
    reads, title = TransferEdit, lazy("Edit the transfer")
    version = HiddenField()
    expected_on = DateField(lazy("Expected (optional)"))
    notes = TextAreaField(lazy("Notes (optional)"))


class PackForm(Form):
    reads, title, button = PackInput, lazy("Add something"), lazy("Add")
    code = StringField(READ, id="scan", render_kw=SCAN)
    us_keys = HiddenField()
    quantity = IntegerField(lazy("How many"), description=lazy("For items without tags"))


class ArriveForm(Form):
    reads, title, button = ArriveInput, lazy("What has arrived?"), lazy("Arrived")
    code = StringField(READ, id="scan", render_kw=SCAN)
    us_keys = HiddenField()
    quantity = IntegerField(lazy("How many"), description=lazy("For items without tags"))
    condition = SelectField(lazy("Condition"), choices=CONDITIONS)


class ArrivedForm(Form):
    reads, title, button = ArrivedInput, lazy("Arrived"), lazy("Arrived")
    line = HiddenField()
    quantity = IntegerField(lazy("How many"))
    condition = SelectField(lazy("Condition"), choices=CONDITIONS)


class LoseForm(Form):
    reads, title, button = LoseOneInput, lazy("Lost on the way"), lazy("Mark as lost")
    line = SelectField(lazy("What"))
    quantity = IntegerField(
        lazy("How many (optional)"),
        description=lazy("Leave empty for all that are still on their way"),
    )
    reason = SelectField(lazy("How"), choices=LOSSES)
    notes = StringField(lazy("What happened"), description=lazy("It stays in the ledger"))


class RejectForm(Form):
    reads, title, button = RejectInput, lazy("Send it back"), lazy("Send it back")
    notes = StringField(
        lazy("Why"),
        description=lazy(
            "Everything that has not arrived yet goes back to where it came from"
        ),
    )
