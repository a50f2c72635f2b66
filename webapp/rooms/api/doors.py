"""Booking a room from now on, for programs."""

from flask import Blueprint

from webapp.core.doors import actor, signed_in
from webapp.core.openapi import Answer, answers

from .. import rooms
from ..attendance import doors
from ..schemas.doors import DoorInput
from ..schemas.reservations import ReservationShown

bp = Blueprint("doors_api", __name__, url_prefix="/api/inventory")


@bp.post("/practice-rooms/<int:id>/book-now/")
@signed_in
@answers("reservations", ReservationShown, 422, status=201)
def book(id: int, json: DoorInput) -> Answer:
    """Book the room from now on."""
    room = rooms.find(actor(), id)
    return ReservationShown.model_validate(
        doors.book(actor(), room.door_code, **dict(json))
    ), 201
