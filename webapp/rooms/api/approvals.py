"""Answering who asks for a room, for programs."""

from flask import Blueprint

from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answers

from .. import access
from ..approvals import approvals
from ..schemas.approvals import ReservationDeclineInput
from ..schemas.reservations import ReservationShown

bp = Blueprint(
    "room_approvals_api", __name__, url_prefix="/api/inventory/reservations/<int:id>"
)


@bp.post("/approve/")
@signed_in
@only(access.may_approve)
@answers("reservations", ReservationShown, 412)
def approve(id: int) -> Answer:
    """Approve a pending request; send the version you saw as If-Match."""
    return ReservationShown.model_validate(
        approvals.approve(actor(), id, version=if_match())
    )


@bp.post("/decline/")
@signed_in
@only(access.may_approve)
@answers("reservations", ReservationShown, 412, 422)
def decline(id: int, json: ReservationDeclineInput) -> Answer:
    """Decline a pending request, with a reason."""
    return ReservationShown.model_validate(
        approvals.decline(actor(), id, version=if_match(), reason=json.reason)
    )


@bp.post("/undo/")
@signed_in
@only(access.may_approve)
@answers("reservations", ReservationShown)
def undo(id: int) -> Answer:
    """Undo the answer until its e-mail is sent: the request is pending again."""
    return ReservationShown.model_validate(approvals.undo(actor(), id))
