"""Loan dates: those in the address of the catalogue, and what of its items is free on them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from flask import request

from webapp.core.doors import actor
from webapp.core.errors import Invalid
from webapp.core.forms import read_query
from webapp.school import calendar

from ..items import free
from ..items.stocked import Stocked
from ..schemas.items import LoanDates


class ForDates(NamedTuple):
    """The dates in the address, if there are any, and which are wrong."""

    asked: Mapping[str, str]  # `from` and `until` as they were typed
    first: date | None = None
    last: date | None = None
    problems: Mapping[str, str] = {}  # at these fields
    is_free_only: bool = False  # without those of which none is free
    moved: Sequence[str] = ()  # why they are not those that were typed, in sentences

    @property
    def to_ask(self) -> Mapping[str, str]:
        """What was typed, as a loan can be asked for: on the days that the list is of."""
        if not (self.first and self.last):
            return self.asked
        days = {"from": self.first.isoformat(), "until": self.last.isoformat()}
        return {name: days[name] if typed else "" for name, typed in self.asked.items()}

    @property
    def days(self) -> int:
        if self.first and self.last:
            return calendar.count_days(self.first, self.last)
        return 0

    def of(self, rows: Sequence[Stocked]) -> Sequence[Stocked]:
        """With what is free of them then."""
        if not (self.first and self.last):
            return rows
        return free.for_loan(actor(), rows, self.first, self.last)


def asked() -> ForDates:
    """Those of the address; today, if only what is free is to be shown and no day is said. Where nothing can be fetched
    or be due on one, the nearest on which it can.
    """
    typed = {name: request.args.get(name, "") for name in ("from", "until")}
    is_free_only = request.args.get("free") == "y"
    if not any(typed.values()) and not is_free_only:
        return ForDates(typed)
    try:
        said = read_query(LoanDates)
        days = free.settled(actor(), said.first or calendar.today(), said.until)
        return ForDates(
            typed, days.first, days.last, is_free_only=is_free_only, moved=days.moved
        )
    except Invalid as no:
        return ForDates(typed, problems=no.fields, is_free_only=is_free_only)
