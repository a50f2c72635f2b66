"""Rooms: where people practise."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core import money, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.derived import beyond
from webapp.core.errors import Invalid, NotAllowed, NotFound, Stale
from webapp.school import settings

from . import access, groups
from . import parts as room_parts
from .models import Room
from .occupied import spaces


def list_all(
    actor: Actor,
    *,
    equipment: str = "",
    capacity: int = 1,
    limit: int | None = None,
    after: tuple[str, int] | None = None,
) -> list[Room]:
    """By name; students see the rooms that are in use; `after` is the (sort key, id) of the last one before.

    Only those for so many people in which every word of `equipment` stands, or is part of the name.
    """
    found = access.visible_rooms(actor).order_by(Room.sort_key, Room.id).limit(limit)
    found = found.where(Room.capacity >= capacity)
    for word in text.words(equipment):
        found = found.where(Room.folded.like(text.like(word), escape="\\"))
    return list(db.session.scalars(found.where(beyond(Room, after))))


def find(actor: Actor, id: int) -> Room:
    """Any room, in use or not. NotFound if there is none."""
    room = db.session.scalars(select(Room).where(Room.id == id)).one_or_none()
    if room is None:
        raise NotFound("Room not found")
    return room


def add(actor: Actor, *, parts: Collection[int] = (), **described: Any) -> Room:
    """A new room, described as in `schemas.RoomInput`, made of others if they are named.

    NotAllowed but for admins, Invalid if the name is taken.
    """
    if not access.may_manage(actor):
        raise NotAllowed("Only an admin can add rooms")
    room = Room(**_columns(described))
    db.session.add(room)
    _save(room)
    room_parts.join(room, parts)
    return room


def describe(
    actor: Actor,
    id: int,
    *,
    version: int | None = None,
    parts: Collection[int] | None = None,
    **described: Any,
) -> Room:
    """Change what is given. Stale, with what is there now, if `version` is not the one of now."""
    if not access.may_manage(actor):
        find(actor, id)
        raise NotAllowed("Only an admin can change rooms")
    places = spaces.lock_all([id, *(parts or ())])
    if id not in places:
        raise NotFound("Room not found")
    room = places[id].room
    if version not in (None, room.version):
        raise Stale(
            f"Somebody changed {room.name} while you were typing", facts=_facts(room)
        )
    former = room.name
    for name, value in _columns(described).items():
        setattr(room, name, value)
    _save(room)
    spaces.rename(places[id].space_ids, former, room.name)
    if parts is not None:
        room_parts.change(room, parts, places)
    return room


def _facts(room: Room) -> dict[str, Any]:
    same = (
        "version",
        "name",
        "capacity",
        "description",
        "equipment",
        "turnover_minutes",
        "is_active",
    )
    rate = money.shown(room.hourly_rate_minor, settings.currency())
    return {name: getattr(room, name) for name in same} | {
        "hourly_rate": rate,
        "group": room.group or "",
        "parts": [part.id for part in room_parts.of([room])[room.id]],
    }


def _columns(described: Mapping[str, Any]) -> dict[str, Any]:
    columns = dict(described)
    if "group" in columns:
        columns["group_id"] = groups.named(columns.pop("group"))
    rate: Decimal | None = columns.pop("hourly_rate", None)
    if rate is not None:
        columns["hourly_rate_minor"] = settings.minor("hourly_rate", rate)
    return columns


def _save(room: Room) -> None:
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError:
        raise Invalid(fields={"name": "There is already a room of this name"}) from None
    db.session.expire(room, ["group"])
