"""Forms for units."""

from wtforms import HiddenField

from webapp.core.form_fields import label
from webapp.core.forms import Form

from ..schemas.units import AccessoryInput, BlockInput, UnitCare, UnitEdit, UnitsTyped

BACK = "stock/units/describe_unit"  # with the way back


class BlockForm(Form, reads=BlockInput, title="Block from lending", button="Block"):
    template = BACK
    reason = label("Why", "Staff can read this")


class AccessoryForm(Form, reads=AccessoryInput, title="Add an accessory", button="Add"):
    template = BACK
    name = label(
        "Accessory", "A bow or a case, for example: checked when it goes out and comes back"
    )


class UnitsForm(Form, reads=UnitsTyped, title="Add units", button="Add units"):
    template = "stock/units/new_units"
    first = (
        "serials",
        "quantity",
        "already_here",
        "location",
        "condition",
        "first_tag",
        "batch_number",
    )
    serials = label("Serial numbers (optional)", "One per line; each becomes a unit")
    quantity = label("How many (optional)", "If they have no serial numbers")
    already_here = label(
        "They are already counted", "Only adds tags to pieces on the shelf"
    )
    location = label("Location", "Where they are. Leave empty for their home shelf")
    new_location = HiddenField()  # set by the offer to make one
    condition = label("Condition")
    first_tag = label(
        "First tag (optional)",
        "The others count on from it; leave empty to go on from the newest",
    )
    batch_number = label(
        "Batch number (optional)", "All under one tag, as for reeds or strings"
    )
    purchased_on = label("Bought on (optional)")
    purchase_price = label("Price of one (optional)", "Leave empty for the item's value")
    supplier = label("Bought from (optional)", choices={})
    warranty_until = label("Warranty until (optional)")
    warranty_provider = label("Warranty from (optional)")


class UnitCareForm(Form, reads=UnitCare, title="Edit the unit"):
    template = BACK
    condition = label("Condition")
    notes = label("Notes (optional)")


class UnitEditForm(UnitCareForm, reads=UnitEdit):
    serial_number = label("Serial number (optional)")
    batch_number = label(
        "Batch number (optional)", "Instead of a serial number, for several pieces"
    )
    purchased_on = label("Bought on (optional)")
    purchase_price = label("Price paid (optional)")
    supplier = label("Bought from (optional)", choices={})
    warranty_until = label("Warranty until (optional)")
    warranty_provider = label("Warranty from (optional)")
    last_maintenance_on = label("Last maintenance (optional)")
    maintenance_days = label(
        "Maintenance every (days, optional)", "Sets the next maintenance"
    )
    next_maintenance_on = label("Next maintenance (optional)")
    rental_rate = label("Rental rate (optional)", "Only if different from the item's")
    deposit = label("Deposit (optional)", "Only if different from the item's")
