"""The forms text is compared in: codes by one, what a search looks through by another."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

LONGEST_CODE = 200  # characters of a normal form
INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Zs"}  # control and format characters (soft hyphen, zero width), and all spaces
FILLERS = (0x34F, 0x115F, 0x1160, 0x3164, 0xFFA0)
VARIANTS = (*range(0x180B, 0x180E), *range(0xFE00, 0xFE10))
BLANK = frozenset(map(chr, FILLERS + VARIANTS))  # letters and marks to Unicode, but nothing to the eye


def code(written: str) -> str:
    """The one normal form of a code (tag, serial or batch number, SKU, label): codes with the same form are one.

    NFKC, without spaces and invisible characters, in one case; "" where nothing of it can be seen.
    """
    if written.isascii() and written.isprintable():
        return written.replace(" ", "").lower()[:LONGEST_CODE]  # the same, ten times as fast
    plain = "".join(filter(_is_visible, unicodedata.normalize("NFKC", written)))
    return unicodedata.normalize("NFKC", plain.casefold())[:LONGEST_CODE]


def folded(*parts: str) -> str:
    """Lower case without accents, so that "dvorak" finds "Dvořák"."""
    said = " ".join(parts)
    if said.isascii():
        return said.casefold()  # the same, five times as fast: an import folds each of 50,000 rows
    plain = unicodedata.normalize("NFKD", said)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def nearest(typed: str, names: Iterable[str], *, typos: bool = False, most: int = 3) -> list[str]:
    """The names that the typed one may be meant for, the likeliest first; or those of which it looks like a typo.

    What tells places apart is no typo: Room A is not Room B, and Shelf 2 is not Shelf 3.
    """
    told, least = folded(typed), 0.75 if typos else 0.6
    alike = []
    for name in names:
        key = folded(name)
        ratio = SequenceMatcher(None, told, key).ratio()
        if not typos and set(told.split()) & {word for word in key.split() if len(word) > 1}:
            ratio = max(ratio, least)
        if ratio >= least and not (typos and _designators(told) != _designators(key)):
            alike.append((-ratio, name))
    return [name for _, name in sorted(alike)[:most]]


def _designators(folded_name: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", folded_name) if len(word) == 1 or any(c.isdigit() for c in word)]


def words(typed: str) -> list[str]:
    """What to search for; without control characters, which no database would take."""
    return "".join(c if c.isprintable() else " " for c in typed).split()


def like(word: str) -> str:
    """A LIKE pattern (escape "\\\\") for a word anywhere."""
    return "%" + folded(word).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def counted(number: int, one: str, many: str = "") -> str:
    """So many of something, as people say it: "1 row", "1,200 rows"; `many` where that is not `one` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _is_visible(character: str) -> bool:
    return character not in BLANK and unicodedata.category(character) not in INVISIBLE
