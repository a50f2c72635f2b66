"""Forms for stocktakes."""

from wtforms import HiddenField

from webapp.core.form_fields import label
from webapp.core.forms import Form

from ..schemas.stocktakes import ScanInput, StocktakeInput


class StocktakeForm(
    Form, reads=StocktakeInput, title="Count a location", button="Start counting"
):
    location = label("Location", choices={})
    is_blind = label("Count blind", "The person counting does not see what is expected")
    notes = label("Notes (optional)")


class ScanForm(Form, reads=ScanInput, title="Count", button="Count"):
    code = label("Scan or type a tag, a serial number or an SKU")
    us_keys = HiddenField()
    counted = label("How many (for things without a tag)")
