"""Forms for operations beside lending."""

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)

from webapp.core.forms import Form, MoneyField, options

from ..schemas.act_pages import (
    AdjustInput,
    BulkInput,
    GoodsReturnInput,
    ReceiveInput,
    SellInput,
    WriteOffInput,
)

PLACES = {"list": "places", "autocomplete": "off"}  # the page's datalist
STATES = {
    "": "As it is",
    "available": "On the shelf",
    "damaged": "Damaged",
    "beyond_repair": "Beyond repair",
}
KINDS = {
    "receive": "Receive",
    "return_to_supplier": "Return to the supplier",
    "sell": "Sell",
    "sale_return": "Return from a buyer",
    "adjust": "Adjust",
    "write_off": "Write off",
}


class ReceiveForm(Form):
    reads, title, button, template = (
        ReceiveInput,
        "Receive a delivery",
        "Receive",
        "stock/operations/act",
    )
    code = StringField(
        "Item", description="SKU, or the tag of a unit that comes back from its maker"
    )
    location = StringField(
        "Location",
        description="Where it goes. Leave empty for where such items belong",
        render_kw=PLACES,
    )
    quantity = IntegerField(
        "How many", description="Leave empty for one, or one for each serial number"
    )
    serials = TextAreaField(
        "Serial numbers (optional)",
        description="One per line, typed, pasted or scanned",
        render_kw={"rows": 3},
    )
    tagged = BooleanField(
        "Give each one a tag", description="Anything with a serial number gets one anyway"
    )
    batch_number = StringField(
        "Batch number (optional)",
        description="All under one tag, as for reeds or strings, without serial numbers",
    )
    unit_cost = MoneyField(
        "Cost of one piece (optional)", description="Leave empty for its replacement value"
    )
    supplier = SelectField("Supplier (optional)")
    purchased_on = DateField("Bought on (optional)", description="Leave empty for today")
    reference = StringField("Delivery note (optional)")
    notes = TextAreaField("Note (optional)")


class SellForm(Form):
    reads, title, button, template = SellInput, "Sell", "Sell", "stock/operations/act"
    code = StringField("Item or unit", description="SKU, tag or serial number")
    location = StringField(
        "Location (optional)",
        description="Leave empty for where it is kept",
        render_kw=PLACES,
    )
    quantity = IntegerField("How many")
    reference = StringField("Invoice (optional)")
    notes = TextAreaField("Note (optional)")


class ReturnForm(Form):
    reads, title, button, template = (
        GoodsReturnInput,
        "Return",
        "Return",
        "stock/operations/act",
    )
    kind = SelectField(
        "Direction",
        choices=options(
            {
                "return_to_supplier": "We return it to the supplier",
                "sale_return": "A buyer brings it back to us",
            }
        ),
    )
    code = StringField("Item or unit", description="SKU, tag or serial number")
    location = StringField(
        "Location (optional)",
        description="Leave empty for where it is kept",
        render_kw=PLACES,
    )
    quantity = IntegerField("How many")
    state = SelectField(
        "State", choices=options({k: v for k, v in STATES.items() if k != "beyond_repair"})
    )
    reference = StringField("Reference (optional)")
    notes = TextAreaField("Note (optional)")


class AdjustForm(Form):
    reads, title, button, template = (
        AdjustInput,
        "Adjust stock",
        "Adjust",
        "stock/operations/act",
    )
    code = StringField("Item or unit", description="SKU, tag or serial number")
    reason = SelectField("Reason")
    location = StringField(
        "Location (optional)",
        description="Leave empty for where it is kept",
        render_kw=PLACES,
    )
    quantity = IntegerField(
        "How many", description="The reason says whether they come in or leave"
    )
    state = SelectField(
        "State", choices=options({k: v for k, v in STATES.items() if k != "beyond_repair"})
    )
    notes = TextAreaField("Note", description="What happened; required for some reasons")


class WriteOffForm(Form):
    reads, title, button, template = (
        WriteOffInput,
        "Write off",
        "Request write-off",
        "stock/operations/act",
    )
    code = StringField("Item or unit", description="SKU, tag or serial number")
    location = StringField(
        "Location (optional)",
        description="Leave empty for where it is kept",
        render_kw=PLACES,
    )
    quantity = IntegerField("How many")
    state = SelectField(
        "State", choices=options({k: v for k, v in STATES.items() if k != "available"})
    )
    notes = TextAreaField(
        "Note (optional)", description="Another teacher or an admin must approve"
    )


class BulkForm(Form):
    reads, title, button, template = (
        BulkInput,
        "Many at once",
        "Preview",
        "stock/operations/bulk",
    )
    kind = SelectField("What to do", choices=options(KINDS))
    lines = TextAreaField(
        "Lines",
        description="One thing per line: code, quantity, location, unit cost. The first line may name the columns,"
        " which can include serial, batch and state. A list of scanned codes is enough.",
        render_kw={"rows": 8},
    )
    location = StringField(
        "Location (optional)", description="For lines without one", render_kw=PLACES
    )
    reason = SelectField("Reason for an adjustment")
    reference = StringField("Reference (optional)")
    notes = TextAreaField("Note (optional)")
