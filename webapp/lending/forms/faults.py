"""How a report of a fault is drawn."""

from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.faults import FaultPage


class FaultForm(Form, reads=FaultPage, title="Something is broken", button="Tell the desk"):
    template = "lending/faults/report"
    photos = lazy("What is broken.")
    words = label("What is wrong?")
    is_playable = label("It can still be played")
