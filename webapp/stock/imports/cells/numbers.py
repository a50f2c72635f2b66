"""Numbers: how many there are."""

import re
import unicodedata
from decimal import Decimal

from webapp.core.words import _

from . import words
from .values import Value

GROUPED = re.compile(r"([0-9]{1,3})((?:['’\s][0-9]{3})+)")
WHOLE = re.compile(r"(-?[0-9]+)(?:[.,]0{1,2})?")
LONG = re.compile(r"([0-9])(?:[.,]([0-9]+))?E\+?([0-9]{1,2})", re.IGNORECASE)
AROUND = re.compile(
    r"^(?:x|×)\s*|\s*(?:x|×|stk\.?|stck\.?|stück|pcs\.?|pieces?|pièces?|pz\.?|uds?\.?|szt\.?|kpl\.?|st\.?)$"
)
EITHER = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")


def read(cell: str, *, is_plain: bool = False) -> Value[int]:
    """A whole number: 12, "12.0", "1 200", "3 Stk."; none where the cell says so. Else a problem, never a guess.

    In a plain number a point stands before a fraction, not between thousands.
    """
    if words.plain(cell) in words.UNKNOWN:
        return Value(problem=_("“%(cell)s” is not a number", cell=cell))
    if words.is_nothing(cell):
        return Value(0)
    text = AROUND.sub("", unicodedata.normalize("NFKC", cell).strip().lower())
    if EITHER.fullmatch(text) and not text.startswith("0") and not is_plain:
        number = re.sub("[.,]", "", text)
        return Value(
            problem=_(
                "“%(cell)s” could be %(number)s or a fraction: write it without the sign",
                cell=cell,
                number=number,
            )
        )
    value = _whole(text)
    return Value(problem=_("Enter a whole number")) if value is None else Value(value)


def _whole(text: str) -> int | None:
    if grouped := GROUPED.fullmatch(text):
        return int(grouped[1] + re.sub(r"\D", "", grouped[2]))
    if long := LONG.fullmatch(text):
        number = Decimal(f"{long[1]}.{long[2] or 0}E{long[3]}")
        return int(number) if number == number.to_integral_value() else None
    plain = WHOLE.fullmatch(text)
    return int(plain[1]) if plain and len(plain[1]) < 10 else None
