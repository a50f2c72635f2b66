"""Telling borrowers, for programs."""

from flask import Blueprint

from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answers

from .. import access
from ..schemas.checkouts import CheckoutShown
from ..schemas.tellings import ToldShown
from ..telling import reminding

bp = Blueprint("tellings_api", __name__, url_prefix="/api/inventory/checkouts")


@bp.get("/<int:id>/tellings/")
@signed_in
@answers("checkouts", list[ToldShown])
def index(id: int) -> Answer:
    """List who was told by e-mail that a loan is due soon, or late; the oldest first."""
    return [ToldShown.of(told) for told in reminding.of_loan(actor(), id)]


@bp.post("/<int:id>/remind/")
@signed_in
@only(access.may_remind)
@answers("checkouts", CheckoutShown)
def remind(id: int) -> Answer:
    """Remind the borrower of what is out by e-mail now, at most once a day."""
    return CheckoutShown.of(reminding.remind(actor(), id))
