"""Forms for locations."""

from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.locations import LocationEdit, LocationInput


class LocationForm(
    Form, reads=LocationInput, title="Add a location", button="Add location"
):
    above = ("locations.listed", lazy("Locations"))
    name = label("Name", "A room, a shelf, a van: wherever things are kept")


class LocationEditForm(Form, reads=LocationEdit, title="Edit the location"):
    name = label("Name")
    is_active = label("In use", "Only an empty location can be taken out of use")
