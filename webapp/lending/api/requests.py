"""Requests for several things, for programs."""

from functools import partial
from zlib import crc32

from flask import Blueprint

from webapp.core import paging
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_list, answers

from .. import access
from ..asking import asking, several
from ..baskets import again
from ..loans import group_loans
from ..requests import another_borrower, cancelling, changing, contacts, requests, restoring
from ..requests.whole import Whole
from ..schemas.answers import RequestApproval, RequestDecline
from ..schemas.baskets import BasketShown
from ..schemas.requests import (
    CancelQuery,
    ContactInput,
    GiveInput,
    GroupLoanQuery,
    GroupLoanShown,
    RequestChangeInput,
    RequestInput,
    RequestQuery,
    RequestShown,
)
from . import baskets

bp = Blueprint("requests_api", __name__, url_prefix="/api/inventory/requests")


@bp.get("/")
@signed_in
@answers("checkouts", list[RequestShown])
def index(query: RequestQuery) -> Answer:
    """List the requests you may see with their lines, newest first; the next page is in the Link header."""
    before, wanted = paging.id_in(query.after), query.wanted
    found = requests.listed(actor(), before=before, limit=query.limit + 1, **wanted)
    here, headers = paging.answer(found, query.limit, paging.by_id)
    return [RequestShown.of(whole) for whole in here], 200, headers


@bp.post("/")
@signed_in
@answers("checkouts", RequestShown, status=201)
def ask_for(json: RequestInput) -> Answer:
    """Request several things at once, for yourself or, as staff, for a student: all of them, or none."""
    request = asking.ask_for_several(
        actor(),
        json.wishes,
        purpose=json.purpose,
        student=json.student,
        group=json.group,
        contact=json.contact,
        send_anyway=json.send_anyway,
    )
    return RequestShown.of(requests.find(actor(), request.id)), 201


@bp.get("/of_my_groups/")
@signed_in
@answers("checkouts", list[GroupLoanShown])
def of_my_groups(query: GroupLoanQuery) -> Answer:
    """List what the classes and ensembles you are in have, newest first, with who answers for each."""
    before = paging.id_in(query.after)
    loans = group_loans.of_member(actor(), before=before, limit=query.limit + 1)
    return answer_list(GroupLoanShown, loans, query.limit, paging.by_id)


@bp.get("/<int:id>/")
@signed_in
@answers("checkouts", RequestShown)
def show(id: int) -> Answer:
    """Show a request with its lines; its ETag is its version, which changes as its borrower changes it."""
    return _answer(requests.find(actor(), id))


@bp.post("/<int:id>/approve/")
@signed_in
@only(access.may_approve)
@answers("checkouts", RequestShown, 412)
def approve(id: int, json: RequestApproval) -> Answer:
    """Approve all lines or some, each on terms of its own, and decline others in the same act; a set counts as one.

    Send the version you saw as If-Match: its borrower may have changed it since.
    """
    whole = requests.find(actor(), id)
    places, said = json.places(whole), json.answer_to(whole)
    with several.at_places(places):
        return _answer(requests.answer(actor(), id, said, version=if_match()))


@bp.post("/<int:id>/reject/")
@signed_in
@only(access.may_approve)
@answers("checkouts", RequestShown)
def reject(id: int, json: RequestDecline) -> Answer:
    """Decline all lines or some, or a set as one, with a reason."""
    said = json.answer_to(requests.find(actor(), id))
    return RequestShown.of(requests.answer(actor(), id, said))


@bp.post("/<int:id>/undo/")
@signed_in
@only(access.may_approve)
@answers("checkouts", RequestShown)
def undo(id: int) -> Answer:
    """Undo the last answer as a whole, until its e-mail is sent."""
    return RequestShown.of(requests.undo(actor(), id))


@bp.post("/<int:id>/change/")
@signed_in
@answers("checkouts", RequestShown, 412)
def change(id: int, json: RequestChangeInput) -> Answer:
    """Change the days or numbers of your own request while it waits; send the version you saw as If-Match."""
    whole = requests.find(actor(), id)
    change, about = json.change_of(whole.waiting), {"send_anyway": json.send_anyway}
    places = several.at_places(json.places(whole.lines))
    with places, several.offering(partial(_instead, whole, json)):
        changed = changing.change(actor(), id, change, version=if_match(), **about)
    return _answer(changed)


def _instead(
    whole: Whole, json: RequestChangeInput, id: int, change: several.Change
) -> several.Change:
    """What would do for a line, or for the set that it is part of, in what was sent."""
    together = ([line.id for line in lines] for _set, lines in whole.together)
    return json.instead(next(ids for ids in together if id in ids), change)


@bp.post("/<int:id>/undo_change/")
@signed_in
@answers("checkouts", RequestShown)
def undo_change(id: int) -> Answer:
    """Undo your last change of a request that still waits."""
    return _answer(changing.undo(actor(), id))


@bp.post("/<int:id>/give/")
@signed_in
@only(access.may_give)
@answers("checkouts", RequestShown, 412)
def give(id: int, json: GiveInput) -> Answer:
    """Give what is not handed out yet to somebody else: both people get an e-mail, and so does whoever answers it.

    Send the version you saw as If-Match.
    """
    whole = another_borrower.give(
        actor(), id, borrower=json.borrower, reason=json.reason, version=if_match()
    )
    return _answer(whole)


@bp.post("/<int:id>/undo_give/")
@signed_in
@only(access.may_give)
@answers("checkouts", RequestShown)
def undo_give(id: int) -> Answer:
    """Give it back to who had it before, while nothing of it is handed out."""
    return _answer(another_borrower.undo(actor(), id))


@bp.post("/<int:id>/contact/")
@signed_in
@answers("checkouts", RequestShown, 412, 422)
def name_contact(id: int, json: ContactInput) -> Answer:
    """Say who fetches what is not handed out yet, or with null that its borrower does; send the version you saw as
    If-Match.

    Staff name anybody they see, a borrower somebody of the group it is for.
    """
    whole = contacts.name(actor(), id, contact=json.contact, version=if_match())
    return _answer(whole)


@bp.post("/<int:id>/undo_contact/")
@signed_in
@answers("checkouts", RequestShown)
def undo_contact(id: int) -> Answer:
    """Let whoever was to fetch it before fetch it again."""
    return _answer(contacts.undo(actor(), id))


@bp.post("/<int:id>/cancel/")
@signed_in
@answers("checkouts", RequestShown)
def cancel(id: int, query: CancelQuery) -> Answer:
    """Cancel all lines that are not out yet, or those of one set."""
    whole = requests.find(actor(), id)
    return RequestShown.of(cancelling.cancel(actor(), id, query.asked_sets(whole)))


@bp.post("/<int:id>/undo_cancel/")
@signed_in
@answers("checkouts", RequestShown)
def undo_cancel(id: int) -> Answer:
    """Undo what was last cancelled of a request, all of it: for who cancelled it, and staff."""
    return RequestShown.of(restoring.undo_whole(actor(), id))


@bp.post("/<int:id>/again/")
@signed_in
@answers("checkouts", BasketShown)
def ask_again(id: int) -> Answer:
    """Put everything of an earlier request of yours into your basket, its days shifted so that the first is today."""
    again.ask_again(actor(), id)
    return baskets.shown()


def _answer(whole: Whole) -> Answer:
    """With an ETag of its version, and of all that it shows: lines come back without a change of the request."""
    body = RequestShown.of(whole)
    sum_of_all = crc32(body.model_dump_json().encode())
    return body, 200, {"ETag": f'"v{whole.request.version}.s{sum_of_all}"'}
