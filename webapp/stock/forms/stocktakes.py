"""Forms for stocktakes."""

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)

from webapp.core.forms import Form

from ..schemas.stocktakes import ScanInput, StocktakeInput


class StocktakeForm(Form):
    reads, title, button = StocktakeInput, "Count a location", "Start counting"
    location = SelectField("Location", coerce=str)
    is_blind = BooleanField(
        "Count blind", description="The person counting does not see what is expected"
    )
    notes = TextAreaField("Notes (optional)")


class ScanForm(Form):
    reads, title, button = ScanInput, "Count", "Count"
    code = StringField("Scan or type a tag, a serial number or an SKU")
    us_keys = HiddenField()
    counted = IntegerField("How many (for things without a tag)")
