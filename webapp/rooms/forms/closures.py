"""How closing rooms is drawn."""

from wtforms import BooleanField, StringField

from webapp.core.forms import Form, TicksField
from webapp.core.words import lazy

from ..schemas.closures import ClosureInput

WALL = {"type": "datetime-local"}


class ClosureForm(Form):
    reads, title, button = ClosureInput, lazy("Close rooms"), lazy("Continue")
    above = ("closures.index", lazy("Closures"))
    reason = StringField(
        lazy("Why"), description=lazy("Shown to everybody: “Exams”, “Floor is being waxed”")
    )
    start_time = StringField(lazy("From"), render_kw=WALL | {"data-until": "end_time"})
    end_time = StringField(lazy("Until"), render_kw=WALL)
    all_rooms = BooleanField(lazy("All rooms"))
    rooms = TicksField(lazy("Or these rooms"), coerce=int)
