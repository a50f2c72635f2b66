"""Called: whom a name means that somebody types, in full or in part."""

from collections.abc import Collection

from sqlalchemy import or_

from webapp.core import rows, text
from webapp.core.actor import Actor

from . import access
from .models import User
from .people import Named, found_by


def exactly(actor: Actor, names: Collection[str]) -> dict[str, list[Named]]:
    """For each of these words the active people whose whole name or e-mail it is, in one query."""
    called = (User.folded.like(_begins(name), escape="\\") for name in names)
    has_email = User.email.in_([text.email(name) for name in names])
    query = access.visible_people(actor).with_only_columns(User.id, User.name, User.email)
    query = query.where(User.is_active, or_(has_email, *called))
    people = rows.made(Named, query.order_by(User.sort_key, User.id))
    return {name: [each for each in people if is_called(each, name)] for name in names}


def is_called(person: Named, name: str) -> bool:
    """Whether this is somebody's whole name or e-mail, however it is written."""
    return text.folded(person.name) == text.folded(name) or person.email == text.email(name)


def active(actor: Actor, search: str, limit: int) -> list[Named]:
    """The first people, by name, whom every word fits and who may come in."""
    return _first(actor, search, limit, is_active=True)


def disabled(actor: Actor, search: str, limit: int) -> list[Named]:
    """The same of those who may not come in any more."""
    return _first(actor, search, limit, is_active=False)


def _first(actor: Actor, search: str, limit: int, *, is_active: bool) -> list[Named]:
    query = access.visible_people(actor).where(User.is_active.is_(is_active))
    query = query.where(found_by(search, by_card=False))
    query = query.order_by(User.sort_key, User.id)
    columns = User.id, User.name, User.email
    return rows.made(Named, query.limit(limit).with_only_columns(*columns))


def _begins(name: str) -> str:
    """A LIKE pattern for those of this name, before their e-mail."""
    return text.like(text.folded(name))[1:-1] + " %"
