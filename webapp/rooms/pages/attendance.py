"""Checking in, in a browser: on a booking's page, and how the school does it."""

from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _
from webapp.school import settings

from .. import access
from ..attendance import check_ins
from ..forms.attendance import CheckInForm
from ..schemas.attendance import CheckInPolicy

bp = Blueprint("check_ins", __name__)


@bp.post("/reservations/<int:id>/check-in")
@signed_in
def check_in(id: int) -> Response:
    check_ins.check_in(actor(), id)
    return go_to("rooms.show_reservation", Said(_("You are checked in")), id=id)


@bp.post("/reservations/<int:id>/excuse")
@signed_in
def excuse(id: int) -> Response:
    check_ins.excuse(actor(), id)
    return go_to(
        "rooms.show_reservation", Said(_("Excused: it does not count as missed")), id=id
    )


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
    return go_to(".policy", Said(_("Saved")))


def _now() -> dict[str, Any]:
    return {name: settings.get(name) for name in CheckInPolicy.model_fields}
