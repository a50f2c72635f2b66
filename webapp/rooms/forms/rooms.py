"""How a room is described on a page."""

from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField

from webapp.core.forms import Form, MoneyField, TicksField

from ..schemas.rooms import RoomInput, RoomPage


class RoomForm(Form):
    reads, title, button = RoomInput, "Add a room", "Add room"
    above = ("rooms.index", "Rooms")
    name = StringField("Name")
    capacity = IntegerField("For how many people")
    description = TextAreaField(
        "Description (optional)", description="Where it is and what it is good for"
    )
    equipment = TextAreaField(
        "Equipment (optional)", description="For example “Upright piano, 2 stands”"
    )
    hourly_rate = MoneyField("Price of an hour", description="0 for free")
    turnover_minutes = IntegerField(
        "Minutes to tidy up", description="Kept free after each booking and not charged"
    )
    group = StringField(
        "Group (optional)",
        description="Rooms for the same use. A new name makes a new group",
    )
    parts = TicksField(
        "Made up of (optional)",
        coerce=int,
        description="For a hall that can be divided: its halves",
    )
    is_active = BooleanField("In use: people can see and book it")


class RoomEditForm(RoomForm):
    reads, title, button = RoomPage, "Edit the room", "Save"
    version = HiddenField()
