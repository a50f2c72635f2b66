"""Answering requests: from the queue, or by the link of a letter, which lets its reader do just that."""

from functools import partial
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.actor import Actor
from webapp.core.doors import actor, go, page, public, signed_in, wants_part
from webapp.core.errors import Conflict
from webapp.core.inputs import an_id
from webapp.core.queues import still_waiting, waiting_words
from webapp.people import links, people
from webapp.school import to_see_to

from .. import access, checkouts, choosing, decisions, request_facts
from ..forms.checkouts import ApproveForm, ApproveUnitForm, DeclineForm
from ..models import Checkout
from .blueprint import bp

PAGE = 20
BUTTONS: dict[str, Any] = {
    "approve": decisions.approve,
    "approve_and_hand_out": lambda who, id: decisions.approve(
        who, id, hand_out=True, unit=request.form.get("unit", type=an_id)
    ),
    "undo": decisions.undo,
}
FORMS: dict[str, tuple[type[Any], Any]] = {
    "reject": (DeclineForm, decisions.reject),
    "change": (ApproveForm, decisions.approve),
}
ONE_OF_BUTTONS, ONE_OF_FORMS = (
    f"<any({', '.join(each)}):verb>" for each in (BUTTONS, FORMS)
)


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
        counts={} if wants_part() else to_see_to.of(actor(), "stock", "rooms"),
        checkouts=found[:PAGE],
        judgements=request_facts.of(found[:PAGE]),
        everyone=everyone,
        more=more,
        heading=waiting_words(len(found), PAGE),
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
    form = _answer_form(who, checkout, verb)
    if verb == "change":
        form.due_date.data = checkout.due_on
    return page(f"lending/{verb}", form=form, checkout=checkout)


def _answer(who: Actor, id: int, verb: str, base: str) -> Response:
    with _answer_form(who, checkouts.find(who, id), verb) as form:
        FORMS[verb][1](who, id, **form.read())
    return go(base)


def _answer_form(who: Actor, checkout: Checkout, verb: str) -> Any:
    """With the units to choose from, where one has to be named to leave at once."""
    access.check_may_approve(who)
    if verb == "change" and checkout.needs_tag:
        units = choosing.choices([checkout.item_id])[checkout.item_id]
        return ApproveUnitForm(choices={"unit": [(unit.id, unit.tag) for unit in units]})
    return FORMS[verb][0]()


def _card(
    name: str, who: Actor, id: int, base: str, *, status: int = 200, no: Any = None
) -> Response:
    checkout = checkouts.find(who, id)
    decider = people.contact(checkout.decided_by) if checkout.decided_by else None
    return page(
        name if not wants_part() else "lending/request",
        status,
        heading=still_waiting(url_for(".approvals"), PAGE, partial(checkouts.waiting, who)),
        checkout=checkout,
        judgement=request_facts.of([checkout])[id],
        base=base,
        who=who,
        decider=decider,
        undo=decisions.undoable(who, [checkout]).get(id),
        no=no,
    )
