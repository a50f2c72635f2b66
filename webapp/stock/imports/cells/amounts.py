"""Amounts: prices as spreadsheets of all countries write them, read by what their whole column shows."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from webapp.core.money import CURRENCIES
from webapp.core.words import _, lazy

from . import words
from .values import Value

SIGNS: dict[str, tuple[str, ...]] = {
    sign: tuple(of.split()) for sign, of in words.TABLES["currencies"]["signs"].items()
}
CURRENCY = "|".join(
    map(re.escape, sorted({*SIGNS, *map(str.lower, CURRENCIES)}, key=len, reverse=True))
)
AMOUNT = re.compile(
    rf"(?P<a>{CURRENCY})?\s*(?P<minus>-?)\s*(?P<b>{CURRENCY})?\s*(?P<digits>[0-9.,' e+]+?)"
    rf"(?:[.,][-–—=]{{1,2}})?\s*(?P<c>{CURRENCY})?"
)
APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʹ′´`＇", "'"))
SPACED = re.compile(r"([0-9]{1,3}(?:([' ])[0-9]{3})(?:\2[0-9]{3})*)(?:([.,])([0-9]+))?")
LONG = re.compile(r"([0-9])(?:([.,])([0-9]+))?e([+]?[0-9]{1,2})")
PLAIN = re.compile(r"([0-9]*)(?:([.,])([0-9]*))?")
GROUPS = re.compile(r"([0-9]{1,3}(?:([.,])[0-9]{3})+)(?:(?!\2)([.,])([0-9]*))?")
NO_AMOUNT = lazy("Enter an amount such as 12.50")


class Amount(NamedTuple):
    value: Decimal
    currencies: tuple[str, ...]  # what the sign beside it may stand for; may be none


@dataclass(frozen=True)
class Style:
    """How a column writes fractions: the sign it shows before them, else the signs that most likely are it."""

    decimal: str = ""
    likely: frozenset[str] = frozenset(".")


class _Digits(NamedTuple):
    """An amount taken apart. If `either`, the sign may as well group thousands."""

    whole: str
    sign: str
    fraction: str
    either: bool = False
    shows: str = ""  # the sign that certainly begins a fraction in this column

    @property
    def grouped(self) -> Decimal:
        """Its value if the sign groups thousands."""
        return Decimal(self.whole + self.fraction)

    @property
    def broken(self) -> Decimal:
        """Its value if the sign begins a fraction."""
        return Decimal(f"{self.whole or 0}.{self.fraction or 0}")


def judge(cells: Iterable[str], separator: str = ",") -> Style:
    """What the amounts of one column show together; `separator` is what the file puts between its cells.

    Fractions as formulas leave them do not end in 0, so "1.250" and "2.400" alone are thousands, "19.125" is not.
    """
    amounts = [digits for digits in map(_digits, cells) if digits]
    signs = {digits.shows for digits in amounts} - {""}
    if len(signs) == 1:
        return Style(signs.pop())
    unclear = [digits for digits in amounts if digits.either]
    fractions = {digits.sign for digits in unclear if not digits.fraction.endswith("0")}
    return Style("", frozenset(fractions & ({".", ","} if separator == ";" else {"."})))


def read(cell: str, style: Style) -> Value[Amount]:
    """An amount and the currency beside it. What could be thousands as well as a fraction is marked."""
    match, digits = _matched(cell), _digits(cell)
    if match is None or digits is None:
        return Value(problem=NO_AMOUNT)
    value = digits.broken if _is_fraction(digits, style) else digits.grouped
    mark = ""
    if digits.either and not style.decimal:
        mark = _(
            "“%(cell)s” could be %(broken)s or %(grouped)s; it is read as %(value)s",
            cell=cell,
            broken=f"{digits.broken:f}",
            grouped=f"{digits.grouped:f}",
            value=f"{value:f}",
        )
    amount = Amount(-value if match["minus"] else value, _currencies(match))
    return Value(amount, mark=mark)


def _is_fraction(digits: _Digits, style: Style) -> bool:
    """Whether the sign begins a fraction; else it groups thousands."""
    if not digits.either:
        return True
    if style.decimal:
        return digits.sign == style.decimal
    return digits.sign in style.likely


def _currencies(match: re.Match[str]) -> tuple[str, ...]:
    """What the sign or the code beside an amount may stand for."""
    sign = match["a"] or match["b"] or match["c"] or ""
    return SIGNS.get(sign, (sign.upper(),) if sign else ())


def _matched(cell: str) -> re.Match[str] | None:
    text = unicodedata.normalize("NFKC", cell.translate(APOSTROPHES)).strip().lower()
    return AMOUNT.fullmatch(" ".join(text.replace("\N{MINUS SIGN}", "-").split()))


def _digits(cell: str) -> _Digits | None:
    match = _matched(cell)
    digits = match["digits"].strip() if match else ""
    if not any(map(str.isdigit, digits)):
        return None
    if long := LONG.fullmatch(digits):
        return _long(long)
    if spaced := SPACED.fullmatch(digits):
        return _grouped(spaced[1], spaced[3] or "", spaced[4] or "")
    if plain := PLAIN.fullmatch(digits):
        return _plain(plain[1], plain[2] or "", plain[3] or "")
    if groups := GROUPS.fullmatch(digits):
        return _grouped(groups[1], "," if groups[2] == "." else ".", groups[4] or "")
    return None


def _grouped(whole: str, decimal: str, fraction: str) -> _Digits:
    """Thousands are grouped, so `decimal` is what begins a fraction."""
    return _Digits(re.sub(r"\D", "", whole), "", fraction, shows=decimal)


def _long(match: re.Match[str]) -> _Digits:
    """1.25E+3, as spreadsheets shorten long numbers."""
    number = Decimal(f"{match[1]}.{match[3] or 0}E{match[4]}")
    whole, _, fraction = f"{number:f}".partition(".")
    return _Digits(whole, "", fraction.rstrip("0"), shows=match[2] or "")


def _plain(whole: str, sign: str, fraction: str) -> _Digits:
    """One sign at most: three digits after one to three, that do not begin with 0, may be thousands."""
    if len(fraction) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0":
        return _Digits(whole, sign, fraction, either=True)
    return _Digits(whole, sign, fraction, shows=sign if fraction else "")
