"""How closing rooms is drawn."""

from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.closures import ClosureInput


class ClosureForm(Form, reads=ClosureInput, title="Close rooms", button="Continue"):
    above = ("closures.index", lazy("Closures"))
    reason = label("Why", "Shown to everybody: “Exams”, “Floor is being waxed”")
    start_time = label("From", data_until="end_time")
    end_time = label("Until")
    all_rooms = label("All rooms")
    rooms = label("Or these rooms")
