"""API tokens, in a browser: issued on their person's page, shown there once, revoked there."""

from flask import session
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _

from .. import tokens
from ..forms import TokenForm
from .people import bp


@bp.get("/people/<int:id>/token")
@signed_in
def new_token(id: int) -> Response:
    tokens.check(actor(), id)
    return page("layout/form", form=TokenForm())


@bp.post("/people/<int:id>/token")
@signed_in
def issue_token(id: int) -> Response:
    """The token waits in the person's own cookie for the page that shows it: no answer kept here may hold it."""
    with TokenForm() as form:
        issued = tokens.issue_for(actor(), id, **form.read())
        session["issued"] = [id, issued.token]
    return go_to("people.show", id=id)


@bp.post("/tokens/<int:id>/revoke")
@signed_in
def revoke(id: int) -> Response:
    return go_to(
        "people.show",
        Said(_("The token opens nothing any more")),
        id=tokens.revoke(actor(), id).user_id,
    )
