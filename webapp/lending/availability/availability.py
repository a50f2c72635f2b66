"""How many of an item are free over dates: the one function everybody asks, inside the write transaction.

Two numbers: `free` can be asked for, so promises, what is out, requests that wait and what is held in baskets count
against it; `grantable` can be given away, so requests and baskets do not count: whoever decides chooses among them.
Nor do the days count for them on which what came back is looked after; for whoever asks they do, after every loan.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import attrgetter

from webapp.core.db import db
from webapp.school import calendar, open_days, settings

from ..days.visits import ANY_DAY, Room
from ..models import Checkout
from . import daily_sums, day_changes, looked_after
from .day_changes import Changes, Span, Step, Sums

FOREVER = date.max
ONE_DAY = timedelta(days=1)
DAY = attrgetter("day")


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
    service_days: int = (
        0  # open days for which each piece is looked after, once it came back
    )
    service: tuple[Span, ...] = ()  # when some are

    def end_of(self, starts: date, due: date) -> date:
        """The first day on which others can ask for what somebody has on these days: it was looked after by then."""
        return end_of(starts, due, self.service_days)

    def last_due(self, starts: date, first: date) -> date:
        """The last open day on which a loan may be due, if others are to have it from a day on."""
        if self.service_days:
            return looked_after.latest_due(first, self.service_days)
        is_free_when_due = end_of(starts, first) == first
        last = first if is_free_when_due else calendar.after(first, -1)
        return open_days.now_decided().until_day(last)

    def without_service(self) -> "Shelf":
        """The same if nothing was looked after."""
        if not self.service_days:
            return self
        back = [(first, last, -count) for first, last, count in self.service]
        return replace(self.beside(back), service_days=0, service=())

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

    def next_start(self, starts: date, due: date, room: Room = ANY_DAY) -> date | None:
        """The first later open day with `room` from which one is free for as long; None if none is soon."""
        length = (due - starts).days
        decided = open_days.now_decided()
        days = (
            room.from_day(decided, step.day) for step in self.steps if starts < step.day
        )
        loans = ((day, self.end_of(day, calendar.after(day, length))) for day in days)
        soon = ((day, ends) for day, ends in loans if ends <= self.until)
        return next((day for day, ends in soon if self.free(day, ends)), None)

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

    One more where a piece of one of them is looked after once it came back.

    What is held in the basket of the person `except_basket_of` does not count.
    """
    ids, today = list(set(item_ids)), calendar.today()
    first = max(first or today, today)
    until = max(until, first + ONE_DAY)
    sums = _sums(
        item_ids=ids,
        first=first,
        until=until,
        today=today,
        except_basket_of=except_basket_of,
    )
    changes = day_changes.of_items(ids, first, sums)
    if served := {id: each for id, each in changes.items() if each.service_days}:
        day_changes.add_service(served, sums)
    return {id: _swept(each, until) for id, each in changes.items()}


def _swept(changes: Changes, until: date) -> Shelf:
    return Shelf(
        changes.lendable,
        tuple(changes.steps()),
        tuple(sorted(changes.due_days)),
        until,
        changes.waiting,
        changes.service_days,
        tuple(changes.service),
    )


def _sums(**bound: date | int | list[int]) -> Sums:
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


def end_of(starts: date, due: date, service_days: int = 0) -> date:
    """The first day on which somebody else can have what is lent from `starts` and due on `due`.

    It may come back at the last minute, unless the school says that its due day is free again. Somebody else can ask
    for it once it was looked after for so many open days.
    """
    if service_days:
        return looked_after.first_free(due, service_days)
    if settings.get("due_day_is_free"):
        return max(due, calendar.after(starts, 1))
    return calendar.after(due, 1)


def held(checkout: Checkout) -> int:
    """How many pieces a checkout takes on each of its days."""
    if checkout.status in ("pending", "approved"):
        return checkout.quantity
    return checkout.out
