"""Lending's blueprint, and the words its templates use."""

from typing import Any

from flask import Blueprint

from webapp.stock import access as stock
from webapp.stock import pictograms, sizes
from webapp.stock.items import scores

from .. import access
from ..baskets import again
from ..decisions import missed_pickups
from ..desk import by_hours
from ..loans import checkouts
from ..models import Checkout, endings
from ..schemas.checkouts import NoteInput
from ..today import shortfalls
from ..waits import places

bp = Blueprint("lending", __name__)


def state_of(checkout: Checkout) -> str:
    """The word of the one vocabulary for a checkout's state, as the chips know it."""
    status = checkout.status
    if status == "out" and checkouts.is_overdue(checkout):
        return "overdue"
    if status == "out" and checkouts.is_due_soon(checkout):
        return "due_soon"
    if checkout.is_offer:
        return "offered"
    if checkout.ending in endings.ENDED_OFFERS:
        return checkout.ending
    if status == "approved" and checkout.needs_look:
        return "to_look_at"
    return "agreed" if status == "approved" and not checkout.ready_at else status


HELPERS: dict[str, Any] = {
    "lending": access,
    "stock": stock,
    "family": pictograms.drawing,
    "credits": scores.credits,
    "state_of": state_of,
    "is_past": again.is_past,
    "begins_later": checkouts.begins_later,
    "size_words": sizes.shown,
    "may_be_promised_again": missed_pickups.undoable,
    "asked_ahead": checkouts.asked_ahead,
    "note_input": NoteInput,
    "possible_from": shortfalls.possible_from,
    "leaving_until": by_hours.told_now,
    "likely_words": places.likely_words,
}
bp.context_processor(lambda: HELPERS)
