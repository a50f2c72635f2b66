"""How booking a room and moving a booking are drawn."""

from collections.abc import Iterable
from datetime import datetime

from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs are older

from webapp.core.form_fields import PersonField, label
from webapp.core.forms import Form
from webapp.core.words import _, lazy
from webapp.school import calendar

from ..schemas.changes import MovePage
from ..schemas.reservations import OwnReservationInput, StaffReservationPage

PURPOSES = {"practice": lazy("Practice"), "ensemble": lazy("Ensemble")}
STAFF_PURPOSES = PURPOSES | {
    "lesson": lazy("Lesson"),
    "exam": lazy("Exam or audition"),
    "maintenance": lazy("Maintenance"),
}


class _Times:
    room = HiddenField()
    start_time = label("From", choices={}, data_until="end_time")
    end_time = label("Until", choices={})

    def offer(self, steps: list[datetime], free: Iterable[datetime]) -> None:
        """The day's times to choose from; what was typed stays among them, even where nobody may book."""
        free = set(free)
        taken = " · " + _("taken")
        marks = {at: "" if at in free else taken for at in steps[:-1]}
        self.start_time.choices = _with(
            self.start_time.data, [_choice(at, mark) for at, mark in marks.items()]
        )
        self.end_time.choices = _with(self.end_time.data, [_choice(at) for at in steps[1:]])


class ReservationForm(
    _Times, Form, reads=OwnReservationInput, title="Book a room", button="Book room"
):
    template = "rooms/reservations/book"
    purpose = label("Purpose", choices=PURPOSES)
    notes = label("Note (optional)", rows=2)


class StaffReservationForm(ReservationForm, reads=StaffReservationPage):
    student = label(
        "For whom (optional)",
        "Name, e-mail or card; leave empty for yourself",
        field=PersonField,
    )
    purpose = label("Purpose", choices=STAFF_PURPOSES)
    override_reason = label(
        "Reason for an exception (optional)",
        "With a reason, which is recorded, quotas, rules and booking steps do not apply",
        rows=2,
    )
    waive_turnover = label("No tidying time afterwards")


class MoveForm(
    _Times, Form, reads=MovePage, title="Move the booking", button="Move booking"
):
    template = "rooms/reservations/move"


def as_sent(at: datetime) -> str:
    """An instant as a form sends it: the school's time with its offset, so that a repeated hour stays clear."""
    return calendar.local(at).isoformat()


def _choice(at: datetime, mark: str = "") -> SelectChoice:
    return SelectChoice(as_sent(at), f"{calendar.clock(at)}{mark}")


def _with(typed: str | None, choices: list[SelectChoice]) -> list[SelectChoice]:
    if not typed or typed in [choice.value for choice in choices]:
        return choices
    return [SelectChoice(typed, typed[11:16] if typed[10:11] == "T" else typed), *choices]
