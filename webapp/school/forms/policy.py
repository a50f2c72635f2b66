"""How the school's settings are drawn."""

from collections import defaultdict
from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs are older

from webapp.core import dates, languages
from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.inputs import zones
from webapp.core.words import _, lazy

from ..schemas.policy import PolicyPage

Parts = tuple[tuple[str, tuple[str, ...]], ...]  # heading, names of fields
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
STEPS = {
    "5": lazy("5 minutes"),
    "10": lazy("10 minutes"),
    "15": lazy("15 minutes"),
    "20": lazy("20 minutes"),
    "30": lazy("30 minutes"),
    "60": lazy("An hour"),
}
WEEKDAYS = {"0": lazy("Never")} | {
    str(number): name for number, name in enumerate(dates.WEEKDAYS, 1)
}
COPIED = {
    "answers": lazy("Answers to requests"),
    "hand_outs": lazy("What is handed out"),
    "returns": lazy("What comes back"),
    "losses": lazy("What is lost or found again"),
    "cancellations": lazy("What is cancelled"),
    "renewals": lazy("What is kept longer, and may not be"),
}
FIRST_WEEKDAYS = {number: name for number, name in WEEKDAYS.items() if number != "0"}


class DaysField(StringField):
    """Numbers of days in one line."""

    def process_data(self, value: list[int] | str | None) -> None:
        words = ", ".join(map(str, value)) if isinstance(value, list) else value
        super().process_data(words)


class PolicyForm(Form, reads=PolicyPage, title="Settings"):
    """Everything an admin decides for the whole school, on one page."""

    template = "school/settings"
    name = label("Name of the school", "Shown on e-mails, labels and printed sheets.")
    address = label(
        "Address",
        "Where the desk is: whoever scans the code on a thing that is not theirs is asked to bring it there.",
        field=TextAreaField,
    )
    phone = label("Telephone", "Whoever finds a thing of the school’s can call it.")
    zone = label(
        "Time zone",
        "It cannot change while there are bookings or closures ahead.",
        choices={},
    )
    currency = label(
        "Currency",
        "A code such as EUR, GBP or USD. It cannot change once anything has a price.",
    )
    language = label(
        "Language",
        "For whoever chose none and whose browser asks for none of them, and for what is written to them.",
        choices={},
    )
    first_weekday = label(
        "Weeks begin on",
        "Calendars are drawn so, and limits of room bookings count so.",
        choices=FIRST_WEEKDAYS,
    )
    granularity_minutes = label(
        "Booking steps", "Bookings start and end on these steps.", choices=STEPS
    )
    approve_within_hours = label(
        "Hours to answer a room request",
        "The time is held this long, but never past its start; then it is free again.",
    )
    cancel_hours = label(
        "Free cancellation until (hours before)",
        "Cancelling later than this is still charged; 0 makes every cancellation free.",
    )
    room_horizon_days = label(
        "Days students book ahead",
        "In rooms where no rule says otherwise; 0 means no limit. It does not apply to staff.",
    )
    room_max_minutes = label(
        "Minutes students book at a time", "Likewise: 240 is four hours, 0 means no limit."
    )
    room_one_at_a_time = label("A student books one room at a time")
    most_loans = label(
        "Loans a student may have at a time",
        "What waits, is approved or is out counts; 0 means no limit. It does not apply to staff.",
    )
    pickup_earliest_days = label(
        "Pick-up at the earliest (open days from today)",
        "So that the desk can prepare it: 0 is the same day. It does not apply to staff.",
    )
    pickup_latest_days = label(
        "Pick-up at the latest (open days from today)",
        "How far ahead students may ask; 0 means no limit. It does not apply to staff.",
    )
    pending_days = label(
        "Days to answer a request", "A request nobody answers by then expires."
    )
    missed_days = label(
        "Open days a pick-up waits",
        "What nobody has picked up this many open days after its first day goes back on the shelf; 0 means never.",
    )
    offer_days = label(
        "Open days an offer waits",
        "What comes back is kept this long for the first who waits for it; closed days do not count.",
    )
    due_soon_days = label(
        "Reminder before (days)", "An e-mail reminds this many days before a loan is due."
    )
    overdue_days = label(
        "Reminders after (days)",
        "And this many days after it was due: 1, 7, 14. Leave empty for none.",
        field=DaysField,
    )
    tell_teacher_days = label(
        "Tell the teacher too (days late)",
        "From the reminder of that day on, in the teacher's e-mail of the day; 0 means never.",
    )
    tell_guardian_days = label(
        "Tell guardians too (days late)",
        "Likewise, in an e-mail of their own; 0 means never.",
    )
    tell_office_days = label(
        "Tell the office too (days late)", "Likewise, to every admin; 0 means never."
    )
    copies_to_teacher = label(
        "Copies for the teacher",
        "What students are told of these goes to their teacher too, once it has left.",
        choices=COPIED,
    )
    copies_to_guardian = label("Copies for guardians", "Likewise.", choices=COPIED)
    copies_to_office = label("Copies for the office", "To every admin.", choices=COPIED)
    weekly_list_day = label(
        "Weekly list for teachers",
        "What is late among their students, at seven in the morning.",
        choices=WEEKDAYS,
    )
    due_day_is_free = label(
        "Due days are free again",
        "What is due back on a day can be promised to somebody else for that same day.",
    )
    most_renewals = label(
        "Keeping longer, how often",
        "So often a borrower keeps a thing longer without asking; 0 means never. A thing may say otherwise.",
    )
    renew_days_before = label(
        "Keeping longer, from when on (days)",
        "So many days before it is due; 0 means at any time.",
    )
    renew_late = label("What is late may be kept longer without asking")
    unseen_renewals = label(
        "Keeping longer unseen, how often",
        "After so many times it is shown at the desk first; 0 means never.",
    )
    suspend_after_days = label(
        "Suspended when late (open days)",
        "Who has something late for so long borrows nothing more until all that is late is back; 0 means never.",
    )
    late_stops_loans = label("Nobody asks for more while something of theirs is late")
    mail_greeting = label(
        "Greeting", "Above every e-mail; {name} is who reads it. Empty is “Dear {name},”."
    )
    mail_signature = label(
        "Signature",
        "Below every e-mail, such as address and opening hours. Empty is the school's name.",
        field=TextAreaField,
    )
    mail_note_lending = label(
        "Paragraph about loans", "Added to every e-mail about loans.", field=TextAreaField
    )
    mail_note_rooms = label(
        "Paragraph about rooms", "Added to every e-mail about rooms.", field=TextAreaField
    )
    second_person_loans = label(
        "Two people for staff's own loans",
        "Loans that teachers and admins request for themselves must be approved by somebody else.",
    )
    second_person_amount = label(
        "Amount that needs a second person",
        "Write-offs and adjustments worth more wait for a second person, and so does what is lost on loan.",
    )
    second_person_hours = label(
        "Hours added together",
        "One person's adjustments of an item in this time are added up, so amounts cannot be split.",
    )

    def __init__(self, **start: Any) -> None:
        super().__init__(**start)
        self.zone.choices = _zones(self.zone.data)
        self.language.choices = languages.named()


PARTS: Parts = (  # the page's headings, and what stands under each
    (
        lazy("School"),
        ("name", "address", "phone", "zone", "currency", "language", "first_weekday"),
    ),
    (lazy("Hours"), ()),
    (
        lazy("Rooms"),
        ("granularity_minutes", "approve_within_hours", "cancel_hours"),
    ),
    (
        lazy("Rooms without rules"),
        ("room_horizon_days", "room_max_minutes", "room_one_at_a_time"),
    ),
    (lazy("Check-in"), ()),
    (
        lazy("Lending"),
        (
            "most_loans",
            "pickup_earliest_days",
            "pickup_latest_days",
            "pending_days",
            "missed_days",
            "offer_days",
            "due_soon_days",
            "overdue_days",
            "tell_teacher_days",
            "tell_guardian_days",
            "tell_office_days",
            "weekly_list_day",
            "due_day_is_free",
            "most_renewals",
            "renew_days_before",
            "renew_late",
            "unseen_renewals",
            "suspend_after_days",
            "late_stops_loans",
            "second_person_loans",
        ),
    ),
    (
        lazy("E-mails"),
        (
            "copies_to_teacher",
            "copies_to_guardian",
            "copies_to_office",
            "mail_greeting",
            "mail_signature",
            "mail_note_lending",
            "mail_note_rooms",
        ),
    ),
    (lazy("Stock"), ("second_person_amount", "second_person_hours")),
)


def _zones(chosen: str | None) -> dict[str, list[SelectChoice]]:
    """By continent, and the one that is chosen wherever it is."""
    choices: dict[str, list[SelectChoice]] = defaultdict(list)
    for name in sorted(zones()):
        place = name.partition("/")[0]
        if place in PLACES or name in ("UTC", chosen):
            group = place if place in PLACES else _("Others")
            choices[group].append(SelectChoice(name, name.replace("_", " ")))
    return dict(choices)
