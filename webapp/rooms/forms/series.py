"""How a series is asked for, changed and cancelled on a page."""

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from webapp.core.forms import Form, TicksField, options, said
from webapp.core.words import lazy
from webapp.school.recurring import NAMES, WEEKDAYS

from ..schemas.series import CancelPage, ChangePage, SeriesPage

TIME = {"type": "time"}
EVERY = {"1": "Every week"} | {str(weeks): f"Every {weeks} weeks" for weeks in range(2, 9)}
SCOPES = {
    "this": lazy("Only this date"),
    "following": lazy("This date and all after it"),
    "all": lazy("All upcoming dates"),
}


class Step:
    """A step on the way to a series; `action` is where it is sent, `back` where it came from."""

    template, tone = "rooms/series/series_ask", "primary"
    is_change = False  # of a series that is there
    action = back = ""


class SeriesForm(Step, Form):
    reads, title, button = SeriesPage, lazy("Book every week"), lazy("Show all dates")
    room = SelectField(lazy("Room"), coerce=str)
    weekdays = TicksField(
        lazy("On"), choices=options(dict(zip(WEEKDAYS, NAMES, strict=True)))
    )
    every_weeks = SelectField(lazy("How often"), choices=options(EVERY))
    start = StringField(lazy("From"), render_kw=TIME | {"data-until": "end"})
    end = StringField(lazy("Until"), render_kw=TIME)
    first_date = DateField(lazy("First date"))
    last_date = DateField(
        lazy("Last date"), description=lazy("At most a year and 200 dates")
    )
    count = IntegerField(lazy("Or how many times"))
    purpose = SelectField(lazy("Purpose"))
    student = StringField(
        lazy("For whom (optional)"),
        description=lazy("A name or an e-mail; leave empty for yourself"),
    )
    notes = TextAreaField(lazy("Note (optional)"), render_kw={"rows": 2})

    @property
    def place(self) -> str:
        """The chosen room's name."""
        return said(self.room, self.room.data)


class ChangeForm(Step, Form):
    is_change = True
    reads, title, button = (
        ChangePage,
        lazy("Another time or room"),
        lazy("Show what would change"),
    )
    version = HiddenField()
    date = HiddenField()
    scope = RadioField(lazy("For which dates"), choices=options(SCOPES))
    room = SelectField(lazy("Room"), coerce=str)
    start = StringField(lazy("From"), render_kw=TIME | {"data-until": "end"})
    end = StringField(lazy("Until"), render_kw=TIME)


class CancelForm(Step, Form):
    is_change = True
    reads, title, button, tone = (
        CancelPage,
        lazy("Cancel this booking?"),
        lazy("Cancel the bookings"),
        "danger",
    )
    version = HiddenField()
    date = HiddenField()
    scope = RadioField(lazy("Which dates"), choices=options(SCOPES))
