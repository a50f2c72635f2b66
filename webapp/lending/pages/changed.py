"""What an act on a loan draws anew: its row, and what the other rows of the page told of it."""

from werkzeug.wrappers import Response

from webapp.core.doors import actor, done, wants_part
from webapp.core.said import Said

from ..models import Checkout
from . import set_groups


def answer(checkout: Checkout, path: str, word: Said) -> Response:
    """Through htmx the row, with the set that its list shows it in; else on to `path`. With the word."""
    is_folded = wants_part() and actor().is_staff and checkout.asked_set
    group = set_groups.at_desk([checkout])[0] if is_folded else None
    return done("lending/changed.html", path, word, checkout=checkout, group=group)
