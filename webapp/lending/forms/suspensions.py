"""How suspending is drawn."""

from webapp.core.form_fields import label
from webapp.core.forms import Form

from ..schemas.suspensions import SuspendPage


class SuspendForm(Form, reads=SuspendPage, title="Suspend", button="Suspend"):
    template = "lending/suspensions/suspend"
    why = label("Why", "They read this")
    until = label("Until (optional)", "Its last day; empty is until somebody lifts it")
