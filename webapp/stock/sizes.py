"""Sizes: how large a stringed instrument is, as its name tells: a child grows from one to the next."""

import re
from collections.abc import Iterable

PARTS = ("1/32", "1/16", "1/10", "1/8", "1/4", "1/2", "3/4", "7/8", "4/4")  # smallest first
CM = " cm"
WRITTEN = re.compile(r"(?<![\d/])(\d/\d\d?)(?![\d/])|\b(\d\d) ?cm\b")  # violas in cm


def of(name: str) -> str:
    """The size that a name tells of, empty if it tells none: "1/2" of "Student Violin 1/2"."""
    for match in WRITTEN.finditer(name):
        if match[2]:
            return match[2] + CM
        if match[1] in PARTS:
            return match[1]
    return ""


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
    return PARTS.index(size) if size in PARTS else int(size.partition(" ")[0])
