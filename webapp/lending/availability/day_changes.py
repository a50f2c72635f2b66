"""From day to day: how many more pieces of an item are taken, or fewer, and what that leaves of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from webapp.school import calendar

from . import daily_sums, looked_after
from .daily_sums import TO_COME

LATER = timedelta(), timedelta(days=1)
Sums = Sequence[Any]  # rows of `daily_sums`
Span = tuple[date, date, int]  # from the first day until before the second, so many pieces


class Step(NamedTuple):
    """From this day until the next step so many are left; fewer than none where more is taken than there is."""

    day: date
    free: int
    grantable: int


class Changes:
    """How many pieces more are taken on a day than on the day before, or fewer."""

    def __init__(self, first: date) -> None:
        self.first = first
        self.lendable = self.waiting = self.service_days = 0
        self.asked: dict[date, int] = defaultdict(int)
        self.decided: dict[date, int] = defaultdict(int, {first: 0})
        self.due_days: list[date] = []
        self.service: list[Span] = []

    def add(self, loans: int, day: date, later: int, pieces: int) -> None:
        """One of the sums that the database tells of what is set aside or out."""
        if loans == daily_sums.OUT_DUE:
            self.due_days.append(day)
        elif loans == daily_sums.ASIDE:
            self.decided[self.first] += pieces
            pieces = -pieces
        self.decided[day + LATER[later]] += pieces

    def look_after(self, back_on: date, starts: date, pieces: int) -> None:
        """Pieces that come back on a day cannot be asked for from `starts` on, until they were looked after."""
        ends = looked_after.first_free(back_on, self.service_days)
        first = max(starts, self.first)
        if ends <= first:
            return
        self.service.append((first, ends, pieces))
        for day, more in ((first, pieces), (ends, -pieces)):
            self.asked[day] += more
            self.decided[day] += 0  # which has every day that changes

    def steps(self) -> Iterable[Step]:
        """What is left from day to day."""
        free = grantable = self.lendable
        steps: list[Step] = []
        for day, decided in sorted(self.decided.items()):
            grantable -= decided
            free -= decided + self.asked[day]
            if day > self.first:
                steps.append(Step(day, free, grantable))
            else:
                steps = [Step(self.first, free, grantable)]
        return steps


def of_items(item_ids: Iterable[int], first: date, sums: Sums) -> dict[int, Changes]:
    """With each of these sums added to its item's changes."""
    changes = {id: Changes(first) for id in item_ids}
    for item_id, loans, day, later, asked, decided in sums:
        each = changes[item_id]
        if loans == TO_COME:  # nearly all: no call for each
            day += LATER[later]
            each.asked[day] += asked
            each.decided[day] += decided
        elif loans == daily_sums.LENDABLE:
            each.lendable, each.waiting, each.service_days = decided, asked, later
        else:
            each.add(loans, day, later, decided)
    return changes


def add_service(changes: dict[int, Changes], sums: Sums) -> None:
    """After each loan that ends, and since a return, the days on which pieces are looked after; one query.

    What is late has no end, and what was not fetched by its last day comes back from nobody.
    """
    today = calendar.today()
    for item_id, loans, day, later, asked, decided in sums:
        is_back = loans == daily_sums.OUT_DUE or (loans == TO_COME and asked + decided < 0)
        if is_back and item_id in changes and day >= today:
            changes[item_id].look_after(day, day + LATER[later], -(asked + decided))
    for each in looked_after.not_ready(looked_after.of_items(changes)):
        piece = each.piece
        changes[piece.item_id].look_after(piece.day, today, piece.quantity)
