"""Matching: which rows of the index a few words mean, in one statement, however much there is.

Of each kind first what begins so, by the index of beginnings, then what holds every word, by its trigrams. Each part
stops after as many as can be shown, so that it takes no longer where more is found.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    column,
    false,
    literal,
    or_,
    select,
    table,
    true,
    union_all,
)

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people import access as people
from webapp.people import card_codes
from webapp.rooms import access as rooms
from webapp.stock import access as stock
from webapp.stock import barcodes
from webapp.stock.units import codes, scans

from ..models import SearchEntry
from . import typos
from .index import APART, BEGINS, SOURCES, TRIGRAMS
from .typos import Pieces

MOST = 50  # of a kind; what is more is not counted
NEAR = 200  # of a kind that a typed word may be a typo of
MOST_WORDS = 8
LAST = "\U0010ffff"  # comes after every letter
NAMED = ("item", "set", "person", "room", "location")  # kinds that typos are looked for in

ENTRIES = SearchEntry.__table__
WORDS = table(TRIGRAMS, column("rowid"), column("words"))
Part = Select[str, int, str | None, bool]  # of the statement
Ways = list[list[Pieces]]  # of each word, any of them
Seen = Mapping[str, ColumnElement[bool]]


class Match(NamedTuple):
    """An entry that was found: by a code that it has just so, or by its words."""

    kind: str
    id: int
    words: str
    is_exact: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """Which row it is of."""
        return self.kind, self.id


def exactly_or_by_words(actor: Actor, typed: str, readings: Collection[str]) -> list[Match]:
    """What has one of these codes, and what all the typed words are found in."""
    parts = [*_coded(actor, readings)]
    typed = barcodes.of(typed) or typed  # in the form in which it is among the words
    if found := text.words(typed)[:MOST_WORDS]:
        parts += _by_words(actor, text.folded(typed), [typos.plain(word) for word in found])
    return _matches(parts) + _labelled(actor, readings)


def nearly(actor: Actor, typed: str) -> list[Match]:
    """What the words may be meant for, with one typo in each; units are not guessed."""
    found = text.words(typed)[:MOST_WORDS]
    if not any(len(word) >= typos.SHORTEST for word in found):
        return []
    ways = [typos.nearly(word) for word in found]
    if len(found) > 1:  # then some of them may be right, and stand inside of others
        ways = [typos.plain(word) + typos.nearly(word) for word in found]
    seen = _seen(actor)
    parts = [_holding(kind, ways, seen[kind], NEAR) for kind in NAMED if kind in seen]
    return [each for each in _matches(parts) if typos.fits(found, each.words.split())]


def _matches(parts: Iterable[Part]) -> list[Match]:
    selects = [select(part.subquery()) for part in parts]
    if not selects:
        return []
    rows = db.session.execute(union_all(*selects))
    return [Match(kind, id, words, bool(is_exact)) for kind, id, words, is_exact in rows]


def _coded(actor: Actor, readings: Collection[str]) -> Iterable[Part]:
    """Units and items by a code on them, and people by their card, for staff."""
    keys = sorted({text.code(reading) for reading in readings} - {""})
    if not actor.is_staff or not keys:
        return
    for query in (*scans.with_codes(actor, keys), card_codes.with_codes(actor, keys)):
        yield query.add_columns(true()).limit(MOST + 1)


def _labelled(actor: Actor, readings: Collection[str]) -> list[Match]:
    """The unit of a label's address."""
    if not stock.may_receive(actor):
        return []
    ids = {codes.unit_on_label(reading) for reading in readings} - {None}
    return [Match("unit", id, "", is_exact=True) for id in ids if id]


def _seen(actor: Actor) -> Seen:
    """The kinds of which the actor sees any, each with the condition that they see this one."""
    seen = {
        "item": _is_one_of(stock.visible_items(actor)),
        "set": _is_one_of(stock.visible_sets(actor)),
        "room": _is_one_of(rooms.visible_rooms(actor)),
    }
    if not stock.may_receive(actor):
        return seen
    all_there_are = true()
    return seen | {
        "unit": all_there_are,
        "person": _is_one_of(people.visible_people(actor)),
        "location": all_there_are,
    }


def _is_one_of(visible: Select[object]) -> ColumnElement[bool]:
    """Asked of each entry that fits, as one row by its id; no engine is to read all that is visible."""
    id = visible.selected_columns["id"]
    one = visible.with_only_columns(literal(1), maintain_column_froms=True)
    one = one.where(id == ENTRIES.c.ref).correlate(ENTRIES)
    return one.scalar_subquery() == literal(1)


def _by_words(actor: Actor, folded: str, ways: Ways) -> Iterable[Part]:
    begins = ENTRIES.c.begins >= folded[:BEGINS]
    begins &= ENTRIES.c.begins < folded[:BEGINS] + LAST
    for kind, is_seen in _seen(actor).items():
        first = _found(kind, begins, is_seen).order_by(ENTRIES.c.begins)
        first = first.limit(MOST + 1)
        rest = _holding(kind, ways, is_seen & ~begins, MOST + 1)
        both = union_all(select(first.subquery()), select(rest.subquery())).subquery()
        yield select(both).limit(MOST + 1)


def _found(kind: str, *conditions: ColumnElement[bool]) -> Part:
    columns = ENTRIES.c.kind, ENTRIES.c.ref, ENTRIES.c.words, false().label("is_exact")
    of_kind = ENTRIES.c.kind == literal(kind, literal_execute=True)  # indexes are by it
    return select(*columns).where(of_kind, *conditions)


def _holding(kind: str, ways: Ways, is_seen: ColumnElement[bool], limit: int) -> Part:
    """Entries of a kind that hold one way of each word."""
    query = _found(kind, is_seen).limit(limit)
    if db.engine.dialect.name == "postgresql":
        return query.where(_combined(ways, _like))
    first = SOURCES[kind].first_id
    of_kind = WORDS.c.rowid.between(first, first + APART - 1)
    return query.join_from(WORDS, ENTRIES, ENTRIES.c.id == WORDS.c.rowid).where(
        of_kind, column(TRIGRAMS).op("MATCH")(_match(ways))
    )


def _combined(
    ways: Ways, holds: Callable[[str], ColumnElement[bool]]
) -> ColumnElement[bool]:
    return and_(*(or_(*(and_(*map(holds, way)) for way in any_of)) for any_of in ways))


def _like(piece: str) -> ColumnElement[bool]:
    return ENTRIES.c.words.like(text.like(piece), escape="\\")


def _match(ways: Ways) -> str:
    """The same for FTS5."""
    each = (" OR ".join(f"({_all_of(way)})" for way in any_of) for any_of in ways)
    return " AND ".join(f"({any_of})" for any_of in each)


def _all_of(way: Pieces) -> str:
    return " AND ".join('"' + piece.replace('"', '""') + '"' for piece in way)
