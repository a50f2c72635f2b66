"""Keeping longer in a browser: borrowers keep what they have, or ask to, signed in or by the link of an e-mail; staff
set another due day.
"""

from functools import partial

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.actor import Actor
from webapp.core.answering_pages import Answerer, AnsweringPages
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.errors import Refusal
from webapp.core.forms import read_query
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import links
from webapp.school import calendar

from .. import access
from ..closed_days import moved_loans
from ..forms.renewals import AskLongerForm, ExtendForm
from ..loans import checkouts
from ..models import Checkout
from ..renewals import answered, extending, renewal_requests, renewing, verdicts
from ..schemas.renewals import RenewAllInput
from ..waits import needed
from .blueprint import bp
from .coming_from import back_to
from .loans import Shown


class KeepPages(AnsweringPages):
    """Of a loan that its borrower may want to keep: one tap where that may be, else a form to ask."""

    prefix = "keep_"
    buttons = ("renew", "undo_renew", "withdraw_renewal", "undo_withdraw_renewal")
    forms = ("ask_longer",)
    form_endpoints = ("keep_form", "keep_send")
    outcome_after_form = False

    def read_link(self, token: str) -> tuple[Actor, int]:
        return links.read("keep", token)

    def address(self, id: int) -> str:
        """Back to where it was done."""
        return back_to(id)

    def press(self, answerer: Answerer, verb: str) -> None:
        who, id, _base = answerer
        if verb == "renew":
            renewing.renew(who, id)
        elif verb == "undo_renew":
            renewing.undo(who, id)
        elif verb == "withdraw_renewal":
            renewal_requests.withdraw_of(who, id)
        else:
            renewal_requests.undo_withdraw_of(who, id)

    def word(self, answerer: Answerer, verb: str) -> Said:
        who, id, base = answerer
        loan = checkouts.find(who, id)
        path = base if base.startswith("/k/") else url_for(".show", id=id)
        if verb in ("renew", "undo_renew"):
            return _word_kept(loan, path, verb)
        return _word_asked(loan, path, verb)

    def draw_form(self, answerer: Answerer, verb: str) -> Response:
        who, id, _base = answerer
        loan = checkouts.find(who, id)
        access.check_may_renew(who, loan)
        checkouts.check_state(loan, "out")
        if renewal_requests.waiting_for([loan]):
            return self.card(answerer)  # with what was asked, to be withdrawn
        form = _ask_form(answerer)
        form.due_date.data = renewal_requests.suggested(loan)
        return page(form.template, form=form)

    def send_form(self, answerer: Answerer, verb: str) -> None:
        who, id, _base = answerer
        access.check_may_renew(who, checkouts.find(who, id))
        with _ask_form(answerer) as form:
            renewal_requests.ask(who, id, **form.read())

    def card(
        self, answerer: Answerer, *, status: int = 200, no: Refusal | None = None
    ) -> Response:
        who, id, base = answerer
        return page(
            "lending/renewals/keep",
            status,
            who=who,
            base=base if base.startswith("/k/") else url_for(".show", id=id),
            no=no,
            **about(who, id),
        )


def about(who: Actor, id: int) -> Shown:
    """A loan, whether its borrower may keep it longer, and what they asked last."""
    loan = checkouts.find(who, id)
    return {
        "checkout": loan,
        "verdict": verdicts.of(loan),
        "last": answered.last_of([loan]).get(id),
    }


def _ask_form(answerer: Answerer) -> AskLongerForm:
    """With the loan above it, also after a refusal."""
    form = AskLongerForm()
    form.around = partial(about, answerer.who, answerer.id)
    return form


def _word_kept(loan: Checkout, path: str, verb: str) -> Said:
    """Until when it is theirs now; the desk reads it on the loan, so nobody is written to."""
    day = calendar.in_words(loan.due_on, loan.due_at)
    if verb == "undo_renew":
        return Said(_("Due on %(day)s again", day=day), tone="mute")
    words = _("Yours until %(day)s", day=day)
    return Said(words, _("The desk sees it too."), _back_again(path, "undo_renew"))


def _word_asked(loan: Checkout, path: str, verb: str) -> Said:
    """What waits for an answer now, and until when it is due without one."""
    day, asked = (
        calendar.in_words(loan.due_on, loan.due_at),
        renewal_requests.waiting_for([loan]),
    )
    if verb == "withdraw_renewal":
        words = _("Withdrawn: it stays due on %(day)s", day=day)
        return Said(words, undo=_back_again(path, "undo_withdraw_renewal"))
    until = calendar.in_words(asked[loan.id].asked_until)
    words = _("You asked to keep it until %(day)s", day=until)
    hint = _("You get an e-mail with the answer. Until then, %(day)s holds.", day=day)
    return Said(words, hint, _back_again(path, "withdraw_renewal"))


def _back_again(path: str, verb: str) -> str:
    """The address that takes it back, and leads to where this was done."""
    query = request.query_string.decode()
    return f"{path}/{verb}?{query}" if query else f"{path}/{verb}"


KeepPages(bp, "/checkouts/<int:id>", "/k/<token>")


@bp.post("/checkouts/renew")
@signed_in
def renew_all() -> Response:
    """What became of each; of one set alone, where the address names it."""
    decided = renewing.renew_all(actor(), **dict(read_query(RenewAllInput)))
    return page("lending/renewals/kept", decided=decided)


@bp.get("/checkouts/<int:id>/extend")
@signed_in
def extend_form(id: int) -> Response:
    checkout = checkouts.find(actor(), id)
    access.check_may_extend(actor())
    checkouts.check_state(checkout, "out")
    form = _form(id)
    form.due_date.data = checkout.due_on
    return page(form.template, form=form)


@bp.post("/checkouts/<int:id>/extend")
@signed_in
def extend(id: int) -> Response:
    checkouts.find(actor(), id)
    access.check_may_extend(actor())
    with _form(id) as form:
        extending.extend(actor(), id, **form.read())
    return go(
        url_for(".show", id=id),
        Said(_("It is due on another day now"), undo=url_for(".undo_extend", id=id)),
    )


@bp.post("/checkouts/<int:id>/undo_extend")
@signed_in
def undo_extend(id: int) -> Response:
    extending.undo(actor(), id)
    return go(
        url_for(".show", id=id), Said(_("Taken back: it is due as before"), tone="mute")
    )


@bp.post("/checkouts/<int:id>/undo_moved")
@signed_in
def undo_moved(id: int) -> Response:
    moved_loans.undo(actor(), id)
    return go(url_for(".show", id=id), Said(_("It has its days back"), tone="mute"))


def _form(id: int) -> ExtendForm:
    """Also after a refusal below which loan it is about."""
    form = ExtendForm()
    form.around = partial(_to_extend, id)
    return form


def _to_extend(id: int) -> dict[str, object]:
    """The loan, and in words who waits for it."""
    loan = checkouts.find(actor(), id)
    awaited = needed.names([loan]).get(id, ())
    return {"checkout": loan, "awaited": needed.in_words(awaited)}
