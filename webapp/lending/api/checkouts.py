"""Lending for programs."""

from flask import Blueprint

from webapp.core import clock, downloads, paging
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answers
from webapp.stock import released
from webapp.stock.movements import returns

from .. import access, ready
from ..asking import asking
from ..decisions import decisions, giving_up, missed_pickups, rearranging
from ..desk import endings, finding, handovers, looking, settling
from ..lists import exports
from ..loans import checkouts
from ..models import Checkout
from ..requests import restoring
from ..schemas.checkouts import (
    ApproveInput,
    CancelInput,
    CheckoutExport,
    CheckoutQuery,
    CheckoutRequest,
    CheckoutShown,
    DeclineInput,
    FoundInput,
    HandOutInput,
    RearrangeInput,
    ReturnRequest,
    SetAsideInput,
    SettleInput,
)
from ..schemas.given import EndedShown, GivenShown
from ..schemas.unkept import UnkeptShown
from ..today import shortfalls, unkept, ways_out
from ..waits import needed, put_by

bp = Blueprint("lending_api", __name__, url_prefix="/api/inventory/checkouts")


@bp.get("/")
@signed_in
@answers("checkouts", list[CheckoutShown])
def index(query: CheckoutQuery) -> Answer:
    """List the checkouts you may see, newest first; the next page is in the Link header."""
    before, wanted = paging.id_in(query.after), query.wanted
    found = checkouts.listed(actor(), before=before, limit=query.limit + 1, **wanted)
    here, headers = paging.answer(found, query.limit, paging.by_id)
    return [CheckoutShown.of(checkout) for checkout in here], 200, headers


downloads.for_programs(bp, "/", "checkouts", exports.checkouts, CheckoutExport)


@bp.post("/")
@signed_in
@answers("checkouts", CheckoutShown, status=201)
def ask_for(json: CheckoutRequest) -> Answer:
    """Request an item, for yourself or, as staff, for a student."""
    return CheckoutShown.of(asking.ask_for(actor(), **dict(json))), 201


@bp.get("/unkept/")
@signed_in
@only(access.may_hand_out)
@answers("checkouts", list[UnkeptShown])
def unkept_promises() -> Answer:
    """List what is promised for the next two weeks and will not be there: why, and what would do instead."""
    loans = unkept.soon(actor())
    ways, reasons = ways_out.of(actor(), loans), shortfalls.of(loans)
    return [UnkeptShown.of_promise(loan, reasons[loan.id], ways[loan.id]) for loan in loans]


@bp.post("/<int:id>/approve/")
@signed_in
@only(access.may_approve)
@answers("checkouts", GivenShown, 412)
def approve(id: int, json: ApproveInput) -> Answer:
    """Approve a request, perhaps until another day; its pieces are set aside, or handed out at once.

    Send the version you saw as If-Match: its borrower may have changed it since.

    Where pieces have tags, what is handed out at once needs its `units`; the refusal offers those that could.
    """
    return _given(decisions.approve(actor(), id, version=if_match(), **dict(json)))


@bp.post("/<int:id>/reject/")
@signed_in
@only(access.may_approve)
@answers("checkouts", CheckoutShown, 412)
def reject(id: int, json: DeclineInput) -> Answer:
    """Decline a request, with a reason. Send the version you saw as If-Match: it may have been changed since."""
    return CheckoutShown.of(decisions.reject(actor(), id, version=if_match(), **dict(json)))


@bp.post("/<int:id>/undo/")
@signed_in
@only(access.may_approve)
@answers("checkouts", CheckoutShown)
def undo(id: int) -> Answer:
    """Undo a decision, until its e-mail is sent."""
    return CheckoutShown.of(decisions.undo(actor(), id))


@bp.post("/<int:id>/cancel/")
@signed_in
@answers("checkouts", CheckoutShown)
def cancel(id: int, json: CancelInput) -> Answer:
    """Cancel a loan that is not out yet, perhaps with a reason that its borrower reads."""
    return CheckoutShown.of(giving_up.cancel(actor(), id, **dict(json)))


@bp.post("/<int:id>/undo_cancel/")
@signed_in
@answers("checkouts", CheckoutShown)
def undo_cancel(id: int) -> Answer:
    """Let a loan be what it was before it was cancelled, if it is still free: for who cancelled it, and staff."""
    return CheckoutShown.of(restoring.undo(actor(), id))


@bp.post("/<int:id>/look_at/")
@signed_in
@only(access.may_look_at)
@answers("checkouts", CheckoutShown)
def look_at(id: int) -> Answer:
    """Say that you have looked at what somebody else approved, so that it may be handed out."""
    return CheckoutShown.of(looking.look_at(actor(), id))


@bp.post("/<int:id>/undo_look/")
@signed_in
@only(access.may_look_at)
@answers("checkouts", CheckoutShown)
def undo_look(id: int) -> Answer:
    """Let it wait for a second look again, while it is not set aside."""
    return CheckoutShown.of(looking.undo(actor(), id))


@bp.post("/<int:id>/set_aside/")
@signed_in
@only(access.may_hand_out)
@answers("checkouts", CheckoutShown)
def set_aside(id: int, json: SetAsideInput) -> Answer:
    """Set aside what is approved, perhaps as named units; the borrower is told that it is ready."""
    return CheckoutShown.of(handovers.set_aside(actor(), id, **dict(json)))


@bp.post("/<int:id>/undo_set_aside/")
@signed_in
@only(access.may_hand_out)
@answers("checkouts", CheckoutShown)
def undo_set_aside(id: int) -> Answer:
    """Take back that it lies ready at the desk; what the daily run took off the shelf stays taken."""
    return CheckoutShown.of(ready.undo(actor(), id))


@bp.post("/<int:id>/hand_out/")
@signed_in
@only(access.may_hand_out)
@answers("checkouts", GivenShown)
def hand_out(id: int, json: HandOutInput) -> Answer:
    """Hand out what is approved, as named units with their accessories or as any pieces."""
    return _given(handovers.hand_out(actor(), id, **dict(json)))


def _given(checkout: Checkout) -> GivenShown:
    """With the names of those who wait for it."""
    return GivenShown.of_given(checkout, needed.names([checkout]).get(checkout.id, ()))


@bp.post("/<int:id>/return_item/")
@signed_in
@only(access.may_take_back)
@answers("checkouts", EndedShown)
def return_item(id: int, json: ReturnRequest) -> Answer:
    """End a loan, all or some of its pieces: returned, damaged, lost or used up; perhaps on an earlier day.

    Of units, with the accessories that came along.
    """
    began = clock.now()
    checkout = handovers.return_item(actor(), id, **dict(json))
    waiting = endings.to_agree(actor(), returns.of_checkout(id))
    released.tell()
    offers = put_by.offered_since([checkout.item_id], began)
    names = [loan.student_name for loan in offers]
    return EndedShown.of_ended(checkout, waiting.values(), names)


@bp.post("/<int:id>/found/")
@signed_in
@only(access.may_take_back)
@answers("checkouts", CheckoutShown)
def found(id: int, json: FoundInput) -> Answer:
    """Take the last loss of a loan back: its pieces turned up, and are out again until they are checked in."""
    return CheckoutShown.of(finding.find(actor(), id, **dict(json)))


@bp.post("/<int:id>/settle/")
@signed_in
@only(access.may_take_back)
@answers("checkouts", CheckoutShown)
def settle(id: int, json: SettleInput) -> Answer:
    """Settle what came back with something missing, or to be looked into; perhaps with a word how."""
    return CheckoutShown.of(settling.settle(actor(), id, **dict(json)))


@bp.post("/<int:id>/undo_settle/")
@signed_in
@only(access.may_take_back)
@answers("checkouts", CheckoutShown)
def undo_settle(id: int) -> Answer:
    """Put a loan back among those that are to be settled."""
    return CheckoutShown.of(settling.undo(actor(), id))


@bp.post("/<int:id>/undo_missed/")
@signed_in
@only(access.may_hand_out)
@answers("checkouts", CheckoutShown)
def undo_missed(id: int) -> Answer:
    """Promise again, from today on, what was released because nobody picked it up; the borrower is told."""
    return CheckoutShown.of(missed_pickups.undo(actor(), id))


@bp.post("/<int:id>/rearrange/")
@signed_in
@only(access.may_hand_out)
@answers("checkouts", CheckoutShown)
def rearrange(id: int, json: RearrangeInput) -> Answer:
    """Promise another item or other days than was approved; the borrower is told, perhaps why."""
    return CheckoutShown.of(rearranging.rearrange(actor(), id, **dict(json)))


@bp.post("/<int:id>/undo_rearrange/")
@signed_in
@only(access.may_hand_out)
@answers("checkouts", CheckoutShown)
def undo_rearrange(id: int) -> Answer:
    """Promise again what was promised before the last change."""
    return CheckoutShown.of(rearranging.undo(actor(), id))
