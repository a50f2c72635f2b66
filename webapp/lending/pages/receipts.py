"""Receipts: the paper of a pile, to be signed, sent and undone."""

from flask import request
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _
from webapp.school import settings

from .. import access
from ..loans import lateness, swaps
from ..models import Checkout, Pile
from ..models.piles import Thing
from ..piles import loans, piles, receipts
from ..waits import put_by
from .blueprint import bp
from .loans import Shown


@bp.get("/receipts/<int:id>")
@signed_in
def receipt(id: int) -> Response:
    pile = piles.find(actor(), id)
    standing = piles.standing(pile)
    receipt = receipts.read_by(actor(), pile)
    theirs = [each for each in receipts.undone(pile) if _is_shown(each)] if standing else []
    return page(
        "lending/piles/receipt",
        pile=pile,
        receipt=receipt,
        due_by=lateness.due_by(receipt.things),
        undone=theirs,
        standing=receipt.pieces - receipts.pieces_in(theirs),
        is_undone=not standing,
        is_new=request.args.get("new") == "1",
        **_for_staff(pile, is_standing=bool(standing)),
        stayed=request.args.getlist("stayed"),
        school=settings.get("name"),
    )


def _for_staff(pile: Pile, *, is_standing: bool) -> Shown:
    """What can be done with it, and what of it is put by."""
    is_staff = actor().is_staff
    return {
        "may_undo": is_standing and access.may_take_back(actor()),
        "again": receipts.codes_again(pile) if is_staff and not is_standing else [],
        "put_by": _put_by(pile) if is_staff and is_standing else [],
        "swapped": _swapped(pile) if is_staff and is_standing else [],
        "unanswered": _unanswered(pile) if is_staff and is_standing else [],
    }


def _swapped(pile: Pile) -> list[Checkout]:
    """What its person was to bring back for it, and has not yet."""
    if pile.kind != "hand_over":
        return []
    return swaps.to_come_back({each["checkout"] for each in pile.things})


def _unanswered(pile: Pile) -> list[Checkout]:
    """What its person had asked for of the same and still waits to hear of."""
    if pile.kind != "hand_over" or pile.person_id is None:
        return []
    item_ids = {each["item"] for each in pile.things}
    asked = loans.unanswered(actor(), item_ids, pile.person_id).values()
    return [loan for loan in asked if loan.requested_at <= pile.at]


def _put_by(pile: Pile) -> list[Checkout]:
    """What of it lies aside for who waits for it, and has not answered yet."""
    if pile.kind != "take_back":
        return []
    return put_by.offered_since({each["item"] for each in pile.things}, pile.at)


def _is_shown(thing: Thing) -> bool:
    return actor().is_staff or thing["student"] == actor().id


@bp.post("/receipts/<int:id>/undo")
@signed_in
def undo_pile(id: int) -> Response:
    piles.undo(actor(), id)
    return go_to(
        "lending.receipt", Said(_("Undone: all is as it was before"), tone="mute"), id=id
    )
