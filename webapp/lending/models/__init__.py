"""Lending's tables."""

from .checkouts import Checkout
from .events import CheckoutEvent
from .requests import Request

__all__ = [
    "Checkout",
    "CheckoutEvent",
    "Request",
]
