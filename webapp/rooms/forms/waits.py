"""How joining the waitlist is drawn."""

from datetime import datetime

from wtforms import BooleanField, HiddenField, IntegerField, StringField

from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.waits import WaitInput


class WaitForm(Form):
    reads, title, button, template = (
        WaitInput,
        lazy("Wait for a room"),
        lazy("Join the waitlist"),
        "rooms/waits/wait_new",
    )
    room = HiddenField()
    start_time = StringField(
        lazy("You can come from"),
        render_kw={"type": "datetime-local", "step": 900, "data-until": "end_time"},
    )
    end_time = StringField(
        lazy("and can stay until"), render_kw={"type": "datetime-local", "step": 900}
    )
    minutes = IntegerField(lazy("For how many minutes"), render_kw={"step": 15})
    is_flexible = BooleanField(lazy("Any similar room will do"))
    equipment = StringField(
        lazy("It must have (optional)"), description=lazy("“piano”, for example")
    )


def wall(at: datetime) -> str:
    """A local time as the field wants it."""
    return f"{at:%Y-%m-%dT%H:%M}"
