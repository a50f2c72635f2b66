"""Rooms and reservations for programs."""

from typing import Any

from flask import Blueprint, request, url_for

from webapp.core.doors import actor, if_match, signed_in
from webapp.core.openapi import Problem, answers, spec

from . import availability, lists, reservations, rooms
from .schemas import (
    DayQuery,
    DayShown,
    ListQuery,
    ReservationInput,
    ReservationQuery,
    ReservationShown,
    RoomInput,
    RoomPatch,
    RoomShown,
)

bp = Blueprint("rooms_api", __name__, url_prefix="/api/inventory")
ROOM = "/practice-rooms/<int(max=2147483647):id>/"
RESERVATION = "/reservations/<int(max=2147483647):id>/"


@bp.get("/practice-rooms/")
@signed_in
@spec.validate(resp=answers(HTTP_200=list[RoomShown], HTTP_422=Problem), tags=["rooms"])
def list_rooms(query: ListQuery) -> Any:
    """List the practice rooms, by name."""
    found = rooms.list_all(actor(), limit=query.limit + 1, after=query.after)
    here = found[: query.limit]
    return (
        [RoomShown.of(room) for room in here],
        200,
        _next(len(found) > len(here) and lists.pack(here[-1].name, here[-1].id)),
    )


@bp.post("/practice-rooms/")
@signed_in
@spec.validate(resp=answers(HTTP_201=RoomShown, HTTP_422=Problem), tags=["rooms"])
def add(json: RoomInput) -> Any:
    """Add a practice room."""
    room = rooms.add(actor(), **dict(json))
    return RoomShown.of(room), 201, {"ETag": f'"{room.version}"'}


@bp.get(ROOM)
@signed_in
@spec.validate(resp=answers(HTTP_200=RoomShown), tags=["rooms"])
def show(id: int) -> Any:
    """Show a practice room; its ETag is its version."""
    room = rooms.find(actor(), id)
    return RoomShown.of(room), 200, {"ETag": f'"{room.version}"'}


@bp.patch(ROOM)
@signed_in
@spec.validate(resp=answers(HTTP_200=RoomShown, HTTP_412=Problem, HTTP_422=Problem), tags=["rooms"])
def describe(id: int, json: RoomPatch) -> Any:
    """Describe a practice room anew."""
    version = if_match() if "If-Match" in request.headers else None
    room = rooms.describe(actor(), id, version=version, **json.model_dump(exclude_unset=True))
    return RoomShown.of(room), 200, {"ETag": f'"{room.version}"'}


@bp.get(f"{ROOM}availability/")
@signed_in
@spec.validate(resp=answers(HTTP_200=DayShown, HTTP_422=Problem), tags=["rooms"])
def day(id: int, query: DayQuery) -> Any:
    """Show when the room is open, busy and free on a day."""
    return DayShown.of(availability.day(actor(), id, query.date))


@bp.get("/reservations/")
@signed_in
@spec.validate(resp=answers(HTTP_200=list[ReservationShown], HTTP_422=Problem), tags=["reservations"])
def list_reservations(query: ReservationQuery) -> Any:
    """List the reservations you may see, by start."""
    asked = query.model_dump() | {"limit": query.limit + 1}
    found = reservations.list_all(actor(), **asked)
    here = found[: query.limit]
    more = len(found) > len(here) and lists.pack(here[-1].starts_at.isoformat(), here[-1].id)
    return [ReservationShown.of(reservation) for reservation in here], 200, _next(more)


@bp.post("/reservations/")
@signed_in
@spec.validate(resp=answers(HTTP_201=ReservationShown, HTTP_422=Problem), tags=["reservations"])
def book(json: ReservationInput) -> Any:
    """Book a practice room."""
    return ReservationShown.of(reservations.book(actor(), **dict(json))), 201


@bp.get(RESERVATION)
@signed_in
@spec.validate(resp=answers(HTTP_200=ReservationShown), tags=["reservations"])
def show_reservation(id: int) -> Any:
    """Show a reservation."""
    return ReservationShown.of(reservations.find(actor(), id))


@bp.post(f"{RESERVATION}cancel/")
@signed_in
@spec.validate(resp=answers(HTTP_200=ReservationShown), tags=["reservations"])
def cancel(id: int) -> Any:
    """Give the time back."""
    return ReservationShown.of(reservations.cancel(actor(), id))


def _next(after: str | bool) -> dict[str, str]:
    if not after:
        return {}
    asked = request.args.to_dict() | {"after": str(after)}
    return {"Link": f'<{url_for(str(request.endpoint), **asked)}>; rel="next"'}  # type: ignore[arg-type]
