"""Addresses: what a number in one may be, and what is said of those that lead nowhere."""

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


class IdConverter(IntegerConverter):
    """`<int:id>` is a row's number; a greater one than any database column holds is nobody's."""

    regex = "[0-9]{1,10}"  # Python would refuse to read thousands of digits, and take those of other scripts for 0 to 9

    def __init__(self, map: Map, max: int = GREATEST) -> None:
        super().__init__(map, max=max)
