"""What leaves the desk and comes back to it, checkout by checkout."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, done, go, page, signed_in
from webapp.core.inputs import an_id

from .. import checkouts, handovers
from ..forms import ReturnForm
from ..models import Checkout
from . import bp


@bp.post("/checkouts/<int:id>/set_aside")
@signed_in
def set_aside(id: int) -> Response:
    return _done(handovers.set_aside(actor(), id, unit=request.form.get("unit", type=an_id)))


@bp.post("/checkouts/<int:id>/hand_out")
@signed_in
def hand_out(id: int) -> Response:
    return _done(handovers.hand_out(actor(), id, unit=request.form.get("unit", type=an_id)))


@bp.get("/checkouts/<int:id>/return")
@signed_in
def take_back(id: int) -> Response:
    checkouts.find(actor(), id)
    return page("layout/form", form=ReturnForm())


@bp.post("/checkouts/<int:id>/return")
@signed_in
def return_item(id: int) -> Response:
    with ReturnForm() as form:
        checkout = handovers.return_item(actor(), id, **form.read())
    return go(_next(checkout))


def _done(checkout: Checkout) -> Response:
    return done("lending/_checkout.html", _next(checkout), checkout=checkout)


def _next(checkout: Checkout) -> str:
    """Back to the desk, if it was done there."""
    if request.args.get("at") == "desk":
        return url_for(".desk", done=checkout.id)
    return url_for(".show", id=checkout.id)
