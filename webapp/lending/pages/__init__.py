"""Lending in a browser: the item and its requests, decisions, the desk's queue, and the desk."""

from . import (
    baskets,
    cancelling,
    changes,
    counter,
    decide,
    desk,
    giving,
    handover,
    loans,
    past_loans,
    promises,
    queue,
    receipts,
    renewal_answers,
    renewals,
    requests,
    sets,
    suspensions,
    telling,
    tray,
    waits,
    whole_history,
)
from .blueprint import bp

__all__ = ["ROUTES", "bp"]

ROUTES = (
    baskets,
    cancelling,
    changes,
    counter,
    decide,
    desk,
    giving,
    handover,
    loans,
    past_loans,
    promises,
    queue,
    receipts,
    renewal_answers,
    renewals,
    requests,
    sets,
    suspensions,
    telling,
    tray,
    waits,
    whole_history,
)  # read here, for the blueprint has its routes once these are
