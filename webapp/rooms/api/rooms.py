"""Rooms for programs."""

from flask import Blueprint

from webapp.core import downloads, paging
from webapp.core.derived import place_of
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.errors import Invalid
from webapp.core.openapi import Answer, answers
from webapp.core.words import _
from webapp.school import calendar

from .. import access, exports, groups, parts, rooms
from ..models import Room
from ..schemas.days import DayShown
from ..schemas.finding import ListedRoomShown, RoomExport, RoomQuery
from ..schemas.rooms import DayQuery, RoomGroupShown, RoomInput, RoomPatch, RoomShown
from ..times import availability, finding

bp = Blueprint("rooms_api", __name__, url_prefix="/api/inventory")
ROOM = "/practice-rooms/<int(max=2147483647):id>/"

downloads.for_programs(bp, "/practice-rooms/", "rooms", exports.rooms, RoomExport)


@bp.get("/practice-rooms/")
@signed_in
@answers("rooms", list[ListedRoomShown], 422)
def list_rooms(query: RoomQuery) -> Answer:
    """List the practice rooms, by name; or those free from a time on, the best first."""
    return _free(query) if query.free_from else _by_name(query)


def _free(query: RoomQuery) -> Answer:
    if query.after:
        raise Invalid(fields={"after": _("A search by time has one page")})
    free = finding.search(
        actor(),
        free_from=query.free_from,
        minutes=query.minutes,
        equipment=query.equipment,
        capacity=query.capacity,
    ).free
    made_of = parts.of(each.room for each in free)
    first = free[: query.limit]
    return [ListedRoomShown.of_free(each, made_of[each.room.id]) for each in first]


def _by_name(query: RoomQuery) -> Answer:
    all_rooms = rooms.list_all(
        actor(),
        equipment=query.equipment,
        capacity=query.capacity,
        limit=query.limit + 1,
        after=paging.place(query.after, str, int),
    )
    here, headers = paging.answer(all_rooms, query.limit, place_of)
    made_of = parts.of(here)
    return [ListedRoomShown.of(room, made_of[room.id]) for room in here], 200, headers


@bp.post("/practice-rooms/")
@signed_in
@only(access.may_manage)
@answers("rooms", RoomShown, 422, status=201)
def add(json: RoomInput) -> Answer:
    """Add a practice room."""
    room = rooms.add(actor(), **dict(json))
    return _shown(room), 201, _tag(room)


@bp.get("/room-groups/")
@signed_in
@answers("rooms", list[RoomGroupShown])
def list_groups() -> Answer:
    """List the groups of rooms, by name."""
    return [
        RoomGroupShown(id=group.id, name=group.name) for group in groups.list_all()
    ], 200


@bp.get(ROOM)
@signed_in
@answers("rooms", RoomShown)
def show(id: int) -> Answer:
    """Show a practice room; its ETag is its version."""
    room = rooms.find(actor(), id)
    return _shown(room), 200, _tag(room)


@bp.patch(ROOM)
@signed_in
@only(access.may_manage)
@answers("rooms", RoomShown, 412, 422)
def describe(id: int, json: RoomPatch) -> Answer:
    """Describe a practice room anew."""
    room = rooms.describe(
        actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
    )
    return _shown(room), 200, _tag(room)


@bp.get(f"{ROOM}availability/")
@signed_in
@answers("rooms", DayShown, 422)
def day(id: int, query: DayQuery) -> Answer:
    """Show when the room is open, busy and free on a day."""
    return DayShown.model_validate(
        availability.day(actor(), id, query.date or calendar.today())
    )


@bp.get("/availability/")
@signed_in
@answers("rooms", list[DayShown], 422)
def day_of_all(query: DayQuery) -> Answer:
    """Show when each room is open, busy and free on a day, by name."""
    return [
        DayShown.model_validate(day)
        for day in availability.of_rooms(
            actor(), rooms.list_all(actor()), query.date or calendar.today()
        )
    ]


def _shown(room: Room) -> RoomShown:
    return RoomShown.of(room, parts.of([room])[room.id])


def _tag(room: Room) -> dict[str, str]:
    return {"ETag": f'"v{room.version}"'}
