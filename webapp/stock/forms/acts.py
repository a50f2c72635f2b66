"""Forms for operations beside lending."""

from typing import Any

from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.act_pages import (
    AdjustInput,
    BulkInput,
    GoodsReturnInput,
    ReceiveInput,
    SellInput,
    WriteOffInput,
)

PLACES: dict[str, Any] = {"list": "places", "autocomplete": "off"}  # the page's datalist
STATES = {
    "": lazy("As it is"),
    "available": lazy("On the shelf"),
    "damaged": lazy("Damaged"),
}
KINDS = {
    "receive": lazy("Receive"),
    "return_to_supplier": lazy("Return to the supplier"),
    "sell": lazy("Sell"),
    "sale_return": lazy("Return from a buyer"),
    "adjust": lazy("Adjust"),
    "write_off": lazy("Write off"),
}


class ActForm(Form):
    """What most acts ask for in the same words."""

    template = "stock/operations/act"
    code = label("Item or unit", "SKU, tag or serial number")
    location = label("Location (optional)", "Leave empty for where it is kept", **PLACES)
    quantity = label("How many")
    state = label("State", choices=STATES)
    reference = label("Reference (optional)")
    notes = label("Note (optional)")


class ReceiveForm(
    ActForm, reads=ReceiveInput, title="Receive a delivery", button="Receive"
):
    code = label("Item", "SKU, or the tag of a unit that comes back from its maker")
    location = label(
        "Location", "Where it goes. Leave empty for where such items belong", **PLACES
    )
    quantity = label("How many", "Leave empty for one, or one for each serial number")
    serials = label(
        "Serial numbers (optional)", "One per line, typed, pasted or scanned", rows=3
    )
    tagged = label("Give each one a tag", "Anything with a serial number gets one anyway")
    batch_number = label(
        "Batch number (optional)",
        "All under one tag, as for reeds or strings, without serial numbers",
    )
    unit_cost = label(
        "Cost of one piece (optional)", "Leave empty for its replacement value"
    )
    supplier = label("Supplier (optional)")
    purchased_on = label("Bought on (optional)", "Leave empty for today")
    reference = label("Delivery note (optional)")


class SellForm(ActForm, reads=SellInput, title="Sell", button="Sell"):
    reference = label("Invoice (optional)")


class ReturnForm(ActForm, reads=GoodsReturnInput, title="Return", button="Return"):
    kind = label(
        "Direction",
        choices={
            "return_to_supplier": lazy("We return it to the supplier"),
            "sale_return": lazy("A buyer brings it back to us"),
        },
    )


class AdjustForm(ActForm, reads=AdjustInput, title="Adjust stock", button="Adjust"):
    reason = label("Reason", choices={})
    quantity = label("How many", "The reason says whether they come in or leave")
    notes = label("Note", "What happened; required for some reasons")


class WriteOffForm(
    ActForm, reads=WriteOffInput, title="Write off", button="Request write-off"
):
    state = label(
        "State",
        choices={
            "": lazy("As it is"),
            "damaged": lazy("Damaged"),
            "beyond_repair": lazy("Beyond repair"),
        },
    )
    notes = label("Note (optional)", "Another teacher or an admin must approve")


class BulkForm(ActForm, reads=BulkInput, title="Many at once", button="Preview"):
    template = "stock/operations/bulk"
    kind = label("What to do", choices=KINDS)
    lines = label(
        "Lines",
        "One thing per line: code, quantity, location, unit cost. The first line may name the columns, which can "
        "include serial, batch and state. A list of scanned codes is enough.",
        rows=8,
    )
    location = label("Location (optional)", "For lines without one", **PLACES)
    reason = label("Reason for an adjustment", choices={})
