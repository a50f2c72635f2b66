"""Answering who asks for a room: the queue, and the pages of one request."""

from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.actor import Actor
from webapp.core.answering_pages import Answerer, AnsweringPages
from webapp.core.doors import actor, page, signed_in, wants_part
from webapp.core.errors import Refusal
from webapp.core.forms import read_query
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
    query = read_query(QueueQuery)
    everyone = query.of == "everyone"
    after = paging.place(query.after, datetime, int)
    waiting = approvals.listed(actor(), everyone=everyone, after=after, limit=PAGE + 1)
    part = paging.cut(waiting, PAGE, lambda request: (request.answer_by, request.id))
    more = part.after and url_for(".index", of=query.of or None, after=part.after)
    return page(
        "rooms/approvals/approvals",
        reservations=part.rows,
        more=more,
        everyone=everyone,
        about=approval_facts.for_requests(part.rows),
        heading=waiting_words(len(waiting), PAGE),
    )


class ReservationPages(AnsweringPages):
    buttons = ("approve", "undo")
    forms = ("decline",)
    form_endpoints = ("ask", "decline")
    outcome_after_form = True

    def read_link(self, token: str) -> tuple[Actor, int]:
        return links.read("room_decision", token)

    def address(self, id: int) -> str:
        return url_for("rooms.show_reservation", id=id)

    def press(self, answerer: Answerer, verb: str) -> None:
        who, id, _ = answerer
        if verb == "undo":
            approvals.undo(who, id)
        else:
            version = read_query(ReservationApprovePage, request.form).version
            approvals.approve(who, id, version=version)

    def draw_form(self, answerer: Answerer, verb: str) -> Response:
        reservation = reservations.find(answerer.who, answerer.id)
        form = _decline_form(answerer)
        form.version.data = str(reservation.version)
        return page("rooms/approvals/decline", form=form)

    def send_form(self, answerer: Answerer, verb: str) -> None:
        who, id, _ = answerer
        reservations.find(who, id)  # what is not theirs has no form to come back on
        with _decline_form(answerer) as form:
            approvals.decline(who, id, **form.read())

    def card(
        self, answerer: Answerer, *, status: int = 200, no: Refusal | None = None
    ) -> Response:
        who, id, base = answerer
        reservation = reservations.find(who, id)
        return page(
            "rooms/approvals/decision",
            status,
            heading=still_waiting(url_for(".index"), PAGE, partial(approvals.listed, who)),
            reservation=reservation,
            details=about(reservation, who),
            who=who,
            base=base,
            is_part=wants_part(),
            no=no,
            outcome=True,
        )


def about(reservation: Reservation, who: Actor) -> dict[str, Any]:
    """What the card of a decision shows."""
    undo = approvals.undoable(who, [reservation]).get(reservation.id)
    facts = approval_facts.for_requests([reservation])[reservation.id]
    return {"facts": facts, "undo": undo}


def _decline_form(answerer: Answerer) -> DeclineForm:
    """With what its page shows around it, which is there again when the form is refused."""
    who, id, base = answerer
    form = DeclineForm()
    form.around = lambda: {
        "details": {
            "reservation": reservations.find(who, id),
            "reasons": REASONS,
            "back": base,
        }
    }
    return form


ReservationPages(bp, "/reservations/<int:id>", "/r/room/<token>")
