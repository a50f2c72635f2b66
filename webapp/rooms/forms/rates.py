"""How rates, and the way time is charged, are drawn."""

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField

from webapp.core.forms import Form, MoneyField, TicksField, options
from webapp.core.words import lazy
from webapp.school.recurring import NAMES, WEEKDAYS

from ..schemas.rates import ChargingInput, RateInput, RatePage

Parts = tuple[tuple[str, str, tuple[str, ...]], ...]  # heading, words, names of fields
CLOCK = {"type": "time"}
ROLES = {
    "": lazy("Everybody"),
    "student": lazy("Students"),
    "teacher": lazy("Teachers"),
    "desk": lazy("The desk"),
    "admin": lazy("Admins"),
}
DAYS = dict(zip(WEEKDAYS, NAMES, strict=True))


class RateForm(Form):
    reads, title, button, template = (
        RateInput,
        lazy("Add a rate"),
        lazy("Add rate"),
        "rooms/rates/rate",
    )
    name = StringField(lazy("Name"), description=lazy("Shown beside the price: “Evening”"))
    hourly_rate = MoneyField(lazy("Price of an hour"), description=lazy("0 for free"))
    priority = IntegerField(
        lazy("Order"), description=lazy("If several rates apply, the lowest number wins")
    )
    role = SelectField(lazy("Role"), choices=options(ROLES))
    group = SelectField(lazy("Class or ensemble"), choices=[])
    room_group = SelectField(lazy("Group of rooms"), choices=[])
    room = SelectField(lazy("One room"), choices=[])
    weekdays = TicksField(
        lazy("Weekdays"),
        choices=options(DAYS),
        description=lazy("None ticked means every day"),
    )
    from_time = StringField(lazy("From"), render_kw=CLOCK)
    until_time = StringField(lazy("Until"), render_kw=CLOCK)


class RateEditForm(RateForm):
    reads, title, button = RatePage, lazy("Change the rate"), lazy("Save")
    version = HiddenField()


class ChargingForm(Form):
    reads, title, button = ChargingInput, lazy("How time is charged"), lazy("Save")
    above = ("rates.index", lazy("Rates"))
    free_minutes_a_week = IntegerField(
        lazy("Free minutes a week"),
        description=lazy("For each person, used by their first bookings"),
    )
    billing_least_minutes = IntegerField(lazy("Shortest time charged, in minutes"))
    billing_step_minutes = IntegerField(
        lazy("Rounded up to minutes"), description=lazy("1 charges by the minute")
    )
    late_cancel_percent = IntegerField(
        lazy("Late cancellation fee, in percent"),
        description=lazy("Of the price; the settings say how late that is"),
    )
    late_cancel_waived = BooleanField(
        lazy("No fee once others have booked all of that time")
    )
    early_end_refund = BooleanField(
        lazy("Unused time is not charged when a booking ends early")
    )


PARTS: Parts = (  # the form's headings, and what stands under each
    ("Who", "Leave both empty to apply it to everybody.", ("role", "group")),
    ("Which rooms", "Leave both empty to apply it to all.", ("room_group", "room")),
    (
        "When",
        "In the school’s time. Leave empty to apply it always.",
        ("weekdays", "from_time", "until_time"),
    ),
)
