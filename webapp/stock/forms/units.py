"""Forms for units."""

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)

from webapp.core.forms import Form, MoneyField, options

from ..schemas.units import AccessoryInput, BlockInput, UnitCare, UnitEdit, UnitsTyped
from .items import CONDITIONS

BACK = "stock/units/describe_unit"  # with the way back
WHOLE = {name: label for name, label in CONDITIONS.items() if name != "damaged"}


class BlockForm(Form):
    reads, title, button = BlockInput, "Block from lending", "Block"
    template = BACK
    reason = StringField("Why", description="Staff can read this")


class AccessoryForm(Form):
    reads, title, button = AccessoryInput, "Add an accessory", "Add"
    template = BACK
    name = StringField(
        "Accessory",
        description="A bow or a case, for example: checked when it goes out and comes back",
    )


class UnitsForm(Form):
    reads, title, button = UnitsTyped, "Add units", "Add units"
    template = "stock/units/new_units"
    serials = TextAreaField(
        "Serial numbers (optional)", description="One per line; each becomes a unit"
    )
    quantity = IntegerField(
        "How many (optional)", description="If they have no serial numbers"
    )
    already_here = BooleanField(
        "They are already counted", description="Only adds tags to pieces on the shelf"
    )
    location = StringField(
        "Location", description="Where they are. Leave empty for their home shelf"
    )
    new_location = HiddenField()  # set by the offer to make one
    condition = SelectField("Condition", choices=options(WHOLE))
    first_tag = StringField(
        "First tag (optional)",
        description="The others count on from it; leave empty to go on from the newest",
    )
    batch_number = StringField(
        "Batch number (optional)", description="All under one tag, as for reeds or strings"
    )
    purchased_on = DateField("Bought on (optional)")
    purchase_price = MoneyField(
        "Price of one (optional)", description="Leave empty for the item's value"
    )
    supplier = SelectField("Bought from (optional)")
    warranty_until = DateField("Warranty until (optional)")
    warranty_provider = StringField("Warranty from (optional)")


class UnitCareForm(Form):
    reads, title = UnitCare, "Edit the unit"
    template = BACK
    version = HiddenField()
    condition = SelectField("Condition", choices=options(CONDITIONS))
    notes = TextAreaField("Notes (optional)")


class UnitEditForm(UnitCareForm):
    reads, title = UnitEdit, "Edit the unit"
    serial_number = StringField("Serial number (optional)")
    batch_number = StringField(
        "Batch number (optional)",
        description="Instead of a serial number, for several pieces",
    )
    purchased_on = DateField("Bought on (optional)")
    purchase_price = MoneyField("Price paid (optional)")
    supplier = SelectField("Bought from (optional)")
    warranty_until = DateField("Warranty until (optional)")
    warranty_provider = StringField("Warranty from (optional)")
    last_maintenance_on = DateField("Last maintenance (optional)")
    maintenance_days = IntegerField(
        "Maintenance every (days, optional)", description="Sets the next maintenance"
    )
    next_maintenance_on = DateField("Next maintenance (optional)")
    rental_rate = MoneyField(
        "Rental rate (optional)", description="Only if different from the item's"
    )
    deposit = MoneyField(
        "Deposit (optional)", description="Only if different from the item's"
    )
