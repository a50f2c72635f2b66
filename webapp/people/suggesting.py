"""Suggesting: who may be meant by a part of a name."""

from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, and_, or_

from webapp.core import rows, text
from webapp.core.actor import Actor

from . import access, card_codes
from .models import User
from .people import Named

SUGGESTED = 5  # people for what somebody typed


def suggested(actor: Actor, names: Collection[str]) -> dict[str, list[Named]]:
    """For each of these words the first active people whom all of it fits, in one query."""
    fits = (and_(*_likes(name)) for name in names)
    query = access.visible_people(actor).with_only_columns(User.id, User.name, User.email)
    query = query.where(User.is_active, or_(*fits))
    query = query.order_by(User.sort_key, User.id).limit(SUGGESTED * len(names) * 2)
    people = rows.made(Named, query)
    return {
        name: [each for each in people if _fits(each, name)][:SUGGESTED] for name in names
    }


def for_field(actor: Actor, words: str) -> list[Named]:
    """The first active people whom what is typed into a field fits, or whose card it is."""
    if not text.words(words):
        return []
    fitting = suggested(actor, [words])[words]
    holder = None if fitting else card_codes.holder(actor, [words])
    if holder and holder.is_valid and holder.is_active:
        return [Named(holder.id, holder.name, holder.email)]
    return fitting


def _likes(name: str) -> Iterator[ColumnElement[bool]]:
    """That each word begins one word of a person's name, or their e-mail."""
    for word in text.words(name):
        begins = text.like(word).removeprefix("%")
        first = User.folded.like(begins, escape="\\")
        yield first | User.folded.like(f"% {begins}", escape="\\")


def _fits(person: Named, name: str) -> bool:
    names = text.folded(person.name, person.email).split()
    return all(any(each.startswith(word) for each in names) for word in text.words(name))
