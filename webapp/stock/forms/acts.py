"""Forms for operations beside lending."""

from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField

from webapp.core.forms import Form, MoneyField, options

from ..schemas.act_pages import AdjustInput, BulkInput, GoodsReturnInput, ReceiveInput, SellInput, WriteOffInput

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
    "sale_return": "Take back what was sold",
    "adjust": "Adjust",
    "write_off": "Write off",
}


class ReceiveForm(Form):
    reads, title, button, template = ReceiveInput, "Receive a delivery", "Receive", "stock/operations/act"
    code = StringField("Item", description="SKU; or the tag of a unit that comes back from its maker")
    location = StringField(
        "Location", description="Where it is put. Left empty: where such things belong", render_kw=PLACES
    )
    quantity = IntegerField("How many", description="Left empty: as many as serial numbers, or one")
    serials = TextAreaField(
        "Serial numbers (optional)", description="One a line, typed, pasted or scanned", render_kw={"rows": 3}
    )
    tagged = BooleanField("Give each one a tag", description="What has a serial number gets one anyway")
    batch_number = StringField(
        "Batch number (optional)", description="All of them under one tag, as reeds and strings: no serial numbers then"
    )
    unit_cost = MoneyField("Cost of one piece (optional)", description="Left empty: its replacement value")
    supplier = SelectField("Supplier (optional)")
    purchased_on = DateField("Bought on (optional)", description="Left empty: today")
    reference = StringField("Delivery note (optional)")
    notes = TextAreaField("Note (optional)")


class SellForm(Form):
    reads, title, button, template = SellInput, "Sell", "Sell", "stock/operations/act"
    code = StringField("Item or unit", description="SKU, tag or serial number")
    location = StringField("Location (optional)", description="Left empty: where it is kept", render_kw=PLACES)
    quantity = IntegerField("How many")
    reference = StringField("Invoice (optional)")
    notes = TextAreaField("Note (optional)")


class ReturnForm(Form):
    reads, title, button, template = GoodsReturnInput, "Return", "Return", "stock/operations/act"
    kind = SelectField(
        "Which way",
        choices=options(
            {"return_to_supplier": "We send it back to the supplier", "sale_return": "A buyer brings it back to us"}
        ),
    )
    code = StringField("Item or unit", description="SKU, tag or serial number")
    location = StringField("Location (optional)", description="Left empty: where it is kept", render_kw=PLACES)
    quantity = IntegerField("How many")
    state = SelectField("In which state", choices=options({k: v for k, v in STATES.items() if k != "beyond_repair"}))
    reference = StringField("Reference (optional)")
    notes = TextAreaField("Note (optional)")


class AdjustForm(Form):
    reads, title, button, template = AdjustInput, "Adjust stock", "Adjust", "stock/operations/act"
    code = StringField("Item or unit", description="SKU, tag or serial number")
    reason = SelectField("Reason")
    location = StringField("Location (optional)", description="Left empty: where it is kept", render_kw=PLACES)
    quantity = IntegerField("How many", description="The reason says whether they come in or go")
    state = SelectField("In which state", choices=options({k: v for k, v in STATES.items() if k != "beyond_repair"}))
    notes = TextAreaField("Note", description="What happened; some reasons need it")


class WriteOffForm(Form):
    reads, title, button, template = WriteOffInput, "Write off", "Ask to write off", "stock/operations/act"
    code = StringField("Item or unit", description="SKU, tag or serial number")
    location = StringField("Location (optional)", description="Left empty: where it is kept", render_kw=PLACES)
    quantity = IntegerField("How many")
    state = SelectField("In which state", choices=options({k: v for k, v in STATES.items() if k != "available"}))
    notes = TextAreaField("Note (optional)", description="Another teacher or an admin must agree")


class BulkForm(Form):
    reads, title, button, template = BulkInput, "Many at once", "Preview", "stock/operations/bulk"
    kind = SelectField("What to do", choices=options(KINDS))
    lines = TextAreaField(
        "Lines",
        description="One thing a line: code, quantity, location, unit cost. A first line may name the columns,"
        " also serial, batch and state. A pile of scanned codes will do.",
        render_kw={"rows": 8},
    )
    location = StringField("Location (optional)", description="Of lines that name none", render_kw=PLACES)
    reason = SelectField("Reason of an adjustment")
    reference = StringField("Reference (optional)")
    notes = TextAreaField("Note (optional)")
