"""Addresses of forms that only look: what one shows can be asked for again, so Back and reload send nothing."""

from collections.abc import Iterable
from urllib.parse import urlencode

from flask import redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from .signing_in import by_htmx

LONGEST = 7_000  # characters: servers and proxies take a first line of 8,190
OF_ONE_PAGE = {"csrf_token", "idempotency_key"}  # made anew for each page
Field = tuple[str, str]


def to_address(
    fields: Iterable[Field] | None = None, *, path: str = "", is_page: bool = False
) -> Response | None:
    """On to the same path by GET, or to another one, with what was sent, or with these fields of it.

    None if it is there already, if an address cannot hold so much, or if a script asked, which no Back leads to: then
    the form is answered as it is. What is a page of its own is gone to all the same where a script asked.
    """
    if request.method != "POST" or (by_htmx() and not is_page):
        return None
    sent = request.form.items(multi=True) if fields is None else fields
    address = address_of(path or request.path, sent)
    if len(address) > LONGEST:
        return None
    return (
        Response(headers={"HX-Redirect": address}) if by_htmx() else redirect(address, 303)
    )


def address_of(path: str, fields: Iterable[Field]) -> str:
    """A path with these fields of a form, but for what is made anew for each page: history and proxies keep it."""
    kept = [(name, text) for name, text in fields if name not in OF_ONE_PAGE]
    return f"{path}?{urlencode(kept)}"


def sent() -> MultiDict[str, str]:
    """What a form sent, in its body or in the address that `to_address` made of it."""
    return request.form if request.method == "POST" else request.args
