"""Answering requests: from the queue, or by the link of a letter, which lets its reader do just that."""

from functools import partial
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.actor import Actor
from webapp.core.doors import actor, go, page, public, signed_in, wants_part
from webapp.core.errors import Conflict
from webapp.people import links, people

from .. import access, checkouts, decisions, judgement
from ..forms import ApproveForm, DeclineForm
from . import bp

PAGE = 20
BUTTONS: dict[str, Any] = {
    "approve": decisions.approve,
    "approve_and_hand_out": partial(decisions.approve, hand_out=True),
    "undo": decisions.undo,
}
FORMS: dict[str, tuple[type[Any], Any]] = {
    "reject": (DeclineForm, decisions.reject),
    "change": (ApproveForm, decisions.approve),
}
ONE_OF_BUTTONS, ONE_OF_FORMS = (f"<any({', '.join(each)}):verb>" for each in (BUTTONS, FORMS))


@bp.get("/approvals")
@signed_in
def approvals() -> Response:
    everyone = request.args.get("of") == "everyone"
    (after,) = paging.place(request.args.get("after"), int) or (0,)
    found = checkouts.waiting(actor(), everyone=everyone, after=after, limit=PAGE + 1)
    more = len(found) > PAGE and url_for(
        ".approvals", of=request.args.get("of"), after=paging.cursor(found[PAGE - 1].id)
    )
    return page(
        "lending/approvals",
        checkouts=found[:PAGE],
        judgements=judgement.of(found[:PAGE]),
        everyone=everyone,
        more=more,
    )


@bp.post(f"/checkouts/<int:id>/{ONE_OF_BUTTONS}")
@signed_in
def decide(id: int, verb: str) -> Response:
    return _decide(actor(), id, verb, url_for(".show", id=id))


@bp.get(f"/checkouts/<int:id>/{ONE_OF_FORMS}")
@signed_in
def answer_form(id: int, verb: str) -> Response:
    return _form(actor(), id, verb)


@bp.post(f"/checkouts/<int:id>/{ONE_OF_FORMS}")
@signed_in
def answer(id: int, verb: str) -> Response:
    return _answer(actor(), id, verb, url_for(".show", id=id))


@bp.get("/r/<token>")
@public
def by_link(token: str) -> Response:
    who, id = _reader(token)
    return _card("lending/decision", who, id, url_for(".by_link", token=token))


@bp.post(f"/r/<token>/{ONE_OF_BUTTONS}")
@public
def decide_by_link(token: str, verb: str) -> Response:
    return _decide(*_reader(token), verb, url_for(".by_link", token=token))


@bp.get(f"/r/<token>/{ONE_OF_FORMS}")
@public
def answer_form_by_link(token: str, verb: str) -> Response:
    return _form(*_reader(token), verb)


@bp.post(f"/r/<token>/{ONE_OF_FORMS}")
@public
def answer_by_link(token: str, verb: str) -> Response:
    return _answer(*_reader(token), verb, url_for(".by_link", token=token))


def _reader(token: str) -> tuple[Actor, int]:
    """Who a letter was written to, and about what."""
    return links.read("decision", token)


def _decide(who: Actor, id: int, verb: str, base: str) -> Response:
    """The card with the outcome; somebody may have been faster, and then it is theirs."""
    try:
        BUTTONS[verb](who, id)
    except Conflict as refused:
        no = refused
        no.page = lambda: _card("lending/decision", who, id, base, no=no, status=no.status)
        raise
    return _card("lending/decision", who, id, base) if wants_part() else go(base)


def _form(who: Actor, id: int, verb: str) -> Response:
    checkout = checkouts.find(who, id)
    access.check_may_approve(who)
    form = FORMS[verb][0]()
    if verb == "change":
        form.due_date.data = checkout.due_on
    return page(f"lending/{verb}", form=form, checkout=checkout)


def _answer(who: Actor, id: int, verb: str, base: str) -> Response:
    kind, act = FORMS[verb]
    with kind() as form:
        act(who, id, **form.read())
    return go(base)


def _card(name: str, who: Actor, id: int, base: str, *, status: int = 200, no: Any = None) -> Response:
    checkout = checkouts.find(who, id)
    decider = people.contact(checkout.decided_by) if checkout.decided_by else None
    return page(
        name if not wants_part() else "lending/request",
        status,
        checkout=checkout,
        judgement=judgement.of([checkout])[id],
        base=base,
        who=who,
        decider=decider,
        undo=decisions.undoable(who, [checkout]).get(id),
        no=no,
    )
