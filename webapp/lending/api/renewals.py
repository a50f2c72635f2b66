"""Keeping longer for programs."""

from flask import Blueprint

from webapp.core import paging
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answers

from .. import access
from ..closed_days import moved_loans
from ..loans import checkouts
from ..renewals import answers as renewal_answers
from ..renewals import extending, renewal_requests, renewing, standing, verdicts
from ..schemas.checkouts import CheckoutShown
from ..schemas.given import GivenShown
from ..schemas.renewals import (
    ExtendInput,
    KeptShown,
    LoanShown,
    RenewalApproval,
    RenewalDecline,
    RenewalInput,
    RenewAllInput,
    RenewalQuery,
    RenewalShown,
)
from ..waits import needed

bp = Blueprint("renewals_api", __name__, url_prefix="/api/inventory")


@bp.get("/checkouts/<int:id>/")
@signed_in
@answers("checkouts", LoanShown)
def show(id: int) -> Answer:
    """Show a checkout, and whether its borrower may keep it longer without asking."""
    checkout = checkouts.find(actor(), id)
    return LoanShown.of_loan(checkout, verdicts.of(checkout))


@bp.post("/checkouts/<int:id>/extend/")
@signed_in
@only(access.may_extend)
@answers("checkouts", GivenShown)
def extend(id: int, json: ExtendInput) -> Answer:
    """Let what is still out of a loan be due on another day; its borrower is told, perhaps why.

    The desk may say so up to the item's `max_checkout_days` from today, teachers beyond that.
    """
    checkout = extending.extend(actor(), id, **dict(json))
    return GivenShown.of_given(checkout, needed.names([checkout]).get(checkout.id, ()))


@bp.post("/checkouts/<int:id>/undo_extend/")
@signed_in
@only(access.may_extend)
@answers("checkouts", CheckoutShown)
def undo_extend(id: int) -> Answer:
    """Let a loan be due when it was before staff last set another day."""
    return CheckoutShown.of(extending.undo(actor(), id))


@bp.post("/checkouts/<int:id>/undo_moved/")
@signed_in
@only(access.may_extend)
@answers("checkouts", CheckoutShown)
def undo_moved(id: int) -> Answer:
    """Let a loan have the days that it had before it was moved off closed days; its borrower is told."""
    return CheckoutShown.of(moved_loans.undo(actor(), id))


@bp.post("/checkouts/<int:id>/renew/")
@signed_in
@answers("checkouts", CheckoutShown)
def renew(id: int) -> Answer:
    """Keep a loan of your own longer, until the day that its `renewal` says.

    Where it says no, `facts.reason` of the refusal says why; ask instead (`renewals/`).
    """
    return CheckoutShown.of(renewing.renew(actor(), id))


@bp.post("/checkouts/<int:id>/undo_renew/")
@signed_in
@answers("checkouts", CheckoutShown)
def undo_renew(id: int) -> Answer:
    """Let a loan be due when it was before it was last kept longer: for its borrower, and staff."""
    return CheckoutShown.of(renewing.undo(actor(), id))


@bp.post("/checkouts/renew/")
@signed_in
@answers("checkouts", list[KeptShown])
def renew_all(json: RenewAllInput) -> Answer:
    """Keep longer all that you have, as far as that goes; what may not be kept says why."""
    return [
        KeptShown.of(loan, verdict)
        for loan, verdict in renewing.renew_all(actor(), **dict(json))
    ]


@bp.get("/renewals/")
@signed_in
@answers("checkouts", list[RenewalShown])
def index(query: RenewalQuery) -> Answer:
    """List the requests to keep longer that you may see, newest first; the next page is in the Link header."""
    asked = renewal_requests.listed(
        actor(),
        status=query.status,
        checkout=query.checkout,
        before=paging.id_in(query.after),
        limit=query.limit + 1,
    )
    here, headers = paging.answer(asked, query.limit, paging.by_id)
    standings, is_staff = standing.of_all(here), actor().is_staff
    shown = [
        RenewalShown.of(each, standings.get(each.id), is_staff=is_staff) for each in here
    ]
    return shown, 200, headers


@bp.post("/renewals/")
@signed_in
@answers("checkouts", RenewalShown, status=201)
def ask(json: RenewalInput) -> Answer:
    """Ask to keep a loan of your own that you may not keep so long without asking."""
    return RenewalShown.of(renewal_requests.ask(actor(), **dict(json))), 201


@bp.get("/renewals/<int:id>/")
@signed_in
@answers("checkouts", RenewalShown)
def show_renewal(id: int) -> Answer:
    """Show a request to keep something longer."""
    asked = renewal_requests.find(actor(), id)
    return RenewalShown.of(asked, standing.of(asked), is_staff=actor().is_staff)


@bp.post("/renewals/<int:id>/withdraw/")
@signed_in
@answers("checkouts", RenewalShown)
def withdraw(id: int) -> Answer:
    """Take back what you asked, while nobody has answered it."""
    return RenewalShown.of(renewal_requests.withdraw(actor(), id))


@bp.post("/renewals/<int:id>/undo_withdraw/")
@signed_in
@answers("checkouts", RenewalShown)
def undo_withdraw(id: int) -> Answer:
    """Ask again what you have withdrawn."""
    return RenewalShown.of(renewal_requests.undo_withdraw(actor(), id))


@bp.post("/renewals/<int:id>/approve/")
@signed_in
@only(access.may_approve)
@answers("checkouts", RenewalShown, 412)
def approve(id: int, json: RenewalApproval) -> Answer:
    """Let it be kept until the day that was asked for, or another one."""
    asked = renewal_answers.approve(actor(), id, version=if_match(), **dict(json))
    return RenewalShown.of(asked)


@bp.post("/renewals/<int:id>/reject/")
@signed_in
@only(access.may_approve)
@answers("checkouts", RenewalShown, 412)
def reject(id: int, json: RenewalDecline) -> Answer:
    """Say no, with a reason that the borrower reads: it stays due when it is."""
    asked = renewal_answers.reject(actor(), id, version=if_match(), **dict(json))
    return RenewalShown.of(asked)


@bp.post("/renewals/<int:id>/undo/")
@signed_in
@only(access.may_approve)
@answers("checkouts", RenewalShown)
def undo(id: int) -> Answer:
    """Undo an answer, until its e-mail is sent."""
    return RenewalShown.of(renewal_answers.undo(actor(), id))
