"""Likely: on which day somebody's turn may come, if all that is out comes back in time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from webapp.school import calendar, open_days

from ..availability import unit_days
from ..availability.availability import ONE_DAY, Shelf
from ..availability.day_changes import Span
from ..availability.unit_days import Days, EndOf
from ..days import due_days
from ..days.visits import ANY_DAY, Room
from ..models import ItemWait

TRIES = 20  # days that are looked at for one that is open


class Likely(NamedTuple):
    """The first day that may do, if any can be told; `is_guess` where it hangs on how long those ahead keep theirs."""

    day: date | None
    is_guess: bool = False


@dataclass
class Outlook:
    """What is free of an item from day to day, beside what those who wait are likely to have by then."""

    shelf: Shelf
    longest: int  # days for which it is lent at most
    taken: list[Span] = field(default_factory=list)
    units: dict[int, list[Days]] = field(default_factory=dict)  # of them, certain ones
    room: Room = ANY_DAY  # at the desk, for whoever asks for days

    def first_days(self, quantity: int, days: int, starts: date) -> Likely:
        """The first day, from `starts` on, from which so many are free for so long."""
        for day in self._candidates(starts):
            ends = self._needed_until(day, days)
            if ends > self.shelf.until:
                break
            if self.shelf.free(day, ends) >= quantity:
                return Likely(day, any(last == day for _first, last, _count in self.taken))
        return Likely(None)

    def first_open(self, quantity: int, days: int, starts: date) -> Likely:
        """The same, but an open day with room at the desk, on which it can be fetched."""
        decided = open_days.now_decided()
        for _try in range(TRIES):
            turn = self.first_days(quantity, days, starts)
            if turn.day is None:
                return turn
            starts = self.room.from_day(decided, turn.day)
            if starts == turn.day:
                return Likely(None) if self.room.is_full(starts) else turn
        return Likely(None)

    def last_day(self, first: date, quantity: int = 1) -> date:
        """Until when so many are free from a day on that has them, at most for as long as it is lent, and with room at
        the desk.
        """
        last = self._last_free(first, quantity)
        return self.room.until_day(open_days.now_decided(), first, last)

    def _last_free(self, first: date, quantity: int) -> date:
        last = due_days.latest(first, self.longest, self.room).day
        ends = self.shelf.end_of(first, last)
        for step in self.shelf.steps:
            day = step.day
            if first < day < ends and self.shelf.free(first, day + ONE_DAY) < quantity:
                return self.shelf.last_due(first, day)
        return last

    def take(self, day: date, wait: ItemWait) -> None:
        """Somebody is likely to have theirs from this day on, as long as it is lent, or until others have it."""
        ends = self.shelf.end_of(day, self.last_day(day, wait.quantity))
        span = day, ends, wait.quantity
        self.taken.append(span)
        self.shelf = self.shelf.beside([span])
        if wait.unit_id:
            self.units.setdefault(wait.unit_id, []).append((day, ends))

    def look_again(self, shelf: Shelf) -> None:
        """What is free has changed; what is taken stays so."""
        self.shelf = shelf.beside(self.taken)

    def _candidates(self, starts: date) -> Iterator[date]:
        days = {step.day for step in self.shelf.steps} | {starts}
        yield from sorted(day for day in days if day >= starts)

    def _needed_until(self, day: date, days: int) -> date:
        """The first day on which others may have it, if one has it for so long at least."""
        needed = due_days.settle(day, calendar.last_of(day, days)).day
        return self.shelf.end_of(day, min(needed, due_days.latest(day, self.longest).day))


def of(
    outlook: Outlook, line: Sequence[ItemWait], passed: Collection[int] = ()
) -> dict[int, Likely]:
    """When each of these is likely to have their turn, those ahead first, by their ids; one query for certain units.

    Those places, by their ids, that are `passed` over today take nothing that is there now, and those who are served
    already take nothing.
    """
    spans = unit_days.taken({wait.unit_id for wait in line if wait.unit_id})
    next_open = open_days.now_decided().from_day(calendar.today())
    days: dict[int, Likely] = {}
    for wait in line:
        if wait.is_served:
            days[wait.id] = Likely(None)
            continue
        day, _is_guess = days[wait.id] = _turn(outlook, wait, spans)
        if day and (day > next_open or wait.id not in passed):
            outlook.take(day, wait)
    return days


def _turn(outlook: Outlook, wait: ItemWait, spans: Mapping[int, Sequence[Days]]) -> Likely:
    starts = _earliest(outlook.shelf, wait, spans)
    return outlook.first_open(wait.quantity, wait.days, starts) if starts else Likely(None)


def _earliest(
    shelf: Shelf, wait: ItemWait, spans: Mapping[int, Sequence[Days]]
) -> date | None:
    """Today, or when their place is not paused any more and their unit is free; None if nobody can say."""
    starts = wait.paused_until if wait.is_resting else calendar.today()
    if starts and wait.unit_id:
        last = calendar.last_of(starts, wait.days)
        return _unit_free_from(spans.get(wait.unit_id, ()), starts, last, shelf.end_of)
    return starts


def _unit_free_from(
    spans: Sequence[Days], starts: date, last: date, end_of: EndOf
) -> date | None:
    if not unit_days.overlaps(spans, starts, end_of(starts, last)):
        return starts
    return unit_days.free_from(spans, starts, last, end_of)
