"""Amounts: prices as spreadsheets of all countries write them, read by what their whole column shows."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from webapp.core.money import CURRENCIES

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
NO_AMOUNT = "Enter an amount such as 12.50"


class Amount(NamedTuple):
    value: Decimal
    currencies: tuple[
        str, ...
    ]  # what the sign beside it may stand for; empty if there is none


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


def judge(cells: Iterable[str], separator: str = ",") -> Style:
    """What the amounts of one column show together; `separator` is what the file puts between its cells.

    Fractions as formulas leave them do not end in 0, so "1.250" and "2.400" alone are thousands, "19.125" is not.
    """
    read = [digits for digits in map(_digits, cells) if digits]
    shown = {digits.shows for digits in read} - {""}
    if len(shown) == 1:
        return Style(shown.pop())
    unclear = [digits for digits in read if digits.either]
    fractions = {digits.sign for digits in unclear if not digits.fraction.endswith("0")}
    return Style("", frozenset(fractions & ({".", ","} if separator == ";" else {"."})))


def read(cell: str, style: Style) -> Value[Amount]:
    """An amount and the currency beside it. What could be thousands as well as a fraction is marked."""
    found, digits = _matched(cell), _digits(cell)
    if found is None or digits is None:
        return Value(problem=NO_AMOUNT)
    grouped, broken = (
        Decimal(digits.whole + digits.fraction),
        Decimal(f"{digits.whole or 0}.{digits.fraction or 0}"),
    )
    as_fraction = not digits.either or digits.sign == style.decimal
    mark = ""
    if digits.either and not style.decimal:
        as_fraction = digits.sign in style.likely
        mark = f"“{cell}” could be {broken:f} or {grouped:f}; it is read as {broken if as_fraction else grouped:f}"
    value = broken if as_fraction else grouped
    named = found["a"] or found["b"] or found["c"] or ""
    currencies = SIGNS.get(named, (named.upper(),) if named else ())
    return Value(Amount(-value if found["minus"] else value, currencies), mark=mark)


def _matched(cell: str) -> re.Match[str] | None:
    said = unicodedata.normalize("NFKC", cell.translate(APOSTROPHES)).strip().lower()
    return AMOUNT.fullmatch(" ".join(said.replace("\N{MINUS SIGN}", "-").split()))


def _digits(cell: str) -> _Digits | None:
    found = _matched(cell)
    said = found["digits"].strip() if found else ""
    if not any(map(str.isdigit, said)):
        return None
    if long := LONG.fullmatch(said):
        number = Decimal(f"{long[1]}.{long[3] or 0}E{long[4]}")
        whole, _, fraction = f"{number:f}".partition(".")
        return _Digits(whole, "", fraction.rstrip("0"), shows=long[2] or "")
    if spaced := SPACED.fullmatch(said):
        return _Digits(
            re.sub(r"\D", "", spaced[1]), "", spaced[4] or "", shows=spaced[3] or ""
        )
    if plain := PLAIN.fullmatch(said):
        return _plain(plain[1], plain[2] or "", plain[3] or "")
    if groups := GROUPS.fullmatch(said):
        return _Digits(
            re.sub(r"\D", "", groups[1]),
            "",
            groups[4] or "",
            shows="," if groups[2] == "." else ".",
        )
    return None


def _plain(whole: str, sign: str, fraction: str) -> _Digits:
    """One sign at most: three digits after one to three, that do not begin with 0, may be thousands."""
    if len(fraction) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0":
        return _Digits(whole, sign, fraction, either=True)
    return _Digits(whole, sign, fraction, shows=sign if fraction else "")
