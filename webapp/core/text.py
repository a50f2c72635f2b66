"""The forms text is compared in: codes by one, what a search looks through by another."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from .words import _, lazy, plural

LONGEST_CODE = 200  # characters of a normal form
INVISIBLE = {
    "Cc",
    "Cf",
    "Zl",
    "Zp",
    "Zs",
}  # control and format characters (soft hyphen, zero width), and all spaces
FILLERS = (0x34F, 0x115F, 0x1160, 0x3164, 0xFFA0)
VARIANTS = (*range(0x180B, 0x180E), *range(0xFE00, 0xFE10))
UNSEEN = {"Cf", "Cn", "Co", "Cs"}  # of a name, left out without a space in its place
LONGEST_SORT_KEY = 200
PLAIN = str.maketrans(  # letters that do not decompose, and the signs that word processors put for ' and -
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
    }
    | dict.fromkeys("\u2018\u2019\u02bc\u2032", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
)
BLANK = frozenset(
    map(chr, FILLERS + VARIANTS)
)  # letters and marks to Unicode, but nothing to the eye


def code(written: str) -> str:
    """The one normal form of a code (tag, serial or batch number, SKU, label): codes with the same form are one.

    NFKC, without spaces and invisible characters, in one case; "" where nothing of it can be seen.
    """
    if written.isascii() and written.isprintable():
        return written.replace(" ", "").lower()[
            :LONGEST_CODE
        ]  # the same, ten times as fast
    plain = "".join(filter(_is_visible, unicodedata.normalize("NFKC", written)))
    return unicodedata.normalize("NFKC", plain.casefold())[:LONGEST_CODE]


def email(written: str) -> str:
    """An e-mail address as it is kept and compared, whatever a database's locale makes of capitals."""
    return unicodedata.normalize("NFC", written.strip()).lower()


def folded(*parts: str) -> str:
    """The one form a search looks through: lower case, plain letters, single spaces: "dvorak" finds "Dvořák"."""
    written = " ".join(parts)
    if not written.isascii():
        plain = unicodedata.normalize("NFKD", written)
        letters = "".join(
            c
            for c in plain
            if not unicodedata.combining(c) and unicodedata.category(c) not in UNSEEN
        )
        written = letters.casefold().translate(PLAIN)
    if not written.isprintable():  # no database takes them all
        written = "".join(c if c.isprintable() else " " for c in written)
    return " ".join(written.lower().split())


def sort_key(name: str) -> str:
    """What names and tags are put in order by, byte by byte: 1, 2, 10, whatever the case and accents.

    A number is written as how many digits it has and the digits.
    """
    return re.sub("[0-9]+", _counted, folded(name))[:LONGEST_SORT_KEY]


def nearest(
    typed: str, names: Iterable[str], *, typos: bool = False, most: int = 3
) -> list[str]:
    """The names that the typed one may be meant for, the likeliest first; or those of which it looks like a typo.

    What tells places apart is no typo: Room A is not Room B, and Shelf 2 is not Shelf 3.
    """
    typed = folded(typed)
    least = 0.75 if typos else 0.6
    alike = []
    for name in names:
        key = folded(name)
        ratio = SequenceMatcher(None, typed, key).ratio()
        if not typos and _share_a_word(typed, key):
            ratio = max(ratio, least)
        if ratio >= least and not (typos and _designators(typed) != _designators(key)):
            alike.append((-ratio, name))
    return [name for _, name in sorted(alike)[:most]]


def _share_a_word(one: str, other: str) -> bool:
    return bool(set(one.split()) & {word for word in other.split() if len(word) > 1})


def _designators(folded_name: str) -> list[str]:
    return [
        word
        for word in re.split(r"[\W_]+", folded_name)
        if len(word) == 1 or any(c.isdigit() for c in word)
    ]


def words(typed: str) -> list[str]:
    """What to search for, each anywhere and in any order: "Hoffmann, Greta" finds Greta Hoffmann."""
    return [word for word in re.split("[ ,;]+", folded(typed)) if word]


def like(word: str) -> str:
    """A LIKE pattern (escape "\\\\") for one of these words anywhere."""
    return "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _counted(number: re.Match[str]) -> str:
    digits = number[0].lstrip("0")
    return "9" * (len(digits) // 9) + str(len(digits) % 9) + digits


COUNTED = {
    "day": plural("%(number)s day", "%(number)s days"),
    "hour": plural("%(number)s hour", "%(number)s hours"),
    "column": plural("%(number)s column", "%(number)s columns"),
    "kind": plural("%(number)s kind", "%(number)s kinds"),
    "loan": plural("%(number)s loan", "%(number)s loans"),
    "maintenance": plural("%(number)s needs maintenance", "%(number)s need maintenance"),
    "piece": plural("%(number)s piece", "%(number)s pieces"),
    "repair": plural("%(number)s repair", "%(number)s repairs"),
    "room request": plural("%(number)s room request", "%(number)s room requests"),
    "row": plural("%(number)s row", "%(number)s rows"),
    "line": plural("%(number)s line", "%(number)s lines"),
    "reported broken": plural("%(number)s reported broken", "%(number)s reported broken"),
    "running low": plural("%(number)s running low", "%(number)s running low"),
    "second approval": plural(
        "%(number)s needs a second approval", "%(number)s need a second approval"
    ),
    "unit": plural("%(number)s unit", "%(number)s units"),
    "warranty": plural("%(number)s warranty ending", "%(number)s warranties ending"),
}


def counted(number: int, noun: str) -> str:
    """So many of something, as people say it: "1 row", "1,200 rows"; `noun` is one of COUNTED."""
    return COUNTED[noun].of(number, number=f"{number:,}")


ORDINALS = {
    0: lazy("%(number)sth"),
    1: lazy("%(number)sst"),
    2: lazy("%(number)snd"),
    3: lazy("%(number)srd"),
}


def ordinal(number: int) -> str:
    """A place among others: "1st", "2nd", "3rd", "11th"."""
    last = 0 if 10 < number % 100 < 14 else number % 10
    return _(ORDINALS.get(last, ORDINALS[0]), number=number)


def _is_visible(character: str) -> bool:
    return character not in BLANK and unicodedata.category(character) not in INVISIBLE
