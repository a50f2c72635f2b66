"""Numbers: how many there are."""

import re
import unicodedata
from decimal import Decimal

from . import words
from .values import Value

GROUPED = re.compile(r"([0-9]{1,3})((?:['’\s][0-9]{3})+)")
WHOLE = re.compile(r"(-?[0-9]+)(?:[.,]0{1,2})?")
LONG = re.compile(r"([0-9])(?:[.,]([0-9]+))?E\+?([0-9]{1,2})", re.IGNORECASE)
AROUND = re.compile(
    r"^(?:x|×)\s*|\s*(?:x|×|stk\.?|stck\.?|stück|pcs\.?|pieces?|pièces?|pz\.?|uds?\.?|szt\.?|kpl\.?|st\.?)$"
)
EITHER = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")


def read(cell: str) -> Value[int]:
    """A whole number: 12, "12.0", "1 200", "3 Stk."; none where the cell says so. Else a problem, never a guess."""
    said = AROUND.sub("", unicodedata.normalize("NFKC", cell).strip().lower())
    if words.plain(cell) in words.UNKNOWN:
        return Value(problem=f"“{cell}” is not a number")
    if words.is_nothing(cell):
        return Value(0)
    if EITHER.fullmatch(said) and not said.startswith("0"):
        return Value(
            problem=f"“{cell}” could be {re.sub('[.,]', '', said)} or a fraction: write it without the sign"
        )
    if found := GROUPED.fullmatch(said):
        return Value(int(found[1] + re.sub(r"\D", "", found[2])))
    if found := LONG.fullmatch(said):
        number = Decimal(f"{found[1]}.{found[2] or 0}E{found[3]}")
        return (
            Value(int(number))
            if number == number.to_integral_value()
            else Value(problem="Enter a whole number")
        )
    found = WHOLE.fullmatch(said)
    return (
        Value(int(found[1]))
        if found and len(found[1]) < 10
        else Value(problem="Enter a whole number")
    )
