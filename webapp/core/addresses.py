"""Addresses: what a number in one may be, and what is said of those that lead nowhere."""

from werkzeug.routing import IntegerConverter, Map

from .inputs import GREATEST

WORDS = {
    404: ("There is no such page", "Perhaps the address has a typing mistake, or what was here is gone."),
    405: ("That cannot be done here", "This address is there to be looked at, or to be sent to, but not both."),
    408: ("That took too long to arrive", "Nothing was saved. Send it again, perhaps from a better connection."),
    413: ("That is too big", "Send less at once: a megabyte is the most, 20 for a spreadsheet."),
    429: ("Too many tries", "Wait a minute, then try again."),
    500: ("Something broke on our side", "Nothing was saved. Try again; if it stays broken, tell the desk."),
    503: ("Backline is busy", "Nothing was saved. Try again in a moment."),
}


class IdConverter(IntegerConverter):
    """`<int:id>` is a row's number; a greater one than any database column holds is nobody's."""

    regex = "[0-9]{1,10}"  # Python would refuse to read thousands of digits, and take those of other scripts for 0 to 9

    def __init__(self, map: Map, max: int = GREATEST) -> None:
        super().__init__(map, max=max)
