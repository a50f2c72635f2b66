"""How a series is asked for, changed and cancelled on a page."""

from wtforms import HiddenField, RadioField

from webapp.core import dates
from webapp.core.form_fields import PersonField, label
from webapp.core.forms import Form, displayed
from webapp.core.words import lazy
from webapp.school.recurring import WEEKDAYS

from ..schemas.series import CancelPage, ChangePage, SeriesPage

EVERY = {
    "1": lazy("Every week"),
    "2": lazy("Every 2 weeks"),
    "3": lazy("Every 3 weeks"),
    "4": lazy("Every 4 weeks"),
    "5": lazy("Every 5 weeks"),
    "6": lazy("Every 6 weeks"),
    "7": lazy("Every 7 weeks"),
    "8": lazy("Every 8 weeks"),
}
SCOPES = {
    "this": lazy("Only this date"),
    "following": lazy("This date and all after it"),
    "all": lazy("All upcoming dates"),
}


class Step:
    """A step on the way to a series; `action` is where it is sent, `back` where it came from."""

    template = "rooms/series/series_ask"
    tone = "primary"
    is_change = False  # of a series that is there
    action = back = ""


class SeriesForm(
    Step, Form, reads=SeriesPage, title="Book every week", button="Show all dates"
):
    first = (
        "room",
        "weekdays",
        "every_weeks",
        "start",
        "end",
        "first_date",
        "last_date",
        "count",
        "purpose",
        "student",
    )
    room = label("Room")
    weekdays = label("On", choices=dict(zip(WEEKDAYS, dates.WEEKDAYS, strict=True)))
    every_weeks = label("How often", choices=EVERY)
    start = label("From", type="time", data_until="end")
    end = label("Until", "00:00 is the end of the day", type="time")
    first_date = label("First date")
    last_date = label("Last date", "At most a year and 200 dates")
    count = label("Or how many times")
    purpose = label("Purpose", choices={})
    student = label(
        "For whom (optional)",
        "Name, e-mail or card; leave empty for yourself",
        field=PersonField,
    )
    notes = label("Note (optional)", rows=2)

    @property
    def place(self) -> str:
        """The chosen room's name."""
        return displayed(self.room, self.room.data)


class ChangeForm(
    Step,
    Form,
    reads=ChangePage,
    title="Another time or room",
    button="Show what would change",
):
    is_change = True
    date = HiddenField()
    scope = label("For which dates", choices=SCOPES, field=RadioField)
    room = label("Room")
    start = label("From", type="time", data_until="end")
    end = label("Until", "00:00 is the end of the day", type="time")


class CancelForm(
    Step, Form, reads=CancelPage, title="Cancel this booking?", button="Cancel the bookings"
):
    is_change = True
    tone = "danger"
    date = HiddenField()
    scope = label("Which dates", choices=SCOPES, field=RadioField)
