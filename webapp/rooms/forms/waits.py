"""How joining the waitlist is drawn."""

from datetime import datetime

from wtforms import BooleanField, HiddenField, IntegerField, StringField

from webapp.core.forms import Form

from ..schemas.waits import WaitInput


class WaitForm(Form):
    reads, title, button, template = (
        WaitInput,
        "Wait for a room",
        "Join the waitlist",
        "rooms/waits/wait_new",
    )
    room = HiddenField()
    start_time = StringField(
        "You can come from",
        render_kw={"type": "datetime-local", "step": 900, "data-until": "end_time"},
    )
    end_time = StringField(
        "and can stay until", render_kw={"type": "datetime-local", "step": 900}
    )
    minutes = IntegerField("For how many minutes", render_kw={"step": 15})
    is_flexible = BooleanField("Any similar room will do")
    equipment = StringField("It must have (optional)", description="“piano”, for example")


def wall(at: datetime) -> str:
    """A local time as the field wants it."""
    return f"{at:%Y-%m-%dT%H:%M}"
