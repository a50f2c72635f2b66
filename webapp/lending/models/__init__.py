"""Lending's tables."""

from .baskets import Basket, BasketLine
from .checkouts import Checkout
from .events import CheckoutEvent
from .faults import FaultReport
from .piles import Pile
from .renewals import RenewalRequest
from .requests import Request, RequestSet
from .suspensions import Suspension
from .tellings import Telling
from .units import CheckoutUnit
from .waits import ItemWait, ItemWaitEvent

__all__ = [
    "Basket",
    "BasketLine",
    "Checkout",
    "CheckoutEvent",
    "FaultReport",
    "Pile",
    "RenewalRequest",
    "Request",
    "RequestSet",
    "CheckoutUnit",
    "Telling",
    "Suspension",
    "ItemWait",
    "ItemWaitEvent",
]
