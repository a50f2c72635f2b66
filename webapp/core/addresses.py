"""Addresses: what a number in one may be, what is said of those that lead nowhere, and how they are built."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from types import NoneType

from flask import Flask, has_request_context
from flask.globals import request_ctx
from werkzeug.routing import IntegerConverter, Map

from .inputs import GREATEST
from .words import lazy

WORDS = {
    404: (
        lazy("Page not found"),
        lazy("Check the address for a typo. What was here may also be gone."),
    ),
    405: (
        lazy("That cannot be done here"),
        lazy("This address does not accept that kind of request."),
    ),
    408: (
        lazy("The upload took too long"),
        lazy("Nothing was saved. Try again, on a better connection if you can."),
    ),
    413: (
        lazy("That is too large"),
        lazy("Send less at once."),
    ),
    429: (lazy("Too many attempts"), lazy("Wait a minute, then try again.")),
    500: (
        lazy("Something went wrong on our side"),
        lazy("Nothing was saved. Try again; if it keeps happening, tell the desk."),
    ),
    503: (lazy("Backline is busy"), lazy("Nothing was saved. Try again in a moment.")),
}

PLAIN = {
    date,
    int,
    NoneType,
    str,
}  # values of which no two that are equal are written otherwise
WHOLE = ("_external", "_scheme")  # what asks for a whole address
MOST_BUILT = 10_000  # addresses that a process keeps


class IdConverter(IntegerConverter):
    """`<int:id>` is a row's number; a greater one than any database column holds is nobody's."""

    regex = "[0-9]{1,10}"  # Python would refuse to read thousands of digits, and take those of other scripts for 0 to 9

    def __init__(self, map: Map, max: int = GREATEST) -> None:
        super().__init__(map, max=max)


class Addressed(Flask):
    """Builds each address within the school once: a page has some hundred, and only the routes decide on them."""

    @cached_property
    def _built(self) -> dict[tuple[object, ...], str]:
        return {}

    def url_for(self, /, endpoint: str, **values: object) -> str:
        """As Flask does."""
        adapter = has_request_context() and request_ctx.url_adapter
        if not adapter or not _are_plain(values):
            return super().url_for(endpoint, **values)  # type: ignore[arg-type]
        near = request_ctx.request.blueprint if endpoint[:1] == "." else None
        key = adapter.script_name, adapter.default_method, near, endpoint, *values.items()
        if (address := self._built.get(key)) is None:
            if len(self._built) >= MOST_BUILT:
                self._built.clear()
            address = super().url_for(endpoint, **values)  # type: ignore[arg-type]
            self._built[key] = address
        return address


def _are_plain(values: Mapping[str, object]) -> bool:
    """Whether nothing else decides on an address, as on a whole one the host does that somebody asked."""
    types_of = map(type, values.values())
    return PLAIN.issuperset(types_of) and not any(map(values.get, WHOLE))
