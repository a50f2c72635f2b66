"""Rooms' tables, a file for each noun."""

from .closures import Closure, ClosureRoom
from .feeds import Feed
from .occupancy import Occupancy
from .payments import PaymentEntry, PriceChange
from .people import PEOPLE
from .rates import RoomRate
from .refusals import Refusal
from .reservations import PricePart, Reservation
from .rooms import REFERENCES, Room, RoomGroup, RoomSpace, Space
from .rules import RoomRule
from .series import Series, SeriesSkip
from .waits import Wait

__all__ = [
    "PEOPLE",
    "RoomRate",
    "Space",
    "RoomGroup",
    "Room",
    "RoomSpace",
    "REFERENCES",
    "PaymentEntry",
    "PriceChange",
    "PricePart",
    "Reservation",
    "Occupancy",
    "RoomRule",
    "Series",
    "SeriesSkip",
    "Wait",
    "Closure",
    "ClosureRoom",
    "Feed",
    "Refusal",
]
