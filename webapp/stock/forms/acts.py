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
from webapp.core.words import lazy

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
        lazy("Receive a delivery"),
        lazy("Receive"),
        "stock/operations/act",
    )
    code = StringField(
        lazy("Item"),
        description=lazy("SKU, or the tag of a unit that comes back from its maker"),
    )
    location = StringField(
        lazy("Location"),
        description=lazy("Where it goes. Leave empty for where such items belong"),
        render_kw=PLACES,
    )
    quantity = IntegerField(
        lazy("How many"),
        description=lazy("Leave empty for one, or one for each serial number"),
    )
    serials = TextAreaField(
        lazy("Serial numbers (optional)"),
        description=lazy("One per line, typed, pasted or scanned"),
        render_kw={"rows": 3},
    )
    tagged = BooleanField(
        lazy("Give each one a tag"),
        description=lazy("Anything with a serial number gets one anyway"),
    )
    batch_number = StringField(
        lazy("Batch number (optional)"),
        description=lazy(
            "All under one tag, as for reeds or strings, without serial numbers"
        ),
    )
    unit_cost = MoneyField(
        lazy("Cost of one piece (optional)"),
        description=lazy("Leave empty for its replacement value"),
    )
    supplier = SelectField(lazy("Supplier (optional)"))
    purchased_on = DateField(
        lazy("Bought on (optional)"), description=lazy("Leave empty for today")
    )
    reference = StringField(lazy("Delivery note (optional)"))
    notes = TextAreaField(lazy("Note (optional)"))


class SellForm(Form):
    reads, title, button, template = (
        SellInput,
        lazy("Sell"),
        lazy("Sell"),
        "stock/operations/act",
    )
    code = StringField(lazy("Item or unit"), description=lazy("SKU, tag or serial number"))
    location = StringField(
        lazy("Location (optional)"),
        description=lazy("Leave empty for where it is kept"),
        render_kw=PLACES,
    )
    quantity = IntegerField(lazy("How many"))
    reference = StringField(lazy("Invoice (optional)"))
    notes = TextAreaField(lazy("Note (optional)"))


class ReturnForm(Form):
    reads, title, button, template = (
        GoodsReturnInput,
        lazy("Return"),
        lazy("Return"),
        "stock/operations/act",
    )
    kind = SelectField(
        lazy("Direction"),
        choices=options(
            {
                "return_to_supplier": "We return it to the supplier",
                "sale_return": "A buyer brings it back to us",
            }
        ),
    )
    code = StringField(lazy("Item or unit"), description=lazy("SKU, tag or serial number"))
    location = StringField(
        lazy("Location (optional)"),
        description=lazy("Leave empty for where it is kept"),
        render_kw=PLACES,
    )
    quantity = IntegerField(lazy("How many"))
    state = SelectField(
        lazy("State"),
        choices=options({k: v for k, v in STATES.items() if k != "beyond_repair"}),
    )
    reference = StringField(lazy("Reference (optional)"))
    notes = TextAreaField(lazy("Note (optional)"))


class AdjustForm(Form):
    reads, title, button, template = (
        AdjustInput,
        lazy("Adjust stock"),
        lazy("Adjust"),
        "stock/operations/act",
    )
    code = StringField(lazy("Item or unit"), description=lazy("SKU, tag or serial number"))
    reason = SelectField(lazy("Reason"))
    location = StringField(
        lazy("Location (optional)"),
        description=lazy("Leave empty for where it is kept"),
        render_kw=PLACES,
    )
    quantity = IntegerField(
        lazy("How many"), description=lazy("The reason says whether they come in or leave")
    )
    state = SelectField(
        lazy("State"),
        choices=options({k: v for k, v in STATES.items() if k != "beyond_repair"}),
    )
    notes = TextAreaField(
        lazy("Note"), description=lazy("What happened; required for some reasons")
    )


class WriteOffForm(Form):
    reads, title, button, template = (
        WriteOffInput,
        lazy("Write off"),
        lazy("Request write-off"),
        "stock/operations/act",
    )
    code = StringField(lazy("Item or unit"), description=lazy("SKU, tag or serial number"))
    location = StringField(
        lazy("Location (optional)"),
        description=lazy("Leave empty for where it is kept"),
        render_kw=PLACES,
    )
    quantity = IntegerField(lazy("How many"))
    state = SelectField(
        lazy("State"),
        choices=options({k: v for k, v in STATES.items() if k != "available"}),
    )
    notes = TextAreaField(
        lazy("Note (optional)"),
        description=lazy("Another teacher or an admin must approve"),
    )


class BulkForm(Form):
    reads, title, button, template = (
        BulkInput,
        lazy("Many at once"),
        lazy("Preview"),
        "stock/operations/bulk",
    )
    kind = SelectField(lazy("What to do"), choices=options(KINDS))
    lines = TextAreaField(
        lazy("Lines"),
        description=lazy(
            "One thing per line: code, quantity, location, unit cost. The first line may name the columns, which can "
            "include serial, batch and state. A list of scanned codes is enough."
        ),
        render_kw={"rows": 8},
    )
    location = StringField(
        lazy("Location (optional)"),
        description=lazy("For lines without one"),
        render_kw=PLACES,
    )
    reason = SelectField(lazy("Reason for an adjustment"))
    reference = StringField(lazy("Reference (optional)"))
    notes = TextAreaField(lazy("Note (optional)"))
