"""How joining the waitlist is drawn."""

from datetime import datetime

from wtforms import HiddenField

from webapp.core.form_fields import label
from webapp.core.forms import Form

from ..schemas.waits import WaitInput


class WaitForm(Form, reads=WaitInput, title="Wait for a room", button="Join the waitlist"):
    template = "rooms/waits/wait_new"
    room = HiddenField()
    start_time = label("You can come from", step=900, data_until="end_time")
    end_time = label("and can stay until", step=900)
    minutes = label("For how many minutes", step=15)
    is_flexible = label("Any similar room will do")
    equipment = label("It must have (optional)", "“piano”, for example")


def wall(at: datetime) -> str:
    """A local time as the field wants it."""
    return f"{at:%Y-%m-%dT%H:%M}"
