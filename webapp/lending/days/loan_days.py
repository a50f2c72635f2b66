"""Loan days: from when until when somebody has something, or wants it."""

from datetime import date
from typing import NamedTuple


class Days(NamedTuple):
    """The first day of a loan and the day on which it is due."""

    starts: date
    due: date
