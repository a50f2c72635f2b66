"""How the school's settings are drawn."""

from collections import defaultdict
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs are older

from webapp.core.forms import Form, MoneyField
from webapp.core.inputs import zones

from .schemas import PolicyPage

Parts = tuple[tuple[str, tuple[str, ...]], ...]  # heading, names of fields
CLOCK = {"type": "time"}
PLACES = (
    "Europe",
    "America",
    "Asia",
    "Africa",
    "Australia",
    "Pacific",
    "Atlantic",
    "Indian",
    "Antarctica",
)
STEPS = [
    SelectChoice(str(n), f"{n} minutes" if n < 60 else "An hour")
    for n in (5, 10, 15, 20, 30, 60)
]


class DaysField(StringField):
    """Numbers of days in one line."""

    def process_data(self, value: list[int] | str | None) -> None:
        words = ", ".join(map(str, value)) if isinstance(value, list) else value
        super().process_data(words)


class PolicyForm(Form):
    """Everything an admin decides for the whole school, on one page."""

    reads, title, template = PolicyPage, "Settings", "school/settings"
    name = StringField(
        "Name of the school", description="Shown on e-mails, labels and printed sheets."
    )
    zone = SelectField(
        "Time zone",
        choices=[],
        validate_choice=False,
        description="It cannot change while there are bookings or closures ahead.",
    )
    currency = StringField(
        "Currency",
        description="A code such as EUR, GBP or USD. It cannot change once anything has a price.",
    )
    opens = StringField(
        "Rooms open", render_kw=CLOCK, description="No room can be booked before this time."
    )
    closes = StringField(
        "Rooms close",
        render_kw=CLOCK,
        description="No room can be booked after this time; existing bookings stay.",
    )
    granularity_minutes = SelectField(
        "Booking steps", choices=STEPS, description="Bookings start and end on these steps."
    )
    approve_within_hours = IntegerField(
        "Hours to answer a room request",
        description="The time is held this long, but never past its start; then it is free again.",
    )
    cancel_hours = IntegerField(
        "Free cancellation until (hours before)",
        description="Cancelling later than this is still charged; 0 makes every cancellation free.",
    )
    room_horizon_days = IntegerField(
        "Days students book ahead",
        description="In rooms where no rule says otherwise; 0 means no limit. It does not apply to staff.",
    )
    room_max_minutes = IntegerField(
        "Minutes students book at a time",
        description="Likewise: 240 is four hours, 0 means no limit.",
    )
    room_one_at_a_time = BooleanField("A student books one room at a time")
    pending_days = IntegerField(
        "Days to answer a request", description="A request nobody answers by then expires."
    )
    due_soon_days = IntegerField(
        "Reminder before (days)",
        description="An e-mail is sent this many days before a loan is due.",
    )
    overdue_days = DaysField(
        "Reminders after (days)",
        description="An e-mail is sent this many days after a loan was due: 1, 7, 14. Leave empty for none.",
    )
    second_person_loans = BooleanField(
        "Two people for staff's own loans",
        description="Loans that teachers and admins request for themselves must be approved by somebody else.",
    )
    second_person_amount = MoneyField(
        "Amount that needs a second person",
        description="Write-offs and adjustments worth more wait for a second person.",
    )
    second_person_hours = IntegerField(
        "Hours added together",
        description="One person's adjustments of an item in this time are added up, so amounts cannot be split.",
    )
    version = HiddenField()

    def __init__(self, **start: Any) -> None:
        super().__init__(**start)
        self.zone.choices = _zones(self.zone.data)


PARTS: Parts = (  # the page's headings, and what stands under each
    ("School", ("name", "zone", "currency")),
    (
        "Rooms",
        ("opens", "closes", "granularity_minutes", "approve_within_hours", "cancel_hours"),
    ),
    (
        "Rooms without rules",
        ("room_horizon_days", "room_max_minutes", "room_one_at_a_time"),
    ),
    ("Check-in", ()),
    ("Lending", ("pending_days", "due_soon_days", "overdue_days", "second_person_loans")),
    ("Stock", ("second_person_amount", "second_person_hours")),
)


def _zones(chosen: str | None) -> dict[str, list[SelectChoice]]:
    """By continent, and the one that is chosen wherever it is."""
    choices: dict[str, list[SelectChoice]] = defaultdict(list)
    for name in sorted(zones()):
        place = name.partition("/")[0]
        if place in PLACES or name in ("UTC", chosen):
            group = place if place in PLACES else "Others"
            choices[group].append(SelectChoice(name, name.replace("_", " ")))
    return dict(choices)
