"""Telling borrowers, in a browser."""

from functools import partial

from flask import url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, signed_in
from webapp.core.errors import Conflict

from ..telling import reminding
from . import loans
from .blueprint import bp


@bp.post("/checkouts/<int:id>/remind")
@signed_in
def remind(id: int) -> Response:
    try:
        reminding.remind(actor(), id)
    except Conflict as no:
        no.page = partial(loans.draw, id, status=no.status, not_reminded=no.message)
        raise
    return go(url_for(".show", id=id))
