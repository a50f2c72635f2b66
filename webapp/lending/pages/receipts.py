"""Receipts: the paper of a pile, to be signed, sent and undone."""

from flask import request
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.school import settings

from .. import access
from ..piles import piles, receipts
from .blueprint import bp


@bp.get("/receipts/<int:id>")
@signed_in
def receipt(id: int) -> Response:
    pile = piles.find(actor(), id)
    standing = piles.standing(pile)
    receipt = receipts.read_by(actor(), pile)
    undone = receipts.undone(pile) if standing else []
    theirs = [each for each in undone if actor().is_staff or each["student"] == actor().id]
    return page(
        "lending/piles/receipt",
        pile=pile,
        receipt=receipt,
        undone=theirs,
        standing=receipt.pieces - receipts.pieces_in(theirs),
        is_undone=not standing,
        may_undo=bool(standing) and access.may_take_back(actor()),
        is_new=request.args.get("new") == "1",
        stayed=request.args.getlist("stayed"),
        school=settings.get("name"),
    )


@bp.post("/receipts/<int:id>/undo")
@signed_in
def undo_pile(id: int) -> Response:
    piles.undo(actor(), id)
    return go_to("lending.receipt", id=id)
