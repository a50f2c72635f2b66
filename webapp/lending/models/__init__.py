"""Lending's tables."""

from .checkouts import Checkout

__all__ = [
    "Checkout",
]
