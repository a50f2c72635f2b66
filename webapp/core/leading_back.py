"""Where an answer that has a page of its own leads back to: that page, or the inbox that it was given from."""

from flask import url_for
from werkzeug.wrappers import Response

from .answering_pages import from_inbox, inbox_address
from .doors import go
from .said import Said


def after(
    endpoint: str, id: int, words: str, *, name: str, link_words: str, undo: str = ""
) -> Response:
    """There, with what is so now, and Undo; in the inbox the word has the name of what it is about, and a link."""
    path = url_for(endpoint, id=id)
    if not from_inbox():
        return go(path, Said(words, undo=undo))
    said = Said(f"{name}: {words}", undo=undo, link=path, link_words=link_words)
    return go(inbox_address(), said)
