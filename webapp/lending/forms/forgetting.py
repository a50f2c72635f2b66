"""How it is drawn after how many months loans forget who had them."""

from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.forgetting import ForgettingPage


class ForgettingForm(
    Form, reads=ForgettingPage, title="Forgetting old loans", button="Show what it forgets"
):
    template = "lending/forgetting/forgetting"
    above = ("settings.show", lazy("Settings"))
    months = label(
        "Months after a loan is closed",
        "Then nobody can read any more who had it; 0 means that it is remembered for ever.",
    )
