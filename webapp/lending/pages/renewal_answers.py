"""Answering requests to keep something longer: the pages of one, signed in or by the link of an e-mail."""

from functools import partial

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.actor import Actor
from webapp.core.answering_pages import Answerer, AnsweringPages
from webapp.core.doors import actor, page, signed_in, wants_part
from webapp.core.errors import Refusal
from webapp.core.forms import read_query
from webapp.core.queues import still_waiting, waiting_words
from webapp.core.words import _
from webapp.people import links, people

from .. import access
from ..forms.renewals import RenewalApproveForm, RenewalDeclineForm
from ..renewals import answers, renewal_requests, standing
from ..schemas.renewals import RenewalSeen
from .blueprint import bp

PAGE = 20


@bp.get("/renewals")
@signed_in
def renewals() -> Response:
    """Those that wait for an answer, oldest first."""
    access.check_may_be_at_desk(actor())
    everyone = request.args.get("of") == "everyone"
    after = paging.id_in(request.args.get("after")) or 0
    asked = renewal_requests.waiting(
        actor(), everyone=everyone, after=after, limit=PAGE + 1
    )
    part = paging.cut(asked, PAGE, paging.by_id)
    return page(
        "lending/renewals/requests",
        renewals=part.rows,
        standings=standing.of_all(part.rows),
        everyone=everyone,
        more=part.after
        and url_for(".renewals", of=request.args.get("of"), after=part.after),
        heading=waiting_words(len(asked), PAGE),
    )


class RenewalPages(AnsweringPages):
    prefix = "renewal_"
    buttons = ("approve", "undo")
    forms = ("reject", "change")
    form_endpoints = ("answer_form", "answer")
    outcome_after_form = True

    def read_link(self, token: str) -> tuple[Actor, int]:
        return links.read("renewal", token)

    def address(self, id: int) -> str:
        return url_for(".renewal", id=id)

    def press(self, answerer: Answerer, verb: str) -> None:
        who, id, _ = answerer
        if verb == "undo":
            answers.undo(who, id)
        else:
            answers.approve(who, id, **dict(read_query(RenewalSeen)))

    def named(self, answerer: Answerer) -> str:
        loan = renewal_requests.find(answerer.who, answerer.id).checkout
        about = {"item": loan.item_name, "name": loan.student_name}
        return _("%(item)s for %(name)s", **about)

    def draw_form(self, answerer: Answerer, verb: str) -> Response:
        who, id, _ = answerer
        asked = renewal_requests.find(who, id)
        access.check_may_approve(who)
        form = _form(answerer, verb)
        form.version.data = str(asked.version)
        if isinstance(form, RenewalApproveForm):
            form.due_date.data = asked.asked_until
        return page(form.template, form=form)

    def send_form(self, answerer: Answerer, verb: str) -> None:
        who, id, _ = answerer
        renewal_requests.find(who, id)
        access.check_may_approve(who)
        answer = answers.approve if verb == "change" else answers.reject
        with _form(answerer, verb) as form:
            answer(who, id, **form.read())

    def card(
        self, answerer: Answerer, *, status: int = 200, no: Refusal | None = None
    ) -> Response:
        who, id, base = answerer
        asked = renewal_requests.find(who, id)
        decider = people.contact(asked.decided_by) if asked.decided_by else None
        return page(
            "lending/renewals/renewal",
            status,
            renewal=asked,
            base=base,
            who=who,
            is_part=wants_part(),
            decider=decider,
            standings=standing.of_all([asked]),
            heading=_heading(who),
            undo=answers.undoable(who, [asked]).get(id),
            no=no,
        )


def _form(answerer: Answerer, verb: str) -> RenewalApproveForm | RenewalDeclineForm:
    """With the request above it, also after a refusal."""
    who, id, base = answerer
    form = RenewalDeclineForm() if verb == "reject" else RenewalApproveForm()
    form.around = lambda: {"renewal": renewal_requests.find(who, id), "base": base}
    return form


def _heading(who: Actor) -> str | None:
    """Of the queue that it was answered in."""
    queue = partial(renewal_requests.waiting, who)
    return still_waiting(url_for(".renewals"), PAGE, queue)


PAGES = RenewalPages(bp, "/renewals/<int:id>", "/w/<token>")


@bp.get("/renewals/<int:id>")
@signed_in
def renewal(id: int) -> Response:
    return PAGES.card(PAGES.by_id(id))
