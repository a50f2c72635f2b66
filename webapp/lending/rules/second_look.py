"""The second look: what is approved of some items stays on the shelf until somebody else has looked at it."""

from webapp.core.errors import Conflict
from webapp.core.words import _

from ..models import Checkout


def check_is_done(checkout: Checkout) -> None:
    """Conflict while it waits for a second look."""
    if checkout.needs_look:
        words = _("Somebody else must look at it before it is handed out")
        raise Conflict(words, facts={"needs_look": True, "checkout": checkout.id})
