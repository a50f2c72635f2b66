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
from webapp.core.words import lazy

from ..schemas.units import AccessoryInput, BlockInput, UnitCare, UnitEdit, UnitsTyped
from .items import CONDITIONS

BACK = "stock/units/describe_unit"  # with the way back
WHOLE = {name: label for name, label in CONDITIONS.items() if name != "damaged"}


class BlockForm(Form):
    reads, title, button = BlockInput, lazy("Block from lending"), lazy("Block")
    template = BACK
    reason = StringField(lazy("Why"), description=lazy("Staff can read this"))


class AccessoryForm(Form):
    reads, title, button = AccessoryInput, lazy("Add an accessory"), lazy("Add")
    template = BACK
    name = StringField(
        lazy("Accessory"),
        description=lazy(
            "A bow or a case, for example: checked when it goes out and comes back"
        ),
    )


class UnitsForm(Form):
    reads, title, button = UnitsTyped, lazy("Add units"), lazy("Add units")
    template = "stock/units/new_units"
    serials = TextAreaField(
        lazy("Serial numbers (optional)"),
        description=lazy("One per line; each becomes a unit"),
    )
    quantity = IntegerField(
        lazy("How many (optional)"), description=lazy("If they have no serial numbers")
    )
    already_here = BooleanField(
        lazy("They are already counted"),
        description=lazy("Only adds tags to pieces on the shelf"),
    )
    location = StringField(
        lazy("Location"),
        description=lazy("Where they are. Leave empty for their home shelf"),
    )
    new_location = HiddenField()  # set by the offer to make one
    condition = SelectField(lazy("Condition"), choices=options(WHOLE))
    first_tag = StringField(
        lazy("First tag (optional)"),
        description=lazy(
            "The others count on from it; leave empty to go on from the newest"
        ),
    )
    batch_number = StringField(
        lazy("Batch number (optional)"),
        description=lazy("All under one tag, as for reeds or strings"),
    )
    purchased_on = DateField(lazy("Bought on (optional)"))
    purchase_price = MoneyField(
        lazy("Price of one (optional)"),
        description=lazy("Leave empty for the item's value"),
    )
    supplier = SelectField(lazy("Bought from (optional)"))
    warranty_until = DateField(lazy("Warranty until (optional)"))
    warranty_provider = StringField(lazy("Warranty from (optional)"))


class UnitCareForm(Form):
    reads, title = UnitCare, lazy("Edit the unit")
    template = BACK
    version = HiddenField()
    condition = SelectField(lazy("Condition"), choices=options(CONDITIONS))
    notes = TextAreaField(lazy("Notes (optional)"))


class UnitEditForm(UnitCareForm):
    reads, title = UnitEdit, lazy("Edit the unit")
    serial_number = StringField(lazy("Serial number (optional)"))
    batch_number = StringField(
        lazy("Batch number (optional)"),
        description=lazy("Instead of a serial number, for several pieces"),
    )
    purchased_on = DateField(lazy("Bought on (optional)"))
    purchase_price = MoneyField(lazy("Price paid (optional)"))
    supplier = SelectField(lazy("Bought from (optional)"))
    warranty_until = DateField(lazy("Warranty until (optional)"))
    warranty_provider = StringField(lazy("Warranty from (optional)"))
    last_maintenance_on = DateField(lazy("Last maintenance (optional)"))
    maintenance_days = IntegerField(
        lazy("Maintenance every (days, optional)"),
        description=lazy("Sets the next maintenance"),
    )
    next_maintenance_on = DateField(lazy("Next maintenance (optional)"))
    rental_rate = MoneyField(
        lazy("Rental rate (optional)"),
        description=lazy("Only if different from the item's"),
    )
    deposit = MoneyField(
        lazy("Deposit (optional)"), description=lazy("Only if different from the item's")
    )
