"""Days: what is a date, in figures or with the name of its month in any language."""

import re

from . import words

MONTHS = {
    words.plain(name): number
    for names in words.TABLES["months"].values()
    for number, name in enumerate(names, 1)
}
FIGURES = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: .*)?|[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2}(?:[0-9]{2})?"
)
NAMED = re.compile(
    r"[0-9]{1,4} (?P<after>[^\W\d]+)(?: [0-9]{2,4})?|(?P<before>[^\W\d]+) [0-9]{1,4}"
)


def is_day(cell: str) -> bool:
    """Whether a cell says a day, also without its year: 04.03.2026, 4-Mar, "04. Mrz"."""
    if FIGURES.fullmatch(cell.strip()):
        return True
    named = NAMED.fullmatch(words.plain(cell))
    return bool(named and (named["after"] or named["before"]) in MONTHS)
