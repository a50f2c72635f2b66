"""Answering who asks for a room: from the queue, or by the link of a letter, which lets its reader do just that."""

from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.actor import Actor
from webapp.core.doors import actor, go, page, public, signed_in, wants_part
from webapp.core.errors import Conflict, Stale
from webapp.core.forms import asked
from webapp.core.queues import still_waiting, waiting_words
from webapp.people import links

from ..approvals import approval_facts, approvals
from ..forms.approvals import REASONS, DeclineForm
from ..models import Reservation
from ..reservations import reservations
from ..schemas.approvals import QueueQuery, ReservationApprovePage

bp = Blueprint("room_approvals", __name__)
PAGE = 20


@bp.get("/reservations/approvals")
@signed_in
def index() -> Response:
    query = asked(QueueQuery)
    told: dict[str, Any] = {"everyone": query.of == "everyone"}
    after = paging.place(query.after, datetime, int)
    found = approvals.listed(actor(), **told, after=after, limit=PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = last and url_for(
        ".index", of=query.of or None, after=paging.cursor(last.answer_by, last.id)
    )
    told |= {
        "about": approval_facts.of(found[:PAGE]),
        "heading": waiting_words(len(found), PAGE),
    }
    return page("rooms/approvals/approvals", found=found[:PAGE], more=more, **told)


@bp.post("/reservations/<int:id>/<any(approve, undo):verb>")
@signed_in
def decide(id: int, verb: str) -> Response:
    return _decide(actor(), id, verb, url_for("rooms.show_reservation", id=id))


@bp.get("/reservations/<int:id>/decline")
@signed_in
def ask(id: int) -> Response:
    return _ask(actor(), id, url_for("rooms.show_reservation", id=id))


@bp.post("/reservations/<int:id>/decline")
@signed_in
def decline(id: int) -> Response:
    return _decline(actor(), id, url_for("rooms.show_reservation", id=id))


@bp.get("/r/room/<token>")
@public
def by_link(token: str) -> Response:
    who, id = _reader(token)
    return _card(who, id, url_for(".by_link", token=token))


@bp.post("/r/room/<token>/<any(approve, undo):verb>")
@public
def decide_by_link(token: str, verb: str) -> Response:
    return _decide(*_reader(token), verb, url_for(".by_link", token=token))


@bp.get("/r/room/<token>/decline")
@public
def ask_by_link(token: str) -> Response:
    return _ask(*_reader(token), url_for(".by_link", token=token))


@bp.post("/r/room/<token>/decline")
@public
def decline_by_link(token: str) -> Response:
    return _decline(*_reader(token), url_for(".by_link", token=token))


def about(reservation: Reservation, who: Actor) -> dict[str, Any]:
    """What the card of a decision shows."""
    undo = approvals.undoable(who, [reservation]).get(reservation.id)
    return {"facts": approval_facts.of([reservation])[reservation.id], "undo": undo}


def _form(who: Actor, id: int, base: str, **start: Any) -> DeclineForm:
    form = DeclineForm(**start)
    form.around = lambda: {
        "told": {
            "reservation": reservations.find(who, id),
            "reasons": REASONS,
            "back": base,
        }
    }
    return form


def _reader(token: str) -> tuple[Actor, int]:
    """Who a letter was written to, and about what."""
    return links.read("room_decision", token)


def _decide(who: Actor, id: int, verb: str, base: str) -> Response:
    """The card with the outcome; somebody may have been faster, and then it is theirs."""
    try:
        if verb == "undo":
            approvals.undo(who, id)
        else:
            approvals.approve(
                who, id, version=asked(ReservationApprovePage, request.form).version
            )
    except Conflict as refused:
        raise _outcome(refused, who, id, base) from None
    return _card(who, id, base) if wants_part() else go(base)


def _ask(who: Actor, id: int, base: str) -> Response:
    form = _form(who, id, base, version=reservations.find(who, id).version)
    return page("rooms/approvals/decline", form=form)


def _decline(who: Actor, id: int, base: str) -> Response:
    reservations.find(who, id)  # what is not theirs has no form to come back on
    try:
        with _form(who, id, base) as form:
            approvals.decline(who, id, **form.read())
    except Stale:  # the form again, with what was typed
        raise
    except Conflict as refused:
        raise _outcome(refused, who, id, base) from None
    return go(base)


def _outcome(no: Conflict, who: Actor, id: int, base: str) -> Conflict:
    """The refusal, drawn as the card with what became of it."""
    no.page = lambda: _card(who, id, base, no=no, status=no.status)
    return no


def _card(who: Actor, id: int, base: str, *, status: int = 200, no: Any = None) -> Response:
    reservation = reservations.find(who, id)
    told = {"reservation": reservation, "told": about(reservation, who)}
    told |= {"who": who, "base": base, "no": no, "outcome": True}
    heading = still_waiting(url_for(".index"), PAGE, partial(approvals.listed, who))
    return page("rooms/approvals/decision", status, heading=heading, **told)
