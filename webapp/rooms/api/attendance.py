"""Checking in, for programs."""

from flask import Blueprint

from webapp.core import heartbeat
from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, Problem, answers, spec

from .. import access
from ..attendance import check_ins
from ..reservations import no_shows
from ..schemas.attendance import CheckInPolicy, CheckInShown
from ..schemas.reservations import ReservationShown

bp = Blueprint("check_ins_api", __name__, url_prefix="/api/inventory")


@bp.post("/reservations/<int:id>/check-in/")
@signed_in
@spec.validate(resp=answers(HTTP_200=ReservationShown), tags=["reservations"])
def check_in(id: int) -> Answer:
    """Check in to a reservation."""
    return ReservationShown.model_validate(check_ins.check_in(actor(), id))


@bp.post("/reservations/<int:id>/excuse/")
@signed_in
@only(access.may_decide)
@spec.validate(resp=answers(HTTP_200=ReservationShown), tags=["reservations"])
def excuse(id: int) -> Answer:
    """Excuse a missed reservation."""
    return ReservationShown.model_validate(check_ins.excuse(actor(), id))


@bp.get("/check-in/")
@signed_in
@spec.validate(resp=answers(HTTP_200=CheckInShown), tags=["reservations"])
def show_policy() -> Answer:
    """Show the check-in settings, and when missed reservations were last looked for."""
    return CheckInShown.of(heartbeat.of(no_shows.CHORE))


@bp.post("/check-in/")
@signed_in
@only(access.may_manage)
@spec.validate(resp=answers(HTTP_200=CheckInShown, HTTP_422=Problem), tags=["reservations"])
def decide(json: CheckInPolicy) -> Answer:
    """Change the check-in settings."""
    check_ins.decide(actor(), **dict(json))
    return CheckInShown.of(heartbeat.of(no_shows.CHORE))
