"""Where a step of a repair leads back to: its page, or the inbox that it was taken from."""

from flask import url_for
from werkzeug.wrappers import Response

from webapp.core.answering_pages import from_inbox, inbox_address
from webapp.core.doors import go
from webapp.core.said import Said
from webapp.core.words import _

from .models import Repair


def after_step(repair: Repair, words: str) -> Response:
    """There, with what is so now; in the inbox the word names the repair, and links to it."""
    path = url_for("repairs.show", id=repair.id)
    if not from_inbox():
        return go(path, Said(words))
    which = " ".join(filter(None, (repair.item_name, repair.tag)))
    return go(
        inbox_address(), Said(f"{which}: {words}", link=path, link_words=_("The repair"))
    )
