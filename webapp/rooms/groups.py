"""Groups of rooms: a name makes one."""

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from webapp.core.db import db

from .models import RoomGroup


def list_all() -> list[RoomGroup]:
    """By name."""
    return list(db.session.scalars(select(RoomGroup).order_by(RoomGroup.name, RoomGroup.id)))


def named(name: str) -> int | None:
    """The id of the group so called, however it is written; a new name makes a new group, an empty one is none."""
    if not name:
        return None
    found = db.session.scalar(select(RoomGroup.id).where(func.lower(RoomGroup.name) == name.lower()))
    if found:
        return found
    group = RoomGroup(name=name)
    try:
        with db.session.begin_nested():
            db.session.add(group)
            db.session.flush()
    except IntegrityError:  # somebody made it in this moment
        return db.session.scalar(select(RoomGroup.id).where(RoomGroup.name == name))
    return group.id
