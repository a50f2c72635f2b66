"""Piles for programs: many things handed out, or taken back, in one act with one receipt."""

from flask import Blueprint, request

from webapp.core import paging
from webapp.core.doors import actor, only, signed_in
from webapp.core.errors import Invalid
from webapp.core.openapi import Answer, answers
from webapp.core.words import _

from .. import access
from ..models import Pile
from ..piles import giving, handing_over, piles, receipts, receiving, taking_back, whose
from ..schemas.piles import DryRun, HandOverInput, PileQuery, PileShown, TakeBackInput

hand_overs = Blueprint("hand_overs_api", __name__, url_prefix="/api/inventory/hand_overs")
take_backs = Blueprint("take_backs_api", __name__, url_prefix="/api/inventory/take_backs")
FORESEEN = {200: PileShown}


@hand_overs.get("/")
@signed_in
@answers("checkouts", list[PileShown])
def handed_over(query: PileQuery) -> Answer:
    """List what was handed out in piles, newest first; the next page is in the Link header."""
    return _listed("hand_over", query)


@hand_overs.post("/")
@signed_in
@only(access.may_hand_out)
@answers("checkouts", PileShown, status=201, also=FORESEEN)
def hand_over(query: DryRun, json: HandOverInput) -> Answer:
    """Hand out a pile to one person: each code is answered; what nothing is against leaves, in one act."""
    person = whose.named(actor(), json.person)
    if _is_dry(query):
        over = handing_over.look(actor(), json.said, person=person, due_date=json.due_date)
        return PileShown.foreseen(over.person, over.lines, over.also), 200
    done = giving.hand_over(actor(), json.said, person=person, due_date=json.due_date)
    receipt = receipts.read_by(actor(), done.pile)
    return PileShown.of(receipt, undone=False, lines=done.lines, also=done.also), 201


@hand_overs.get("/<int:id>/")
@signed_in
@answers("checkouts", PileShown)
def hand_over_receipt(id: int) -> Answer:
    """Show the receipt of a pile that was handed out."""
    pile = piles.find(actor(), id, "hand_over")
    return _shown(pile, undone=not piles.standing(pile))


@hand_overs.post("/<int:id>/undo/")
@signed_in
@only(access.may_take_back)
@answers("checkouts", PileShown)
def undo_hand_over(id: int) -> Answer:
    """Undo a whole pile: all of it that stands, or nothing if something of it moved on."""
    return _shown(piles.undo(actor(), id, "hand_over"), undone=True)


@take_backs.get("/")
@signed_in
@answers("checkouts", list[PileShown])
def taken_back(query: PileQuery) -> Answer:
    """List what was taken back in piles, newest first; the next page is in the Link header."""
    return _listed("take_back", query)


@take_backs.post("/")
@signed_in
@only(access.may_take_back)
@answers("checkouts", PileShown, status=201, also=FORESEEN)
def take_back(query: DryRun, json: TakeBackInput) -> Answer:
    """Take back a pile, each thing from whoever has it: what nothing is against comes back, in one act."""
    about = whose.named(actor(), json.person), json.returned_on
    if _is_dry(query):
        back = taking_back.look(actor(), json.said, *about)
        return PileShown.foreseen(back.person, back.lines, back.also), 200
    done = receiving.take_back(actor(), json.said, *about)
    receipt = receipts.read_by(actor(), done.pile)
    return PileShown.of(receipt, undone=False, lines=done.lines, also=done.also), 201


@take_backs.get("/<int:id>/")
@signed_in
@answers("checkouts", PileShown)
def take_back_receipt(id: int) -> Answer:
    """Show the receipt of a pile that was taken back."""
    pile = piles.find(actor(), id, "take_back")
    return _shown(pile, undone=not piles.standing(pile))


@take_backs.post("/<int:id>/undo/")
@signed_in
@only(access.may_take_back)
@answers("checkouts", PileShown)
def undo_take_back(id: int) -> Answer:
    """Undo a whole pile: all of it that stands, or nothing if something of it moved on."""
    return _shown(piles.undo(actor(), id, "take_back"), undone=True)


def _shown(pile: Pile, *, undone: bool) -> PileShown:
    return PileShown.of(receipts.read_by(actor(), pile), undone=undone)


def _listed(kind: str, query: PileQuery) -> Answer:
    before = paging.id_in(query.after)
    found = piles.listed(actor(), kind, before=before, limit=query.limit + 1)
    here, headers = paging.answer(found, query.limit, paging.by_id)
    undone = piles.undone(here)
    return [_shown(pile, undone=pile.id in undone) for pile in here], 200, headers


def _is_dry(query: DryRun) -> bool:
    """Invalid with a key: what does nothing has nothing that could be done twice."""
    if query.dry_run and "Idempotency-Key" in request.headers:
        raise Invalid(_("A dry run does nothing, so it takes no Idempotency-Key"))
    return query.dry_run
