"""How opening hours, closed days and terms are drawn."""

from collections.abc import Iterable

from wtforms import Field, StringField

from webapp.core import dates
from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.words import lazy

from .. import opening_hours, settings
from ..open_days import Hours
from ..recurring import WEEKDAYS
from ..schemas.opening import (
    ClosedDaysInput,
    ClosedDaysPage,
    EffectsInput,
    TermInput,
    TermPage,
    WeekPage,
)

ABOVE = ("opening.show", lazy("Opening hours"))


class HoursField(StringField):
    """The spans of a day in one line."""

    def process_data(self, value: Iterable[Hours] | str | None) -> None:
        if value is None or isinstance(value, str):
            super().process_data(value)
        else:
            super().process_data(opening_hours.written(value))


class WeekForm(Form, reads=WeekPage, title="Opening hours", button="Save"):
    above = ABOVE
    template = "school/opening/week"
    mon, tue, wed, thu, fri, sat, sun = (
        label(day, field=HoursField) for day in dates.WEEKDAYS
    )
    mon_visits, tue_visits, wed_visits, thu_visits, fri_visits = (
        label("Visits at most") for _day in dates.WEEKDAYS[:5]
    )
    sat_visits, sun_visits = (label("Visits at most") for _day in dates.WEEKDAYS[5:])

    @property
    def days(self) -> list[tuple[Field, Field]]:
        """Its hours and its most visits of each day, as the school's weeks begin."""
        begins = settings.get("first_weekday") - 1
        names = WEEKDAYS[begins:] + WEEKDAYS[:begins]
        return [(self[name], self[f"{name}_visits"]) for name in names]


class ClosedDaysForm(
    Form, reads=ClosedDaysInput, title="Add closed days", button="Add closed days"
):
    above = ABOVE
    name = label("Name", "Everybody reads it: “Christmas holidays”")
    starts_on = label("First day")
    ends_on = label("Last day", "Closed too; the same day for a single one")
    yearly = label("Every year")


class ClosedDaysEditForm(
    ClosedDaysForm, reads=ClosedDaysPage, title="Change closed days", button="Save"
):
    pass


class TermForm(Form, reads=TermInput, title="Add a term", button="Add term"):
    above = ABOVE
    name = label("Name", "“Spring term 2027”")
    starts_on = label("First day")
    ends_on = label("Last day")
    return_by = label(
        "Loans back by", "What is lent in the term is due on this day at the latest."
    )


class TermEditForm(TermForm, reads=TermPage, title="Change the term", button="Save"):
    pass


class EffectsForm(Form, reads=EffectsInput, title="What this changes", button="Apply"):
    """What was chosen below a preview; the page draws it itself."""

    apply = label("Apply")
    loans = label(
        "Due days and pick-ups", choices={"move": lazy("Move"), "keep": lazy("Leave")}
    )
    bookings = label(
        "Room bookings", choices={"keep": lazy("Keep"), "cancel": lazy("Cancel")}
    )
    most = label("Returns a day at most")
