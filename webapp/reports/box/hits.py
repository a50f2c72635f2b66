"""Hits: what the box shows of something that was found, and the one thing that a scan of it would do at the desk."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from webapp.core import text


class Piece(NamedTuple):
    """A part of a name, and whether its letters are those that were typed."""

    written: str
    is_typed: bool


@dataclass(frozen=True)
class Hit:
    """Something that was found: what it is called, a line of facts, its state, and at most one act."""

    kind: str  # item, unit, set, person, room, location, loan, request, receipt, page
    id: int
    name: str
    code: str = ""  # a tag or a SKU
    facts: Sequence[str] = ()
    state: str = ""  # one of those that templates know a sign for
    state_in_words: str = ""
    sign: str = ""  # an icon's name; a family's, of a thing
    face: str = ""  # the picture of a thing, as addresses name it
    act: str = ""  # take_back, lend or book
    path: str = ""  # of a page

    @property
    def detail(self) -> str:
        """Its facts in one line."""
        return " · ".join(filter(None, self.facts))


class Page(NamedTuple):
    """A page or an act that somebody may go to."""

    path: str
    sign: str
    name: str
    about: str = ""


def pieces(name: str, typed: Sequence[str]) -> list[Piece]:
    """A name in pieces, those apart that hold a typed word, however it is written there."""
    marked = _marked(name, typed)
    groups = groupby(enumerate(name), lambda letter: letter[0] in marked)
    return [
        Piece("".join(letter for _place, letter in letters), is_typed)
        for is_typed, letters in groups
    ]


def _marked(name: str, typed: Sequence[str]) -> set[int]:
    """The places of the letters that belong to a typed word."""
    folded, places = _folded(name)
    marked = set[int]()
    for word in typed:
        begin = r"(?<!\w)" if len(word) < 3 else ""
        for found in re.finditer(begin + re.escape(word), folded):
            marked.update(places[found.start() : found.end()])
    return marked


def _folded(name: str) -> tuple[str, list[int]]:
    """A name as it is searched, and for each letter of it the place of the one it is made of."""
    made = [(text.folded(letter) or " ", place) for place, letter in enumerate(name)]
    places = [place for letters, place in made for _letter in letters]
    return "".join(letters for letters, _place in made), places
