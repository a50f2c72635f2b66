"""Cancelling a loan that is not out yet, and taking that back."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, signed_in
from webapp.core.said import Said
from webapp.core.words import _

from ..decisions import giving_up
from ..forms.checkouts import CancelForm
from ..requests import restoring
from . import changed, words_after
from .blueprint import bp


@bp.post("/checkouts/<int:id>/cancel")
@signed_in
def cancel(id: int) -> Response:
    with CancelForm() as form:
        checkout = giving_up.cancel(actor(), id, **form.read())
    word = words_after.cancelled(checkout)
    if request.args.get("at") == "unkept":
        return go(url_for(".unkept_promises", done=id), word)
    path = url_for(".show", id=id)
    return changed.answer(checkout, path, word)


@bp.post("/checkouts/<int:id>/undo_cancel")
@signed_in
def undo_cancel(id: int) -> Response:
    checkout = restoring.undo(actor(), id)
    word = Said(_("Not cancelled after all"), tone="mute")
    path = url_for(".show", id=id)
    return changed.answer(checkout, path, word)
