"""Checking in, for people and for programs."""

from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField

from webapp.core import heartbeat
from webapp.core.doors import actor, go, only, page, signed_in
from webapp.core.forms import Form
from webapp.core.heartbeat import Heartbeat
from webapp.core.openapi import Answer, Problem, answers, spec
from webapp.school import settings

from .. import access
from ..attendance import check_ins
from ..reservations import no_shows
from ..schemas.attendance import CheckInPolicy, CheckInShown
from ..schemas.reservations import ReservationShown

bp = Blueprint("check_ins", __name__)
api = Blueprint("check_ins_api", __name__, url_prefix="/api/inventory")
ALL = (bp, api)


class CheckInForm(Form):
    reads, title, template = CheckInPolicy, "Check-in", "rooms/attendance/check_in"
    check_in = BooleanField("People check in; otherwise the time is released")
    check_in_before = IntegerField("From how many minutes before the start")
    check_in_grace = IntegerField("Until how many minutes after it")
    strikes = IntegerField("Missed bookings that are too many")
    strike_days = IntegerField("Within how many days")
    check_in_outage = BooleanField("Nobody can check in right now: count nothing as missed")

    def around(self) -> dict[str, Heartbeat | None]:
        return {"last": heartbeat.of(no_shows.CHORE)}


@bp.post("/reservations/<int:id>/check-in")
@signed_in
def check_in(id: int) -> Response:
    check_ins.check_in(actor(), id)
    return go(url_for("rooms.show_reservation", id=id))


@bp.post("/reservations/<int:id>/excuse")
@signed_in
def excuse(id: int) -> Response:
    check_ins.excuse(actor(), id)
    return go(url_for("rooms.show_reservation", id=id))


@bp.get("/rooms/check-in")
@signed_in
def policy() -> Response:
    access.check_may_decide_check_in(actor())
    return page("rooms/attendance/check_in", form=CheckInForm(**_now()))


@bp.post("/rooms/check-in")
@signed_in
def decide() -> Response:
    with CheckInForm() as form:
        check_ins.decide(actor(), **form.read())
    return go(url_for(".policy"))


@api.post("/reservations/<int:id>/check-in/")
@signed_in
@spec.validate(resp=answers(HTTP_200=ReservationShown), tags=["reservations"])
def check_in_by_api(id: int) -> Answer:
    """Say that they are there."""
    return ReservationShown.of(check_ins.check_in(actor(), id))


@api.post("/reservations/<int:id>/excuse/")
@signed_in
@only(access.may_decide)
@spec.validate(resp=answers(HTTP_200=ReservationShown), tags=["reservations"])
def excuse_by_api(id: int) -> Answer:
    """Excuse somebody who did not come."""
    return ReservationShown.of(check_ins.excuse(actor(), id))


@api.get("/check-in/")
@signed_in
@spec.validate(resp=answers(HTTP_200=CheckInShown), tags=["reservations"])
def show_policy() -> Answer:
    """Show how people check in, and when it was last looked who did not come."""
    return CheckInShown.of(heartbeat.of(no_shows.CHORE))


@api.post("/check-in/")
@signed_in
@only(access.may_manage)
@spec.validate(resp=answers(HTTP_200=CheckInShown, HTTP_422=Problem), tags=["reservations"])
def decide_by_api(json: CheckInPolicy) -> Answer:
    """Decide how people check in."""
    check_ins.decide(actor(), **dict(json))
    return CheckInShown.of(heartbeat.of(no_shows.CHORE))


def _now() -> dict[str, Any]:
    return {name: settings.get(name) for name in CheckInPolicy.model_fields}
