"""Places: where each stands in the queue of their item, and when their turn is likely."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from webapp.core import text
from webapp.core.words import _
from webapp.school import calendar
from webapp.stock.items import archiving

from ..availability import availability
from ..availability.availability import Shelf
from ..models import ItemWait
from ..queues import in_line, likely, passed_over
from ..queues.in_line import Lines
from ..queues.likely import Likely, Outlook


class Days(NamedTuple):
    starts: date
    due: date


class Place(NamedTuple):
    """The `number` of a place, 1 for the first, `of` how many who wait for the item, and when their turn is likely."""

    number: int
    of: int
    likely: Likely
    is_resting: bool = False
    is_served: bool = False  # by a request of theirs

    @property
    def behind(self) -> int:
        return self.of - self.number

    @property
    def words(self) -> str:
        """As people are told it: "2nd of 3"."""
        return _("%(place)s of %(all)s", place=text.ordinal(self.number), all=self.of)

    @property
    def likely_words(self) -> str:
        """When, as far as anybody can say: "likely Fri 18 Dec"."""
        if self.is_served:
            return _("you asked for it, so nothing is offered meanwhile")
        return likely_words(self.likely, is_resting=self.is_resting)


@dataclass(frozen=True)
class Queue:
    """Who waits for an item, and how it goes on for whoever comes after them."""

    line: Sequence[ItemWait]
    days: dict[int, Likely]
    outlook: Outlook

    @property
    def next_place(self) -> str:
        """The place of whoever joins now: "3rd"."""
        return text.ordinal(len(self.line) + 1)

    def place(self, wait: ItemWait) -> Place | None:
        """Theirs; None where they do not wait any more."""
        if wait not in self.line:
            return None
        number, of = self.line.index(wait) + 1, len(self.line)
        return Place(number, of, self.days[wait.id], wait.is_resting, wait.is_served)

    def next_likely(self, days: int) -> Likely:
        """When whoever joins now for so many days is likely to have their turn."""
        return self.outlook.first_open(1, days, calendar.today())


def queue(item_id: int, shelf: Shelf, longest: int) -> Queue:
    """The queue of one item, of which `longest` is for how many days it is lent: no query where nobody waits."""
    line = in_line.of_items([item_id])[item_id] if shelf.waiting else []
    return _queue(line, Outlook(shelf, longest), _passed_over({item_id: line}))


def queues(item_ids: Collection[int]) -> dict[int, Queue]:
    """The same of several items; as many queries, however many, but where certain units are meant."""
    if not item_ids:
        return {}
    lines, shelves = in_line.of_items(item_ids), availability.shelves(item_ids)
    longest = archiving.longest(item_ids)
    passed = _passed_over(lines)
    return {
        id: _queue(line, Outlook(shelves[id], longest[id]), passed)
        for id, line in lines.items()
    }


def _queue(line: Sequence[ItemWait], outlook: Outlook, passed: Collection[int]) -> Queue:
    return Queue(line, likely.of(outlook, line, passed), outlook)


def _passed_over(lines: Lines) -> set[int]:
    waits = [wait for line in lines.values() for wait in line]
    return passed_over.of(waits) if waits else set()


def of_waits(waits: Collection[ItemWait]) -> dict[int, Place]:
    """The places of those of these who wait, by their ids."""
    waiting = [wait for wait in waits if wait.status == "waiting"]
    of_items = queues({wait.item_id for wait in waiting})
    places = {wait.id: of_items[wait.item_id].place(wait) for wait in waiting}
    return {id: place for id, place in places.items() if place}


def likely_words(turn: Likely, *, is_resting: bool = False) -> str:
    """When somebody's turn may come, as far as anybody can say."""
    if turn.day is None:
        return _("paused") if is_resting else _("nobody can say when yet")
    day = calendar.in_words(turn.day)
    if turn.is_guess:
        return _("not before %(day)s, if those before keep it as long as they may", day=day)
    return _("likely %(day)s", day=day)
