"""Moving a reservation and ending it early, for programs."""

from flask import Blueprint

from webapp.core.doors import actor, if_match, signed_in
from webapp.core.openapi import Answer, answers

from ..reservations import changes
from ..schemas.changes import MoveInput
from ..schemas.reservations import ReservationShown

bp = Blueprint("changes_api", __name__, url_prefix="/api/inventory/reservations/<int:id>")


@bp.post("/move/")
@signed_in
@answers("reservations", ReservationShown, 412, 422)
def move(id: int, json: MoveInput) -> Answer:
    """Move a reservation to another time or room; send the version you saw as If-Match."""
    return ReservationShown.model_validate(
        changes.move(actor(), id, version=if_match(), **dict(json))
    )


@bp.post("/end/")
@signed_in
@answers("reservations", ReservationShown, 412)
def end(id: int) -> Answer:
    """End a reservation early and give back the rest of its time."""
    return ReservationShown.model_validate(changes.end(actor(), id, version=if_match()))
