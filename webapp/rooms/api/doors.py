"""Booking a room from now on, for programs."""

from flask import Blueprint

from webapp.core.doors import actor, signed_in
from webapp.core.openapi import Answer, Problem, answers, spec

from .. import rooms
from ..attendance import doors
from ..schemas.doors import DoorInput
from ..schemas.reservations import ReservationShown

bp = Blueprint("doors_api", __name__, url_prefix="/api/inventory")


@bp.post("/practice-rooms/<int:id>/book-now/")
@signed_in
@spec.validate(
    resp=answers(HTTP_201=ReservationShown, HTTP_422=Problem), tags=["reservations"]
)
def book(id: int, json: DoorInput) -> Answer:
    """Book the room from now on."""
    room = rooms.find(actor(), id)
    return ReservationShown.model_validate(
        doors.book(actor(), room.door_code, **dict(json))
    ), 201
