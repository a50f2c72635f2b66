"""Forms for locations."""

from wtforms import BooleanField, HiddenField, StringField

from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.locations import LocationEdit, LocationInput


class LocationForm(Form):
    reads, title, button = LocationInput, lazy("Add a location"), lazy("Add location")
    above = ("locations.listed", lazy("Locations"))
    name = StringField(
        lazy("Name"), description=lazy("A room, a shelf, a van: wherever things are kept")
    )


class LocationEditForm(Form):
    reads, title = LocationEdit, lazy("Edit the location")
    version = HiddenField()
    name = StringField(lazy("Name"))
    is_active = BooleanField(
        lazy("In use"), description=lazy("Only an empty location can be taken out of use")
    )
