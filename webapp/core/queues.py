"""The heading of a queue: how many requests wait, as it is drawn and again after one was answered in it."""

from collections.abc import Callable, Sized
from urllib.parse import parse_qs, urlsplit

from flask import request

from .doors import wants_part
from .words import ngettext


def waiting_words(count: int, page_size: int) -> str:
    """How many requests wait, counted as far as one page shows them."""
    shown = f"{page_size}+" if count > page_size else str(count)
    return ngettext(
        "%(shown)s request waiting", "%(shown)s requests waiting", count, shown=shown
    )


def still_waiting(queue: str, page_size: int, waiting: Callable[..., Sized]) -> str | None:
    """The heading of the queue at this path, for the page a request was answered on; None if that was another page.

    `waiting` lists what waits, with the limit and `everyone` as the queue's page was asked for.
    """
    seen = urlsplit(request.headers.get("HX-Current-URL", ""))
    if not wants_part() or seen.path != queue:
        return None
    everyone = parse_qs(seen.query).get("of") == ["everyone"]
    return waiting_words(len(waiting(everyone=everyone, limit=page_size + 1)), page_size)
