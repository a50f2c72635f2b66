"""How rates, and the way time is charged, are drawn."""

from webapp.core import dates
from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.words import lazy
from webapp.school.recurring import WEEKDAYS

from ..schemas.rates import ChargingInput, RateInput, RatePage

Parts = tuple[tuple[str, str, tuple[str, ...]], ...]  # heading, words, names of fields
ROLES = {
    "": lazy("Everybody"),
    "student": lazy("Students"),
    "teacher": lazy("Teachers"),
    "desk": lazy("The desk"),
    "admin": lazy("Admins"),
}
DAYS = dict(zip(WEEKDAYS, dates.WEEKDAYS, strict=True))


class ScopeForm(Form):
    """Whom, what and when a rate or a rule is for, in the same words."""

    role = label("Role", choices=ROLES)
    group = label("Class or ensemble")
    room_group = label("Group of rooms")
    room = label("One room")
    weekdays = label("Weekdays", "None ticked means every day", choices=DAYS)
    from_time = label("From", type="time")
    until_time = label("Until", type="time")


class RateForm(ScopeForm, reads=RateInput, title="Add a rate", button="Add rate"):
    template = "rooms/rates/rate"
    name = label("Name", "Shown beside the price: “Evening”")
    hourly_rate = label("Price of an hour", "0 for free")
    priority = label("Order", "If several rates apply, the lowest number wins")


class RateEditForm(RateForm, reads=RatePage, title="Change the rate", button="Save"):
    pass


class ChargingForm(Form, reads=ChargingInput, title="How time is charged", button="Save"):
    above = ("rates.index", lazy("Rates"))
    free_minutes_a_week = label(
        "Free minutes a week", "For each person, used by their first bookings"
    )
    billing_least_minutes = label("Shortest time charged, in minutes")
    billing_step_minutes = label("Rounded up to minutes", "1 charges by the minute")
    late_cancel_percent = label(
        "Late cancellation fee, in percent",
        "Of the price; the settings say how late that is",
    )
    late_cancel_waived = label("No fee once others have booked all of that time")
    early_end_refund = label("Unused time is not charged when a booking ends early")


PARTS: Parts = (  # the form's headings, and what stands under each
    (lazy("Who"), lazy("Leave both empty to apply it to everybody."), ("role", "group")),
    (
        lazy("Which rooms"),
        lazy("Leave both empty to apply it to all."),
        ("room_group", "room"),
    ),
    (
        lazy("When"),
        lazy("In the school’s time. Leave empty to apply it always."),
        ("weekdays", "from_time", "until_time"),
    ),
)
