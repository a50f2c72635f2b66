"""Matching: which items a search means, by words and filters, for one search or for many at once."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    literal,
    select,
    tuple_,
    union_all,
)

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db

from .. import access, barcodes
from ..models import Item
from . import families
from .stocked import Stocked, has_status, stocked, stocked_here


def wanted(
    actor: Actor, words: str, category: str | None, status: str | None
) -> Select[Item]:
    """Items that the actor sees and every word finds; archived ones only where `status` is "retired"."""
    is_archive = status == "retired"
    query = access.archived_items(actor) if is_archive else access.visible_items(actor)
    if category:  # before the words, which take longer to look for
        query = query.where(Item.category == category)
    for word in text.words(barcodes.of(words) or words):
        query = query.where(Item.folded.like(text.like(word), escape="\\"))
    if status:
        query = query.where(has_status(status))
    return query


def of_kind(
    family: str, instrument: str, size: str, is_here: bool | None
) -> list[ColumnElement[bool]]:
    """That an item is of this family, instrument and size, and is here or not, as far as that is said."""
    named = (
        (family, Item.family == families.stored(family)),
        (instrument, Item.instrument == instrument),
        (size, Item.size == size),
        (is_here is not None, stocked_here() if is_here else ~stocked_here()),
    )
    return [is_so for is_said, is_so in named if is_said]


def first_ids(
    query: Select[Item], after: tuple[str, int] | None, limit: int, *, words: str = ""
) -> Select[int]:
    """The ids of at most so many of them, by name, after the place `after`; the `words` are those of the query.

    With words SQLite would go through all names by their index and look up each item there. To read the table from end
    to end and sort what fits takes half to two thirds of the time, with 10,000 items of which one in eight fits.
    """
    key: SQLColumnExpression[str] = Item.sort_key
    if words and db.engine.dialect.name == "sqlite":
        key = key + ""  # in no index
    if after:
        query = query.where(tuple_(key, Item.id) > tuple_(*after))
    query = query.order_by(key, Item.id)
    return query.with_only_columns(Item.id).limit(limit).correlate(None)


def search_each(
    actor: Actor, searches: Collection[str], limit: int
) -> dict[str, list[Stocked]]:
    """The first items that each of these searches for words finds, by name: two statements, however many searches."""
    if not searches:
        return {}
    firsts = [_firsts(actor, words, limit) for words in sorted(searches)]
    ids: dict[str, set[int]] = {words: set() for words in searches}
    for id, words in db.session.execute(union_all(*firsts)):
        ids[words].add(id)
    known = stocked(Item.id.in_(set().union(*ids.values())))
    return {
        words: [row for row in known if row.item.id in ids[words]] for words in searches
    }


class Sort(NamedTuple):
    """What tells an item from others of which a word says the same, as a violin from its case or its book."""

    category: str
    size: str


def sorts(item_ids: Iterable[int]) -> dict[int, Sort]:
    """Of these items; the caller has checked who may see them."""
    query = select(Item.id, Item.category, Item.size).where(Item.id.in_(set(item_ids)))
    return {id: Sort(*told) for id, *told in db.session.execute(query)}


def _firsts(actor: Actor, words: str, limit: int) -> Select[int, str]:
    """The ids that one search finds first, each with its words."""
    ids = first_ids(wanted(actor, words, None, None), None, limit, words=words)
    return select(ids.add_columns(literal(words)).subquery())
