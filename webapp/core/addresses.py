"""Addresses: what a number in one may be, and what is said of those that lead nowhere."""

from werkzeug.routing import IntegerConverter, Map

from .inputs import GREATEST

WORDS = {
    404: (
        "Page not found",
        "Check the address for a typo. What was here may also be gone.",
    ),
    405: ("That cannot be done here", "This address does not accept that kind of request."),
    408: (
        "The upload took too long",
        "Nothing was saved. Try again, on a better connection if you can.",
    ),
    413: (
        "That is too large",
        "Send less at once: up to 1 MB, or 20 MB for a spreadsheet.",
    ),
    429: ("Too many attempts", "Wait a minute, then try again."),
    500: (
        "Something went wrong on our side",
        "Nothing was saved. Try again; if it keeps happening, tell the desk.",
    ),
    503: ("Backline is busy", "Nothing was saved. Try again in a moment."),
}


class IdConverter(IntegerConverter):
    """`<int:id>` is a row's number; a greater one than any database column holds is nobody's."""

    regex = "[0-9]{1,10}"  # Python would refuse to read thousands of digits, and take those of other scripts for 0 to 9

    def __init__(self, map: Map, max: int = GREATEST) -> None:
        super().__init__(map, max=max)
