"""Forms for transfers."""

from wtforms import HiddenField

from webapp.core.code_names import NAMES
from webapp.core.form_fields import label
from webapp.core.forms import Form
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

CONDITIONS = {"good": NAMES["good"], "damaged": NAMES["damaged"]}
LOSSES = {
    "missing": lazy("Lost or stolen"),
    "broken": lazy("Broken beyond repair"),
}


class TransferForm(Form, reads=TransferDraft, title="Move things", button="Start packing"):
    from_location = label("From", choices={})
    to_location = label("To", choices={})
    expected_on = label("Expected (optional)", "The day it should arrive")
    notes = label("Notes (optional)", "Printed on the packing list")


class TransferEditForm(Form, reads=TransferEdit, title="Edit the transfer"):
    expected_on = label("Expected (optional)")
    notes = label("Notes (optional)")


class PackForm(Form, reads=PackInput, title="Add something", button="Add"):
    code = label(
        "Scan or type a tag, a serial number or an SKU",
        id="scan",
        autofocus=True,
        autocomplete="off",
        autocapitalize="characters",
        spellcheck="false",
        enterkeyhint="go",
    )
    us_keys = HiddenField()
    quantity = label("How many", "For items without tags")


class ArriveForm(PackForm, reads=ArriveInput, title="What has arrived?", button="Arrived"):
    condition = label("Condition", choices=CONDITIONS)


class ArrivedForm(Form, reads=ArrivedInput, title="Arrived", button="Arrived"):
    line = HiddenField()
    quantity = label("How many")
    condition = label("Condition", choices=CONDITIONS)


class LoseForm(Form, reads=LoseOneInput, title="Lost on the way", button="Mark as lost"):
    line = label("What")
    quantity = label(
        "How many (optional)", "Leave empty for all that are still on their way"
    )
    reason = label("How", choices=LOSSES)
    notes = label("What happened", "It stays in the ledger")


class RejectForm(Form, reads=RejectInput, title="Send it back", button="Send it back"):
    notes = label(
        "Why", "Everything that has not arrived yet goes back to where it came from"
    )
