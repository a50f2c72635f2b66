"""Sizes: how large an instrument is, in its own language: 1/2 or 3/4 of violins and cellos, inches of violas.

A child grows from one to the next. A name mostly tells it, and people may say otherwise.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from webapp.core.errors import Invalid
from webapp.core.words import _

from . import pictograms

PARTS = ("1/32", "1/16", "1/10", "1/8", "1/4", "1/2", "3/4", "7/8", "4/4")  # smallest first
INCH = " in"
INCHES = tuple(
    f"{half / 2:g}{INCH}" for half in range(22, 37)
)  # of a viola's body, by halves
VIOLA = "viola"
WITHOUT = ("sheet_music",)  # categories whose names tell other things so, such as a 3/4 bar
WRITTEN = re.compile(r"(?<![\d/])(\d/\d\d?)(?![\d/])")
MEASURED = re.compile(
    r"(?<![\d.,])(?P<whole>\d\d)(?:[.,](?P<part>\d)\d?|(?P<half> ?½|[ -]1/2))?"
    r"(?: ?(?P<cm>cm\b)| ?-?(?P<inch>inch(?:es)?\b|in\b|[\"″”]|''))?",
    re.IGNORECASE,
)
CM = Decimal("2.54")


def of(name: str, category: str = "instrument") -> str:
    """The size that a name tells of: "1/2" of "Student Violin 1/2", "15 in" of "Viola 38 cm"; empty if none."""
    if category in WITHOUT:
        return ""
    if pictograms.word_of(name) == VIOLA and (size := _measured(name)):
        return size
    found = (match[1] for match in WRITTEN.finditer(name))
    return next((size for size in found if size in PARTS), "")


def read(written: str) -> str:
    """A size however it is written, "38 cm" or 15½" too; empty if nothing is. Invalid at `size`."""
    plain = " ".join(written.split())
    if not plain or plain in PARTS:
        return plain
    if size := _measured(plain):
        return size
    words = _("Enter a size such as 1/2 or 3/4, or of a viola 15 in or 38 cm")
    raise Invalid(fields={"size": words})


def of_kind(instrument: str) -> tuple[str, ...]:
    """The sizes that there are of an instrument; all, where that is not known."""
    if instrument == VIOLA:
        return INCHES
    return PARTS if instrument else (*PARTS, *INCHES)


def shown(size: str) -> str:
    """As people write it: 15½″."""
    if not size.endswith(INCH):
        return size
    return size.removesuffix(INCH).replace(".5", "½") + "″"


def is_larger(size: str, other: str) -> bool:
    """Whether one is larger than the other; false unless both are known, and in the same measure."""
    if not size or not other or (size in PARTS) != (other in PARTS):
        return False
    return rank(size) > rank(other)


def next_up(size: str, sizes: Iterable[str]) -> str:
    """Of these, the smallest that is larger; empty if none is."""
    return min((each for each in sizes if is_larger(each, size)), key=rank, default="")


def rank(size: str) -> int:
    """Its place among those of its measure."""
    return PARTS.index(size) if size in PARTS else INCHES.index(size)


def in_order(sizes: Iterable[str]) -> list[str]:
    """The smallest first, those in inches last."""
    return sorted(sizes, key=lambda size: (size not in PARTS, rank(size)))


def _measured(name: str) -> str:
    """A length in a name, as inches by halves; empty if there is none that a viola may have."""
    for match in MEASURED.finditer(name):
        if not (match["cm"] or match["inch"] or match["half"]):
            continue
        length = Decimal(f"{match['whole']}.{match['part'] or (5 if match['half'] else 0)}")
        halves = round(length * 2 / (CM if match["cm"] else 1))
        if (size := f"{halves / 2:g}{INCH}") in INCHES:
            return size
    return ""
