"""Yes or no: a tick, a word of any language, or a number."""

import re

from webapp.core.words import _

from . import words
from .values import Value

YES, NO = (
    words.of_all_languages(words.TABLES["yes"]),
    words.of_all_languages(words.TABLES["no"]),
)
NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")


def read(cell: str) -> Value[bool]:
    """Yes, no, or a problem where it is neither; nothing, as in "-", is no."""
    word = words.plain(cell)
    if word in NO or words.is_nothing(cell):
        return Value(False)
    if word in YES:
        return Value(True)
    if NUMBER.fullmatch(cell.strip()):
        return Value(bool(cell.strip("0., ")))
    return Value(problem=_("Enter yes or no"))
