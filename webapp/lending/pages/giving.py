"""Giving a request to somebody else: its form, sending it, and taking that back."""

from flask import url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import naming

from .. import access
from ..forms.requests import GiveForm
from ..requests import another_borrower, requests
from ..requests.whole import Whole
from .blueprint import bp


@bp.get("/requests/<int:id>/give")
@signed_in
def give_form(id: int) -> Response:
    whole = requests.find(actor(), id)
    access.check_may_give(actor())
    return page("lending/requests/give", form=_form(whole), whole=whole)


@bp.post("/requests/<int:id>/give")
@signed_in
def give(id: int) -> Response:
    whole = requests.find(actor(), id)
    access.check_may_give(actor())
    with _form(whole) as form:
        typed = form.read()
        borrower = naming.named(actor(), typed["borrower"], field="borrower").id
        another_borrower.give(actor(), id, **typed | {"borrower": borrower})
    return go(
        url_for(".request_page", id=id),
        Said(_("The request is somebody else’s now"), undo=url_for(".undo_give", id=id)),
    )


@bp.post("/requests/<int:id>/undo_give")
@signed_in
def undo_give(id: int) -> Response:
    another_borrower.undo(actor(), id)
    return go(
        url_for(".request_page", id=id),
        Said(_("Taken back: the request is theirs again"), tone="mute"),
    )


def _form(whole: Whole) -> GiveForm:
    """Also after a refusal below what is to be given."""
    form = GiveForm(version=whole.request.version)
    form.around = lambda: {"whole": whole}
    return form
