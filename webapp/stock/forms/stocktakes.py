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
from webapp.core.words import lazy

from ..schemas.stocktakes import ScanInput, StocktakeInput


class StocktakeForm(Form):
    reads, title, button = StocktakeInput, lazy("Count a location"), lazy("Start counting")
    location = SelectField(lazy("Location"), coerce=str)
    is_blind = BooleanField(
        lazy("Count blind"),
        description=lazy("The person counting does not see what is expected"),
    )
    notes = TextAreaField(lazy("Notes (optional)"))


class ScanForm(Form):
    reads, title, button = ScanInput, lazy("Count"), lazy("Count")
    code = StringField(lazy("Scan or type a tag, a serial number or an SKU"))
    us_keys = HiddenField()
    counted = IntegerField(lazy("How many (for things without a tag)"))
