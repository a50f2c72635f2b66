"""How closing rooms is drawn."""

from wtforms import BooleanField, StringField

from webapp.core.forms import Form, TicksField

from ..schemas.closures import ClosureInput

WALL = {"type": "datetime-local"}


class ClosureForm(Form):
    reads, title, button = ClosureInput, "Close rooms", "Continue"
    above = ("closures.index", "Closures")
    reason = StringField(
        "Why", description="Shown to everybody: “Exams”, “Floor is being waxed”"
    )
    start_time = StringField("From", render_kw=WALL | {"data-until": "end_time"})
    end_time = StringField("Until", render_kw=WALL)
    all_rooms = BooleanField("All rooms")
    rooms = TicksField("Or these rooms", coerce=int)
