"""A request for several things: its page, and answering it line by line."""

from collections.abc import Sequence
from datetime import datetime

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core.actor import Actor
from webapp.core.answering_pages import Answerer, AnsweringPages
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.errors import Refusal
from webapp.core.inputs import an_id
from webapp.core.words import _
from webapp.people import links, people

from .. import access, cancelling, changing, request_facts, requests
from ..forms.requests import LineAnswerForm
from ..models import Checkout
from ..request_facts import Judgement
from ..requests import Answer, Whole
from .blueprint import bp
from .decide import items_to_give

Forms = dict[int, LineAnswerForm]


@bp.get("/requests/<int:id>")
@signed_in
def request_page(id: int) -> Response:
    return PAGES.card(PAGES.by_id(id))


@bp.post("/requests/<int:id>/cancel")
@signed_in
def cancel_request(id: int) -> Response:
    cancelling.cancel(actor(), id)
    return go(url_for(".request_page", id=id))


class RequestPages(AnsweringPages):
    buttons = ("undo",)
    forms = ("answer",)
    form_endpoints = ("answer_form", "answer")
    outcome_after_form = False
    prefix = "request_"

    def read_link(self, token: str) -> tuple[Actor, int]:
        return links.read("request", token)

    def address(self, id: int) -> str:
        return url_for(".request_page", id=id)

    def press(self, answerer: Answerer, verb: str) -> None:
        requests.undo(answerer.who, answerer.id)

    def draw_form(self, answerer: Answerer, verb: str) -> Response:
        _to_answer(answerer)
        return self.card(answerer)

    def send_form(self, answerer: Answerer, verb: str) -> None:
        """Answer the lines that were sent, and no others; a refusal draws their forms again as they were filled in."""
        who, id, _base = answerer
        whole = _to_answer(answerer)
        forms = _forms(who, whole.lines)
        forms = {line: form for line, form in forms.items() if form.is_sent}
        try:
            version = request.form.get("version", type=an_id)
            requests.answer(who, id, _read(forms), version=version)
        except Refusal as refused:
            no = refused
            _show_at_fields(forms, no)
            no.page = lambda: self.card(answerer, status=no.status, no=no, forms=forms)
            raise

    def card(
        self,
        answerer: Answerer,
        *,
        status: int = 200,
        no: Refusal | None = None,
        forms: Forms | None = None,
    ) -> Response:
        who, id, base = answerer
        whole = requests.find(who, id)
        may_answer = access.may_approve(who) and whole.is_waiting
        judgements = request_facts.of(whole.waiting) if may_answer else {}
        fresh = _start(who, whole.waiting, judgements) if may_answer else {}
        return page(
            "lending/requests/show",
            status,
            whole=whole,
            judgements=judgements,
            forms={id: (forms or {}).get(id, form) for id, form in fresh.items()},
            base=base,
            who=who,
            names=people.contacts([line.decided_by for line in whole.lines]),
            no=no,
            **_undoable(who, whole),
        )


def _undoable(who: Actor, whole: Whole) -> dict[str, datetime | bool | None]:
    """Until when its last answer can be undone, and whether its borrower can undo their last change."""
    return {
        "undo": requests.undoable(who, whole),
        "is_changed": changing.undoable(who, whole),
    }


def _to_answer(answerer: Answerer) -> Whole:
    """A request that may be answered. NotFound if it is not theirs to see, NotAllowed if they may only look."""
    whole = requests.find(answerer.who, answerer.id)
    access.check_may_approve(answerer.who)
    return whole


def _forms(who: Actor, lines: Sequence[Checkout]) -> Forms:
    items = items_to_give(who, lines)
    return {line.id: LineAnswerForm.of(line, items[line.id]) for line in lines}


def _start(
    who: Actor, lines: Sequence[Checkout], judgements: dict[int, Judgement]
) -> Forms:
    """Yes where it fits, else no, with the reason."""
    forms = _forms(who, lines)
    for line in lines:
        fits = judgements[line.id].grantable >= line.quantity
        reason = "" if fits else _("It is not available then")
        forms[line.id].start(line, "yes" if fits else "no", reason)
    return forms


def _read(forms: Forms) -> Answer:
    """What was chosen for each line. Invalid, at the line's field, for what makes no sense."""
    approved, declined = {}, {}
    for id, form in forms.items():
        with form:
            said = form.said()
        if said.verdict == "no":
            declined[id] = said.reason
        else:
            approved[id] = said.terms
    return Answer(approved, declined)


def _show_at_fields(forms: Forms, no: Refusal) -> None:
    """Each of a refusal's sentences at the field it is about: "12.granted" is of line 12."""
    for name, words in no.fields.items():
        line, _dot, field = name.partition(".")
        if field and int(line) in forms:
            forms[int(line)][field].errors = [words]


PAGES = RequestPages(bp, "/requests/<int:id>", "/q/<token>")
