"""How rates, and the way time is charged, are drawn."""

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField

from webapp.core.forms import Form, MoneyField, TicksField, options

from ..schemas.rates import ChargingInput, RateInput, RatePage

CLOCK = {"type": "time"}
ROLES = {"": "Everybody", "student": "Students", "teacher": "Teachers", "desk": "The desk", "admin": "Admins"}
WEEKDAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


class RateForm(Form):
    reads, title, button, template = RateInput, "Add a rate", "Add rate", "rooms/rates/rate"
    name = StringField("Name", description="People read it beside the price: “Evening”")
    hourly_rate = MoneyField("Price of an hour", description="0 if it is free")
    priority = IntegerField("Order", description="Of several rates that hold, the lowest number is taken")
    role = SelectField("Role", choices=options(ROLES))
    group = SelectField("Class or ensemble", choices=[])
    room_group = SelectField("Group of rooms", choices=[])
    room = SelectField("One room", choices=[])
    weekdays = TicksField("Weekdays", choices=options(WEEKDAYS), description="None ticked is every day")
    from_time = StringField("From", render_kw=CLOCK)
    until_time = StringField("Until", render_kw=CLOCK)


class RateEditForm(RateForm):
    reads, title, button = RatePage, "Change the rate", "Save"
    version = HiddenField()


class ChargingForm(Form):
    reads, title, button = ChargingInput, "How time is charged", "Save"
    above = ("rates.index", "Rates")
    free_minutes_a_week = IntegerField("Free minutes a week", description="For each person; who books first has them")
    billing_least_minutes = IntegerField("Shortest time charged, in minutes")
    billing_step_minutes = IntegerField("Rounded up to minutes", description="1 charges by the minute")
    late_cancel_percent = IntegerField(
        "Given back too late, it costs so many percent", description="Of its price; the settings say how late that is"
    )
    late_cancel_waived = BooleanField("It costs nothing once others have booked all of that time")
    early_end_refund = BooleanField("What is left of a booking that ends early is not charged")


PARTS = (  # the form's headings, and what stands under each
    ("Who", "Leave both empty and it holds for everybody.", ("role", "group")),
    ("Which rooms", "Leave both empty and it holds for all.", ("room_group", "room")),
    ("When", "On the school’s clock. Leave it empty and it always holds.", ("weekdays", "from_time", "until_time")),
)
