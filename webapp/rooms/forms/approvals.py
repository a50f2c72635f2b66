"""How declining is drawn."""

from wtforms import HiddenField, TextAreaField

from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.approvals import DeclinePage

REASONS = (
    "The room is needed for something else at that time",
    "Please choose a shorter time",
    "A practice room is enough",
    "Talk to me first",
)


class DeclineForm(Form):
    reads, title, button, template = (
        DeclinePage,
        lazy("Decline"),
        lazy("Decline"),
        "rooms/approvals/decline",
    )
    reason = TextAreaField(
        lazy("Why"), description=lazy("It is quoted in the e-mail"), render_kw={"rows": 3}
    )
    version = HiddenField()
