"""How many of an item are free over dates: the one function everybody asks, inside the write transaction.

Two numbers: `free` can be asked for, so promises, what is out, requests that wait and what is held in baskets count
against it; `grantable` can be given away, so requests and baskets do not count: whoever decides chooses among them.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from webapp.core.db import db
from webapp.school import calendar, open_days, settings

from . import daily_sums
from .daily_sums import TO_COME
from .models import Checkout

FOREVER = date.max
ONE_DAY = timedelta(days=1)
# asked for, promised or out: what counts against an item, and against its borrower
OPEN = Checkout.stored_status.in_(("approved", "out")) | Checkout.is_waiting
LATER = timedelta(), ONE_DAY
DAY = attrgetter("day")


Span = tuple[date, date, int]  # from the first day until before the second, so many pieces


class Step(NamedTuple):
    """From this day until the next step so many are left; fewer than none where more is taken than there is."""

    day: date
    free: int
    grantable: int


@dataclass(frozen=True)
class Shelf:
    """What can be lent of an item at all, and how many of it are free from day to day, until `until`."""

    lendable: int
    steps: tuple[Step, ...]  # by day; there is one for the first day that was asked about
    due_days: tuple[
        date, ...
    ]  # on which pieces that are out should be back; late ones have none
    until: date
    waiting: int = 0  # people in its queue; what they need is not counted here

    def free(self, starts: date, ends: date, *, own: int = 0) -> int:
        """Pieces that can be asked for on every day of [starts, ends): neither promised, out nor asked for.

        Never negative; `own` pieces, which are taken on each of these days, do not count. Of days that are over,
        nothing is said.
        """
        return max(0, own + min(step.free for step in self._during(starts, ends)))

    def grantable(self, starts: date, ends: date, *, own: int = 0) -> int:
        """Pieces that can be given away on every day of [starts, ends): neither promised nor out."""
        return max(0, own + min(step.grantable for step in self._during(starts, ends)))

    def days(self, starts: date, count: int) -> list[int]:
        """How many are free on each of so many days."""
        free_from = {step.day: max(0, step.free) for step in self.steps}
        left, counts = self.free(starts, starts + ONE_DAY), []
        for ahead in range(count):
            left = free_from.get(starts + timedelta(days=ahead), left)
            counts.append(left)
        return counts

    def next_start(self, starts: date, ends: date) -> date | None:
        """The first later open day from which one is free for as long as [starts, ends); None if none is soon."""
        length = ends - starts
        decided = open_days.now_decided()
        days = (decided.from_day(step.day) for step in self.steps if starts < step.day)
        soon = (day for day in days if day <= self.until - length)
        return next((day for day in soon if self.free(day, day + length)), None)

    def beside(self, spans: Sequence[Span]) -> "Shelf":
        """What can be asked for if others have so many pieces of it then."""
        if not spans:
            return self
        days = {day for first, last, _count in spans for day in (first, last)}
        days |= {step.day for step in self.steps}
        known = sorted(day for day in days if self.steps[0].day <= day < self.until)
        return replace(self, steps=tuple(self._beside(spans, day) for day in known))

    def _beside(self, spans: Sequence[Span], day: date) -> Step:
        (step,) = self._during(day, day + ONE_DAY)
        taken = sum(count for first, last, count in spans if first <= day < last)
        return Step(day, step.free - taken, step.grantable)

    @property
    def is_overdrawn(self) -> bool:
        """Whether on some day more is promised and out than there is."""
        return any(step.grantable < 0 for step in self.steps)

    def _during(self, starts: date, ends: date) -> tuple[Step, ...]:
        """The steps that hold on one of these days."""
        if ends > self.until:
            raise ValueError(ends)  # what is taken then was not read
        first = max(1, bisect_right(self.steps, starts, key=DAY)) - 1
        after = bisect_left(self.steps, ends, key=DAY)
        return self.steps[first : max(first + 1, after)]


def shelves(
    item_ids: Iterable[int],
    first: date | None = None,
    until: date = FOREVER,
    *,
    except_basket_of: int = 0,
) -> dict[int, Shelf]:
    """Items over the days of [first, until), from today on: one query, however many items.

    What is held in the basket of the person `except_basket_of` does not count.
    """
    ids, today = list(set(item_ids)), calendar.today()
    first = max(first or today, today)
    until = max(until, first + ONE_DAY)
    bound = {"item_ids": ids, "first": first, "until": until, "today": today}
    bound["except_basket_of"] = except_basket_of
    changes = _added({id: _Changes(first) for id in ids}, _sums(bound))
    return {id: each.swept(until) for id, each in changes.items()}


def _added(changes: dict[int, "_Changes"], sums: Sequence[Any]) -> dict[int, "_Changes"]:
    """With each of these sums added to its item's changes."""
    for item_id, loans, day, later, asked, decided in sums:
        each = changes[item_id]
        if loans == TO_COME:  # nearly all: no call for each
            day += LATER[later]
            each.asked[day] += asked
            each.decided[day] += decided
        elif loans == daily_sums.LENDABLE:
            each.lendable, each.waiting = decided, asked
        else:
            each.add(loans, day, later, decided)
    return changes


def _sums(bound: dict[str, Any]) -> Sequence[Any]:
    """As in `daily_sums`, all at once: that takes half as long as one by one."""
    statement = daily_sums.BY_SETTING[settings.get("due_day_is_free")]
    return db.session.execute(statement, bound).all()


def shelf(
    item_id: int,
    first: date | None = None,
    until: date = FOREVER,
    *,
    except_basket_of: int = 0,
) -> Shelf:
    return shelves([item_id], first, until, except_basket_of=except_basket_of)[item_id]


def end_of(starts: date, due: date) -> date:
    """The first day on which somebody else can have what is lent from `starts` and due on `due`.

    It may come back at the last minute, unless the school says that its due day is free again.
    """
    if settings.get("due_day_is_free"):
        return max(due, calendar.after(starts, 1))
    return calendar.after(due, 1)


def held(checkout: Checkout) -> int:
    """How many pieces a checkout takes on each of its days."""
    if checkout.status in ("pending", "approved"):
        return checkout.quantity
    return checkout.out


class _Changes:
    """How many pieces more are taken on a day than on the day before, or fewer."""

    def __init__(self, first: date) -> None:
        self.first = first
        self.lendable = self.waiting = 0
        self.asked: dict[date, int] = defaultdict(int)
        self.decided: dict[date, int] = defaultdict(int, {first: 0})
        self.due_days: list[date] = []

    def add(self, loans: int, day: date, later: int, pieces: int) -> None:
        """One of the sums that the database tells of what is set aside or out."""
        if loans == daily_sums.OUT_DUE:
            self.due_days.append(day)
        elif loans == daily_sums.ASIDE:
            self.decided[self.first] += pieces
            pieces = -pieces
        self.decided[day + LATER[later]] += pieces

    def swept(self, until: date) -> Shelf:
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
        back = tuple(sorted(self.due_days))
        return Shelf(self.lendable, tuple(steps), back, until, self.waiting)
