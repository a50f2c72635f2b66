"""How rates, and the way time is charged, are drawn."""

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField

from webapp.core.forms import Form, MoneyField, TicksField, options
from webapp.school.recurring import NAMES, WEEKDAYS

from ..schemas.rates import ChargingInput, RateInput, RatePage

Parts = tuple[tuple[str, str, tuple[str, ...]], ...]  # heading, words, names of fields
CLOCK = {"type": "time"}
ROLES = {
    "": "Everybody",
    "student": "Students",
    "teacher": "Teachers",
    "desk": "The desk",
    "admin": "Admins",
}
DAYS = dict(zip(WEEKDAYS, NAMES, strict=True))


class RateForm(Form):
    reads, title, button, template = RateInput, "Add a rate", "Add rate", "rooms/rates/rate"
    name = StringField("Name", description="Shown beside the price: “Evening”")
    hourly_rate = MoneyField("Price of an hour", description="0 for free")
    priority = IntegerField(
        "Order", description="If several rates apply, the lowest number wins"
    )
    role = SelectField("Role", choices=options(ROLES))
    group = SelectField("Class or ensemble", choices=[])
    room_group = SelectField("Group of rooms", choices=[])
    room = SelectField("One room", choices=[])
    weekdays = TicksField(
        "Weekdays", choices=options(DAYS), description="None ticked means every day"
    )
    from_time = StringField("From", render_kw=CLOCK)
    until_time = StringField("Until", render_kw=CLOCK)


class RateEditForm(RateForm):
    reads, title, button = RatePage, "Change the rate", "Save"
    version = HiddenField()


class ChargingForm(Form):
    reads, title, button = ChargingInput, "How time is charged", "Save"
    above = ("rates.index", "Rates")
    free_minutes_a_week = IntegerField(
        "Free minutes a week", description="For each person, used by their first bookings"
    )
    billing_least_minutes = IntegerField("Shortest time charged, in minutes")
    billing_step_minutes = IntegerField(
        "Rounded up to minutes", description="1 charges by the minute"
    )
    late_cancel_percent = IntegerField(
        "Late cancellation fee, in percent",
        description="Of the price; the settings say how late that is",
    )
    late_cancel_waived = BooleanField("No fee once others have booked all of that time")
    early_end_refund = BooleanField("Unused time is not charged when a booking ends early")


PARTS: Parts = (  # the form's headings, and what stands under each
    ("Who", "Leave both empty to apply it to everybody.", ("role", "group")),
    ("Which rooms", "Leave both empty to apply it to all.", ("room_group", "room")),
    (
        "When",
        "In the school’s time. Leave empty to apply it always.",
        ("weekdays", "from_time", "until_time"),
    ),
)
