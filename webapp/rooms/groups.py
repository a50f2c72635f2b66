"""Groups of rooms: a name makes one."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core import rows, text
from webapp.core.db import db

from .models import RoomGroup


def list_all() -> list[RoomGroup]:
    """By name."""
    query = select(RoomGroup).order_by(RoomGroup.sort_key, RoomGroup.id)
    return rows.listed(query)


def names(ids: Collection[int]) -> dict[int, str]:
    """What these are called."""
    return rows.pairs(select(RoomGroup.id, RoomGroup.name).where(RoomGroup.id.in_(ids)))


def named(name: str) -> int | None:
    """The id of the group so called, however it is written; a new name makes a new group, an empty one is none."""
    if not name:
        return None
    for group in list_all():
        if text.folded(group.name) == text.folded(name):
            return group.id
    made = RoomGroup(name=name)
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:  # somebody made it in this moment
        return db.session.scalar(select(RoomGroup.id).where(RoomGroup.name == name))
    return made.id
