"""Telling borrowers, in a browser."""

from functools import partial

from flask import request
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, signed_in
from webapp.core.errors import Conflict
from webapp.core.said import Said
from webapp.core.words import _

from ..telling import reminding
from . import loans
from .blueprint import bp


@bp.post("/checkouts/<int:id>/remind")
@signed_in
def remind(id: int) -> Response:
    """It comes back to the loan's page, or where that is said to its borrower's, or to the class they are in."""
    try:
        loan = reminding.remind(actor(), id)
    except Conflict as no:
        no.page = partial(loans.draw, id, status=no.status, not_reminded=no.message)
        raise
    word = Said(_("Reminded"))
    at = request.args.get("at")
    if at == "class":
        return go_to("reports.my_students", word)
    if at == "person":
        return go_to("people.show", word, id=loan.student_id)
    return go_to(".show", word, id=id)
