"""Barcodes: the number that a publisher or maker gave a thing: an ISMN of sheet music, an ISBN, an EAN or UPC.

All of them are kept in one form, the digits that a scanner reads: thirteen, or the eight of an EAN-8. An ISMN from
before 2008 has an M in place of 979-0: M-2306-7118-7 and 979-0-2306-7118-7 are one. An ISBN from before 2007 has ten
digits, whose last one may be an X for ten: 0-306-40615-2 and 978-0-306-40615-7 are one.
"""

import re
from collections.abc import Iterable

from webapp.core.errors import Invalid
from webapp.core.words import _

ISMN, ISBN = "9790", ("978", "979")
OLD_ISBN = re.compile("[0-9]{9}[0-9Xx]", re.ASCII)
LENGTHS = (8, 13)
PUBLISHERS = (
    (1, 3),
    (4, 4),
    (7, 5),
    (9, 6),
    (10, 7),
)  # below this first digit, so many digits
BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
LABELS = re.compile(r"^(?:ISMN|ISBN|EAN|GTIN|UPC)(?:-?1[03])?:? *", re.IGNORECASE)


def of(written: str) -> str:
    """A number in its one form, however it is written; empty if it is none, or a digit of it is wrong."""
    digits = _digits(written)
    if len(digits) not in LENGTHS or _is_one_digit(digits):
        return ""
    return digits if _check(digits[:-1]) == digits[-1] else ""


def all_of(written: Iterable[str]) -> set[str]:
    """The numbers among these, each in its one form."""
    return {of(each) for each in written} - {""}


def read(written: str) -> str:
    """The same of what somebody says a thing's number is; empty if nothing was said. Invalid at `barcode`."""
    if not written.strip():
        return ""
    digits = _digits(written)
    if _is_one_digit(digits):
        raise Invalid(fields={"barcode": _("Enter a number of more than one digit")})
    if _is_old_isbn(digits):
        words = _("A digit of this ISBN is wrong: its last one does not go with the others")
        raise Invalid(fields={"barcode": words})
    if len(digits) not in LENGTHS:
        words = _("Enter the 13 digits below the bars, or an ISMN such as M-2306-7118-7")
        raise Invalid(fields={"barcode": words})
    if not (number := of(written)):
        words = _(
            "A digit is wrong: with these before it the last one is %(digit)s",
            digit=_check(digits[:-1]),
        )
        raise Invalid(fields={"barcode": words})
    return number


def kind(number: str) -> str:
    """What a number is called."""
    if number.startswith(ISMN):
        return "ISMN"
    return "ISBN" if number.startswith(ISBN) else "EAN"


def written(number: str) -> str:
    """As people read it: an ISMN in its parts, 979-0-2306-7118-7, which tell the publisher from the edition."""
    if not number.startswith(ISMN):
        return number
    rest, first = number[4:-1], int(number[4])
    length = next(digits for below, digits in PUBLISHERS if first < below)
    return "-".join(("979", "0", rest[:length], rest[length:], number[-1]))


def _digits(said: str) -> str:
    """The digits of what may be such a number, an M as the digits it stands for; empty if it holds anything else."""
    plain = BETWEEN.sub("", LABELS.sub("", said.strip()))
    if re.fullmatch("[Mm][0-9]{9}", plain, re.ASCII):
        return ISMN + plain[1:]
    if _is_old_isbn(plain):
        return _of_old_isbn(plain)
    if not re.fullmatch("[0-9]{8,14}", plain, re.ASCII):
        return ""
    if len(plain) == 12:  # a UPC is an EAN that begins with 0
        return f"0{plain}"
    return plain[1:] if len(plain) == 14 and plain[0] == "0" else plain


def _is_one_digit(digits: str) -> bool:
    """Whether all are the same, which no maker gives out: whoever types 0000000000000 has no number."""
    return len(set(digits)) == 1


def _is_old_isbn(plain: str) -> bool:
    return OLD_ISBN.fullmatch(plain) is not None


def _of_old_isbn(plain: str) -> str:
    """Its thirteen digits; as it is where one of its ten is wrong, which count ten times, nine times and so on."""
    if _is_one_digit(plain):
        return plain
    values = [10 if digit in "Xx" else int(digit) for digit in plain]
    if (
        sum(value * times for value, times in zip(values, range(10, 0, -1), strict=True))
        % 11
    ):
        return plain
    digits = ISBN[0] + plain[:-1]
    return digits + _check(digits)


def _check(digits: str) -> str:
    """The last digit, by the others: every other one from the right counts three times."""
    weighed = (
        int(digit) * (1, 3)[place % 2 == 0] for place, digit in enumerate(digits[::-1])
    )
    return str(-sum(weighed) % 10)
