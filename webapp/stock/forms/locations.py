"""Forms for locations."""

from wtforms import BooleanField, HiddenField, StringField

from webapp.core.forms import Form

from ..schemas.locations import LocationEdit, LocationInput


class LocationForm(Form):
    reads, title, button = LocationInput, "Add a location", "Add location"
    above = ("locations.listed", "Locations")
    name = StringField(
        "Name", description="A room, a shelf, a van: wherever things are kept"
    )


class LocationEditForm(Form):
    reads, title = LocationEdit, "Edit the location"
    version = HiddenField()
    name = StringField("Name")
    is_active = BooleanField(
        "In use", description="Only an empty location can be taken out of use"
    )
