"""Cancelling a loan that is not out yet, and taking that back."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, done, go, signed_in

from .. import giving_up, restoring
from ..forms.checkouts import CancelForm
from .blueprint import bp


@bp.post("/checkouts/<int:id>/cancel")
@signed_in
def cancel(id: int) -> Response:
    with CancelForm() as form:
        checkout = giving_up.cancel(actor(), id, **form.read())
    if request.args.get("at") == "unkept":
        return go(url_for(".unkept_promises", done=id))
    undo = None if checkout.ending else "lending.undo_cancel"  # an offer is not made again
    shown = {"checkout": checkout, "undo_endpoint": undo}
    return done("lending/_checkout.html", url_for(".show", id=id), **shown)


@bp.post("/checkouts/<int:id>/undo_cancel")
@signed_in
def undo_cancel(id: int) -> Response:
    checkout = restoring.undo(actor(), id)
    return done("lending/_checkout.html", url_for(".show", id=id), checkout=checkout)
