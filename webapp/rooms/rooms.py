"""Rooms: where people practise."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core import money, rows, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.derived import beyond
from webapp.core.errors import Invalid, NotAllowed, NotFound
from webapp.core.words import _, lazy
from webapp.school import settings

from . import access, groups
from . import parts as room_parts
from .models import Room
from .occupied import spaces
from .occupied.spaces import Place

SAME = (
    "version",
    "name",
    "capacity",
    "description",
    "equipment",
    "turnover_minutes",
    "is_active",
)
RoomValue = str | int | Decimal  # of a field of `schemas.RoomInput`, but for its parts


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
    query = access.visible_rooms(actor).order_by(Room.sort_key, Room.id).limit(limit)
    query = query.where(Room.capacity >= capacity)
    for word in text.words(equipment):
        query = query.where(Room.folded.like(text.like(word), escape="\\"))
    return rows.listed(query.where(beyond(Room, after)))


def find(actor: Actor, id: int) -> Room:
    """Any room, in use or not. NotFound if there is none."""
    return rows.find(select(Room).where(Room.id == id), _("Room not found"))


def names(ids: Collection[int]) -> dict[int, str]:
    """What these are called; the caller has checked who may know."""
    return rows.pairs(select(Room.id, Room.name).where(Room.id.in_(ids)))


def these(actor: Actor, ids: Collection[int]) -> list[Room]:
    """Those of them that the actor sees."""
    return rows.listed(access.visible_rooms(actor).where(Room.id.in_(ids)))


def add(actor: Actor, *, parts: Collection[int] = (), **described: RoomValue) -> Room:
    """A new room, described as in `schemas.RoomInput`, made of others if they are named.

    NotAllowed but for admins, Invalid if the name is taken.
    """
    access.check_may_manage(actor, lazy("Only an admin can add rooms"))
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
    **described: RoomValue,
) -> Room:
    """Change what is given. Stale, with what is there now, if `version` is not the current one."""
    _check_may_change(actor, id)
    places = _locked(id, parts or ())
    room = places[id].room
    former = room.name
    changed = _("Somebody changed %(name)s while you were typing", name=former)
    rows.check_version(version, room.version, changed, lambda: _facts(room))
    _set(room, described)
    _save(room)
    spaces.rename(places[id].space_ids, former, room.name)
    if parts is not None:
        room_parts.change(room, parts, places)
    return room


def _check_may_change(actor: Actor, id: int) -> None:
    """NotAllowed but for admins, who alone see every room; NotFound if there is none."""
    if not access.may_manage(actor):
        find(actor, id)
        raise NotAllowed(_("Only an admin can change rooms"))


def _locked(id: int, part_ids: Collection[int]) -> dict[int, Place]:
    """The room, by its id, with the rooms that it is to be made of. NotFound if there is none."""
    places = spaces.lock_all([id, *part_ids])
    if id not in places:
        raise NotFound(_("Room not found"))
    return places


def _facts(room: Room) -> dict[str, str | int | list[int]]:
    """What its fields say now."""
    facts = {name: getattr(room, name) for name in SAME}
    return facts | {
        "hourly_rate": money.shown(room.hourly_rate_minor, settings.currency()),
        "group": room.group or "",
        "parts": [part.id for part in room_parts.of([room])[room.id]],
    }


def _set(room: Room, described: Mapping[str, RoomValue]) -> None:
    rows.assign(room, _columns(described))


def _columns(described: Mapping[str, RoomValue]) -> dict[str, RoomValue | None]:
    """The columns that say what is described."""
    columns: dict[str, RoomValue | None] = {}
    for name, value in described.items():
        if name == "group" and isinstance(value, str):
            columns["group_id"] = groups.named(value)
        elif name == "hourly_rate" and isinstance(value, Decimal):
            columns["hourly_rate_minor"] = settings.minor("hourly_rate", value)
        else:
            columns[name] = value
    return columns


def _save(room: Room) -> None:
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError:
        raise Invalid(fields={"name": _("There is already a room of this name")}) from None
    db.session.expire(room, ["group"])
