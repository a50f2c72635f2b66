"""How declining is drawn."""

from webapp.core.form_fields import label
from webapp.core.forms import Form

from ..schemas.approvals import DeclinePage

REASONS = (
    "The room is needed for something else at that time",
    "Please choose a shorter time",
    "A practice room is enough",
    "Talk to me first",
)


class DeclineForm(Form, reads=DeclinePage, title="Decline", button="Decline"):
    template = "rooms/approvals/decline"
    reason = label("Why", "It is quoted in the e-mail", rows=3)
