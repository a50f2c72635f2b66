"""Lending's tables."""

from .checkouts import Checkout
from .events import CheckoutEvent
from .piles import Pile
from .requests import Request
from .units import CheckoutUnit

__all__ = [
    "Checkout",
    "CheckoutEvent",
    "Pile",
    "Request",
    "CheckoutUnit",
]
