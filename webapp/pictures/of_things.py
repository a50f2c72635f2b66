"""Of things: the pictures of one, in their order, and the lock in which they change."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, func, select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db

from .models import KINDS, Picture

LOCK = 7_700  # and the number of the kind, of PostgreSQL's advisory locks


def there(kind: str, id: int) -> Select[Picture]:
    """Those that are not removed, the face first."""
    query = select(Picture).where(Picture.kind == kind, Picture.thing_id == id)
    query = query.where(Picture.removed_at.is_(None))
    return query.order_by(Picture.place, Picture.id)


def hold(kind: str, id: int) -> None:
    """One at a time changes the pictures of a thing. SQLite's writers are one at a time already."""
    if db.engine.dialect.name == "postgresql":
        key = LOCK + KINDS.index(kind)
        db.session.execute(select(func.pg_advisory_xact_lock(key, id)))


def added_since(kind: str, id: int, since: datetime) -> list[Picture]:
    """Those of `there` that were added from then on, read anew."""
    query = there(kind, id).where(Picture.added_at >= since)
    return rows.listed(query.execution_options(populate_existing=True))


def take_along(actor: Actor, pictures: Iterable[Picture]) -> None:
    """Remove pictures of what is undone; they can be restored like any other.

    The caller holds them, has checked who may undo it, and that no list shows one as its thing's face.
    """
    for picture in pictures:
        picture.removed_at, picture.removed_by = clock.now(), actor.id
    db.session.flush()
