"""Telling borrowers, in a browser."""

from flask import url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, signed_in

from ..telling import reminding
from .blueprint import bp


@bp.post("/checkouts/<int:id>/remind")
@signed_in
def remind(id: int) -> Response:
    reminding.remind(actor(), id)
    return go(url_for(".show", id=id))
