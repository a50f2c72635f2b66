"""Lending's tables."""

from .checkouts import Checkout
from .events import CheckoutEvent

__all__ = [
    "Checkout",
    "CheckoutEvent",
]
