"""Groups of what was found, in their order: what has the very code first, then things, people, places, loans, pages.

A group of which something is called as it was typed comes before those where only a maker or a place is.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from webapp.core import text
from webapp.core.actor import Actor

from . import lent, persons, places, things
from .hits import Hit, Page
from .matching import MOST, Match

SHOWN, SHOWN_EXACT = 3, 6  # of a group
GROUPS = {
    "things": "item",
    "units": "unit",
    "sets": "set",
    "people": "person",
    "rooms": "room",
    "locations": "location",
}  # of the index, in their order, with the kind of each
IN_NAME = 2  # words of an entry that are certainly of its name: behind them may come a code and a maker
BY_NAME, BY_WORDS, INSIDE = range(3)
Key = tuple[str, int]  # a kind and an id
Rank = tuple[int, int, str]  # how it is called so, which word of it is, and its name
LookUp = Callable[[list[int]], Iterable[Hit]]


@dataclass(frozen=True)
class Group:
    """What belongs together: the first few, and how many there are, at most `MOST` and one more."""

    name: str
    hits: Sequence[Hit]
    count: int

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > MOST


class Chosen(NamedTuple):
    """What a group is of, the likeliest first; so many of it are looked up."""

    name: str
    keys: list[Key]
    most: int

    @property
    def shown(self) -> list[Key]:
        return self.keys[: self.most]


def groups(
    actor: Actor, typed: str, matches: Sequence[Match], readings: Collection[str]
) -> Iterator[Group]:
    """Those of which anything is there; a fixed number of statements."""
    chosen = list(_chosen(typed, matches))
    hits = _hits(actor, [key for each in chosen for key in each.shown], readings)
    for each in chosen:
        theirs = [hits[key] for key in each.shown if key in hits]
        if theirs:
            gone = len(each.shown) - len(theirs)
            yield Group(each.name, theirs, len(each.keys) - gone)
    if numbered := [*lent.of_number(actor, typed)]:
        yield Group("loans", numbered, len(numbered))


def of_pages(pages: Sequence[Page]) -> list[Group]:
    """The first few of these pages, in their order."""
    hits = [
        Hit("page", 0, page.name, facts=(page.about,), sign=page.sign, path=page.path)
        for page in pages
    ]
    return [Group("pages", hits[:SHOWN], len(hits))] if hits else []


def _chosen(typed: str, matches: Sequence[Match]) -> Iterator[Chosen]:
    exact = list(dict.fromkeys(match.key for match in matches if match.is_exact))
    yield Chosen("exact", exact, SHOWN_EXACT)
    best = _ranks(typed, matches)
    others = sorted(best.keys() - {*exact}, key=best.__getitem__)
    for name in sorted(GROUPS, key=lambda name: _likeliest(GROUPS[name], others, best)):
        keys = [key for key in others if key[0] == GROUPS[name]]
        yield Chosen(name, keys, SHOWN)


def _ranks(typed: str, matches: Iterable[Match]) -> dict[Key, Rank]:
    """How likely each row is meant: the least is the likeliest."""
    folded, words = text.folded(typed), text.words(typed)
    ranks: dict[Key, Rank] = {}
    for match in matches:
        rank = _rank(folded, words, match)
        ranks[match.key] = min(rank, ranks.get(match.key, rank))
    return ranks


def _likeliest(kind: str, keys: Sequence[Key], ranks: Mapping[Key, Rank]) -> int:
    """How likely the likeliest of a kind is meant, for the order of groups: as they are listed, where that is equal."""
    return next((ranks[key][0] for key in keys if key[0] == kind), INSIDE)


def _rank(folded: str, words: Sequence[str], match: Match) -> Rank:
    """What has all words at the beginning of some, in its name and the sooner the better, then the rest; by name."""
    parts = match.words.split()
    name = " ".join(parts)
    if name.startswith(folded):
        return BY_NAME, 0, name
    places = [
        next((place for place, part in enumerate(parts) if part.startswith(word)), None)
        for word in words
    ]
    known = [place + 1 for place in places if place is not None]
    if not known or len(known) < len(places):
        return INSIDE, 0, name
    return BY_NAME if min(known) <= IN_NAME else BY_WORDS, min(known), name


def _hits(actor: Actor, keys: Iterable[Key], readings: Collection[str]) -> dict[Key, Hit]:
    """What is shown of these, each kind in a fixed number of statements."""
    ids: dict[str, list[int]] = {}
    for kind, id in keys:
        ids.setdefault(kind, []).append(id)
    look_up = _look_ups(actor, readings)
    hits = [hit for kind in ids for hit in look_up[kind](ids[kind])]
    return {(hit.kind, hit.id): hit for hit in hits}


def _look_ups(actor: Actor, readings: Collection[str]) -> dict[str, LookUp]:
    return {
        "item": things.of_items,
        "unit": partial(things.of_units, actor),
        "set": things.of_sets,
        "person": partial(persons.of_people, actor, readings=readings),
        "room": partial(places.of_rooms, actor),
        "location": things.of_locations,
    }
