"""How a room is described on a page."""

from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.rooms import RoomInput, RoomPage


class RoomForm(Form, reads=RoomInput, title="Add a room", button="Add room"):
    above = ("rooms.index", lazy("Rooms"))
    name = label("Name")
    capacity = label("For how many people")
    description = label("Description (optional)", "Where it is and what it is good for")
    equipment = label("Equipment (optional)", "For example “Upright piano, 2 stands”")
    hourly_rate = label("Price of an hour", "0 for free")
    turnover_minutes = label(
        "Minutes to tidy up", "Kept free after each booking and not charged"
    )
    group = label(
        "Group (optional)", "Rooms for the same use. A new name makes a new group"
    )
    parts = label("Made up of (optional)", "For a hall that can be divided: its halves")
    is_active = label("In use: people can see and book it")


class RoomEditForm(RoomForm, reads=RoomPage, title="Edit the room", button="Save"):
    pass
