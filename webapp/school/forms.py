"""How the school's settings are drawn."""

from collections import defaultdict
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs are older

from webapp.core.forms import Form, MoneyField
from webapp.core.inputs import zones

from .schemas import PolicyPage

CLOCK = {"type": "time"}
PLACES = ("Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian", "Antarctica")
STEPS = [SelectChoice(str(n), f"{n} minutes" if n < 60 else "An hour") for n in (5, 10, 15, 20, 30, 60)]


class DaysField(StringField):
    """Numbers of days in one line."""

    def process_data(self, value: Any) -> None:
        super().process_data(", ".join(map(str, value)) if isinstance(value, list) else value)


class PolicyForm(Form):
    reads, title, template = PolicyPage, "Settings", "school/settings"
    name = StringField("Name of the school", description="E-mails, labels and printed sheets carry it.")
    zone = SelectField(
        "Time zone",
        choices=[],
        validate_choice=False,
        description="The clock on the wall. It stays while bookings or closures lie ahead.",
    )
    currency = StringField("Currency", description="Three capitals: EUR, GBP, USD. It stays once anything has a price.")
    opens = StringField("Rooms open", render_kw=CLOCK, description="Nobody books a room before it.")
    closes = StringField("Rooms close", render_kw=CLOCK, description="Nor after it; what is booked already stays.")
    granularity_minutes = SelectField("Steps", choices=STEPS, description="Bookings start and end on such steps.")
    approve_within_hours = IntegerField(
        "Hours to answer who asks for a room",
        description="So long the time is held for them, though never past its start; then it is free again.",
    )
    cancel_hours = IntegerField(
        "Hours to cancel for nothing",
        description="Who cancels fewer hours before the start pays all the same; 0 lets everybody off.",
    )
    room_horizon_days = IntegerField(
        "Days students book ahead",
        description="In rooms where no rule says otherwise; 0 is no limit. Staff are not bound by it.",
    )
    room_max_minutes = IntegerField(
        "Minutes students book at a time", description="Likewise: 240 is four hours, 0 is no limit."
    )
    room_one_at_a_time = BooleanField("A student books one room at a time")
    pending_days = IntegerField("Days to answer a request", description="A request nobody answers by then expires.")
    due_soon_days = IntegerField("Days to remind before", description="So long before it is due, an e-mail goes out.")
    overdue_days = DaysField(
        "Days to remind after",
        description="An e-mail goes out so many days after a loan was due: 1, 7, 14. None if it is empty.",
    )
    second_person_loans = BooleanField(
        "Two people for staff's own loans",
        description="What teachers and admins ask for themselves, somebody else approves.",
    )
    second_person_amount = MoneyField(
        "Amount two people agree on", description="Write-offs and adjustments worth more wait for a second person."
    )
    second_person_hours = IntegerField(
        "Hours that count together",
        description="What one person adjusted of the same item in that time is added up, so nobody can go in slices.",
    )
    version = HiddenField()

    def __init__(self, **start: Any) -> None:
        super().__init__(**start)
        self.zone.choices = _zones(self.zone.data)


PARTS = (  # the page's headings, and what stands under each
    ("School", ("name", "zone", "currency")),
    ("Rooms", ("opens", "closes", "granularity_minutes", "approve_within_hours", "cancel_hours")),
    ("Rooms without rules", ("room_horizon_days", "room_max_minutes", "room_one_at_a_time")),
    ("Check-in", ()),
    ("Lending", ("pending_days", "due_soon_days", "overdue_days", "second_person_loans")),
    ("Stock", ("second_person_amount", "second_person_hours")),
)


def _zones(chosen: str | None) -> dict[str, list[SelectChoice]]:
    """By continent, and the one that is chosen wherever it is."""
    found: dict[str, list[SelectChoice]] = defaultdict(list)
    for name in sorted(zones()):
        place = name.partition("/")[0]
        if place in PLACES or name in ("UTC", chosen):
            found[place if place in PLACES else "Others"].append(SelectChoice(name, name.replace("_", " ")))
    return dict(found)
