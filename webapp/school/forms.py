"""How the school's settings are drawn."""

from collections import defaultdict
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs are older

from webapp.core.forms import Form, MoneyField
from webapp.core.inputs import zones
from webapp.core.words import lazy

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

    reads, title, template = PolicyPage, lazy("Settings"), "school/settings"
    name = StringField(
        lazy("Name of the school"),
        description=lazy("Shown on e-mails, labels and printed sheets."),
    )
    zone = SelectField(
        lazy("Time zone"),
        choices=[],
        validate_choice=False,
        description=lazy("It cannot change while there are bookings or closures ahead."),
    )
    currency = StringField(
        lazy("Currency"),
        description=lazy(
            "A code such as EUR, GBP or USD. It cannot change once anything has a price."
        ),
    )
    opens = StringField(
        lazy("Rooms open"),
        render_kw=CLOCK,
        description=lazy("No room can be booked before this time."),
    )
    closes = StringField(
        lazy("Rooms close"),
        render_kw=CLOCK,
        description=lazy("No room can be booked after this time; existing bookings stay."),
    )
    granularity_minutes = SelectField(
        lazy("Booking steps"),
        choices=STEPS,
        description=lazy("Bookings start and end on these steps."),
    )
    approve_within_hours = IntegerField(
        lazy("Hours to answer a room request"),
        description=lazy(
            "The time is held this long, but never past its start; then it is free again."
        ),
    )
    cancel_hours = IntegerField(
        lazy("Free cancellation until (hours before)"),
        description=lazy(
            "Cancelling later than this is still charged; 0 makes every cancellation free."
        ),
    )
    room_horizon_days = IntegerField(
        lazy("Days students book ahead"),
        description=lazy(
            "In rooms where no rule says otherwise; 0 means no limit. It does not apply to staff."
        ),
    )
    room_max_minutes = IntegerField(
        lazy("Minutes students book at a time"),
        description=lazy("Likewise: 240 is four hours, 0 means no limit."),
    )
    room_one_at_a_time = BooleanField(lazy("A student books one room at a time"))
    pending_days = IntegerField(
        lazy("Days to answer a request"),
        description=lazy("A request nobody answers by then expires."),
    )
    due_soon_days = IntegerField(
        lazy("Reminder before (days)"),
        description=lazy("An e-mail is sent this many days before a loan is due."),
    )
    overdue_days = DaysField(
        lazy("Reminders after (days)"),
        description=lazy(
            "An e-mail is sent this many days after a loan was due: 1, 7, 14. Leave empty for none."
        ),
    )
    second_person_loans = BooleanField(
        lazy("Two people for staff's own loans"),
        description=lazy(
            "Loans that teachers and admins request for themselves must be approved by somebody else."
        ),
    )
    second_person_amount = MoneyField(
        lazy("Amount that needs a second person"),
        description=lazy("Write-offs and adjustments worth more wait for a second person."),
    )
    second_person_hours = IntegerField(
        lazy("Hours added together"),
        description=lazy(
            "One person's adjustments of an item in this time are added up, so amounts cannot be split."
        ),
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
