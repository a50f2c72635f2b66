"""How a room is described on a page."""

from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField

from webapp.core.forms import Form, MoneyField, TicksField
from webapp.core.words import lazy

from ..schemas.rooms import RoomInput, RoomPage


class RoomForm(Form):
    reads, title, button = RoomInput, lazy("Add a room"), lazy("Add room")
    above = ("rooms.index", lazy("Rooms"))
    name = StringField(lazy("Name"))
    capacity = IntegerField(lazy("For how many people"))
    description = TextAreaField(
        lazy("Description (optional)"),
        description=lazy("Where it is and what it is good for"),
    )
    equipment = TextAreaField(
        lazy("Equipment (optional)"),
        description=lazy("For example “Upright piano, 2 stands”"),
    )
    hourly_rate = MoneyField(lazy("Price of an hour"), description=lazy("0 for free"))
    turnover_minutes = IntegerField(
        lazy("Minutes to tidy up"),
        description=lazy("Kept free after each booking and not charged"),
    )
    group = StringField(
        lazy("Group (optional)"),
        description=lazy("Rooms for the same use. A new name makes a new group"),
    )
    parts = TicksField(
        lazy("Made up of (optional)"),
        coerce=int,
        description=lazy("For a hall that can be divided: its halves"),
    )
    is_active = BooleanField(lazy("In use: people can see and book it"))


class RoomEditForm(RoomForm):
    reads, title, button = RoomPage, lazy("Edit the room"), lazy("Save")
    version = HiddenField()
