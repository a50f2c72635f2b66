"""Cells: instants, amounts and names as a spreadsheet takes them."""

from datetime import datetime
from decimal import Decimal

from webapp.core import money
from webapp.people import people

from . import calendar


class Names(dict[int, str]):
    """Who people are, asked once each."""

    def __missing__(self, id: int) -> str:
        self[id] = people.names([id]).get(id, "Backline")
        return self[id]


def wall(at: datetime | None) -> datetime | None:
    """As a spreadsheet knows it: the school's time, to the second."""
    return at and calendar.local(at).replace(tzinfo=None, microsecond=0)


def amount(minor: int | None, currency: str) -> Decimal | None:
    """Minor units as a number of the currency."""
    return None if minor is None else Decimal(money.shown(minor, currency))


def yes(is_so: bool) -> str:
    """A yes or no in words."""
    return "yes" if is_so else "no"
