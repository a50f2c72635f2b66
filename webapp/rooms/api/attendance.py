"""Checking in, for programs."""

from flask import Blueprint

from webapp.core import heartbeat
from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answers

from .. import access
from ..attendance import check_ins
from ..reservations import no_shows
from ..schemas.attendance import CheckInPolicy, CheckInShown
from ..schemas.reservations import ReservationShown

bp = Blueprint("check_ins_api", __name__, url_prefix="/api/inventory")


@bp.post("/reservations/<int:id>/check-in/")
@signed_in
@answers("reservations", ReservationShown)
def check_in(id: int) -> Answer:
    """Check in to a reservation."""
    return ReservationShown.model_validate(check_ins.check_in(actor(), id))


@bp.post("/reservations/<int:id>/excuse/")
@signed_in
@only(access.may_decide)
@answers("reservations", ReservationShown)
def excuse(id: int) -> Answer:
    """Excuse a missed reservation."""
    return ReservationShown.model_validate(check_ins.excuse(actor(), id))


@bp.get("/check-in/")
@signed_in
@answers("reservations", CheckInShown)
def show_policy() -> Answer:
    """Show the check-in settings, and when missed reservations were last looked for."""
    return CheckInShown.of(heartbeat.of(no_shows.CHORE))


@bp.post("/check-in/")
@signed_in
@only(access.may_manage)
@answers("reservations", CheckInShown, 422)
def decide(json: CheckInPolicy) -> Answer:
    """Change the check-in settings."""
    check_ins.decide(actor(), **dict(json))
    return CheckInShown.of(heartbeat.of(no_shows.CHORE))
