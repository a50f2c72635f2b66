"""Lending's blueprint, and the words its templates use."""

from datetime import date
from typing import Any

from flask import Blueprint

from webapp.school import calendar
from webapp.stock.items import pictograms

from .. import access, checkouts
from ..models import Checkout

bp = Blueprint("lending", __name__)


@bp.app_context_processor
def _words() -> dict[str, Any]:
    return {
        "lending": access,
        "is_overdue": checkouts.is_overdue,
        "family": pictograms.of,
        "state_of": state_of,
        "due_words": due_words,
    }


def state_of(checkout: Checkout) -> str:
    """The word of the one vocabulary for a checkout's state, as the chips know it."""
    if checkouts.is_overdue(checkout):
        return "overdue"
    if checkouts.is_due_soon(checkout):
        return "due_soon"
    return "agreed" if checkout.status == "approved" and not checkout.ready_at else checkout.status


def due_words(due: date) -> str:
    """How far away a due date is."""
    days = (due - calendar.today()).days
    if days < -1:
        return f"{-days} days late"
    return {-1: "1 day late", 0: "due today", 1: "due tomorrow"}.get(days, f"in {days} days")
