"""Codes: the short one that is printed on a unit's label, as an address in a QR code."""

import re

from webapp.core.errors import NotFound
from webapp.core.words import _

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
CHECKS = (*DIGITS, "UA", "UC", "UD", "UE", "U")  # modulo 37; U, no digit, begins the check
# on labels from before codes were letters and digits only:
SIGNS = {"*": "UA", "~": "UC", "$": "UD", "=": "UE"}
LOOKALIKES = str.maketrans("ILO", "110")
LABEL = re.compile(
    r"(?P<host>[^?#\s]*/)?t/(?P<code>[^/?#\s]+)/?(?:[?#].*)?", re.IGNORECASE | re.ASCII
)


def printed(id: int) -> str:
    """What stands in a unit's QR code, at /t/<code>: its id in Crockford's base 32 and a check symbol (modulo 37).

    Letters and digits only, for other signs are on other keys of other keyboards.
    """
    digits, rest = "", id
    while rest:
        rest, digit = divmod(rest, 32)
        digits = DIGITS[digit] + digits
    return f"{digits}{CHECKS[id % 37]}"


def read(code: str) -> int:
    """The unit's id in a printed code, in any case. NotFound if a symbol was misread."""
    digits, check = _parts(code)
    if not code.isascii() or not digits or set(digits) - set(DIGITS) or len(digits) > 7:
        raise NotFound(_("No unit has this code"))
    id = 0
    for digit in digits:
        id = id * 32 + DIGITS.index(digit)
    if CHECKS[id % 37] != check or not 0 < id < 2**31:
        raise NotFound(_("No unit has this code"))
    return id


def on_label(text: str) -> str | None:
    """The code in a label's address, whatever host it names, as labels outlive a move; else None.

    In any case, with anything after a ? or #. Such an address is nobody's tag, serial number or name.
    """
    address = LABEL.fullmatch(text.strip())
    return address["code"] if address and "://" in (address["host"] or "") else None


def unit_on_label(text: str) -> int | None:
    """The unit's id in a label's address, whole or without its beginning; None if it is not one."""
    try:
        code = on_label(text)
        return read(code) if code else abridged(text)
    except NotFound:
        return None


def abridged(text: str) -> int | None:
    """The unit's id in a label's address that was typed without its beginning, as t/1Y1; None if it is not one.

    Something may be called so; ask for that first.
    """
    address = LABEL.fullmatch(text.strip())
    try:
        return read(address["code"]) if address else None
    except NotFound:
        return None


def _parts(code: str) -> tuple[str, str]:
    """The digits and the check."""
    symbols = code.upper().translate(LOOKALIKES)
    for sign, letters in SIGNS.items():
        symbols = symbols.replace(sign, letters)
    digits, u, check = symbols.partition("U")
    return (digits, u + check) if u else (symbols[:-1], symbols[-1:])
