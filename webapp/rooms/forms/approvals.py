"""How declining is drawn."""

from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.approvals import DeclinePage

REASONS = (
    lazy("The room is needed for something else at that time"),
    lazy("Please choose a shorter time"),
    lazy("A practice room is enough"),
    lazy("Talk to me first"),
)


class DeclineForm(Form, reads=DeclinePage, title="Decline", button="Decline"):
    template = "rooms/approvals/decline"
    reason = label("Why", "It is quoted in the e-mail", rows=3)
