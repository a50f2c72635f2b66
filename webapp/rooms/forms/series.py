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
from webapp.school.recurring import NAMES, WEEKDAYS

from ..schemas.series import CancelPage, ChangePage, SeriesPage

TIME = {"type": "time"}
EVERY = {"1": "Every week"} | {str(weeks): f"Every {weeks} weeks" for weeks in range(2, 9)}
SCOPES = {
    "this": "Only this date",
    "following": "This date and all after it",
    "all": "All upcoming dates",
}


class Step:
    """A step on the way to a series; `action` is where it is sent, `back` where it came from."""

    template, tone = "rooms/series/series_ask", "primary"
    is_change = False  # of a series that is there
    action = back = ""


class SeriesForm(Step, Form):
    reads, title, button = SeriesPage, "Book every week", "Show all dates"
    room = SelectField("Room", coerce=str)
    weekdays = TicksField("On", choices=options(dict(zip(WEEKDAYS, NAMES, strict=True))))
    every_weeks = SelectField("How often", choices=options(EVERY))
    start = StringField("From", render_kw=TIME | {"data-until": "end"})
    end = StringField("Until", render_kw=TIME)
    first_date = DateField("First date")
    last_date = DateField("Last date", description="At most a year and 200 dates")
    count = IntegerField("Or how many times")
    purpose = SelectField("Purpose")
    student = StringField(
        "For whom (optional)", description="A name or an e-mail; leave empty for yourself"
    )
    notes = TextAreaField("Note (optional)", render_kw={"rows": 2})

    @property
    def place(self) -> str:
        """The chosen room's name."""
        return said(self.room, self.room.data)


class ChangeForm(Step, Form):
    is_change = True
    reads, title, button = ChangePage, "Another time or room", "Show what would change"
    version = HiddenField()
    date = HiddenField()
    scope = RadioField("For which dates", choices=options(SCOPES))
    room = SelectField("Room", coerce=str)
    start = StringField("From", render_kw=TIME | {"data-until": "end"})
    end = StringField("Until", render_kw=TIME)


class CancelForm(Step, Form):
    is_change = True
    reads, title, button, tone = (
        CancelPage,
        "Cancel this booking?",
        "Cancel the bookings",
        "danger",
    )
    version = HiddenField()
    date = HiddenField()
    scope = RadioField("Which dates", choices=options(SCOPES))
