"""How many of a set are free over dates: as many as its parts allow, by the function that knows each part's item."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.school import open_days
from webapp.stock.sets.sets import Set, SetPart

from ..availability import availability, unit_days
from ..availability.availability import FOREVER, ONE_DAY, Shelf
from ..availability.unit_days import Days
from ..days import near_days
from ..days.near_days import Bounds
from ..models import BasketLine
from ..queues import ahead
from ..queues.ahead import Ahead


class Lack(NamedTuple):
    """A part of which there are too few, how many there are, and from which day on there are enough, if ever."""

    part: SetPart
    free: int
    free_from: date | None


@dataclass(frozen=True)
class PartShelf:
    """One part: what is free of its item, and if it is one certain unit, when somebody else has that."""

    part: SetPart
    shelf: Shelf
    taken: Sequence[Days] = ()
    besides: int = 0  # pieces that whoever asks wants of its item for the same days

    def free(self, starts: date, due: date) -> int:
        """Pieces that can be asked for from one day until another, and are looked after before others have them."""
        ends = self.shelf.end_of(starts, due)
        if unit_days.overlaps(self.taken, starts, ends):
            return 0
        return max(0, self.shelf.free(starts, ends) - self.besides)

    @property
    def changes(self) -> set[date]:
        """The days from which on more or fewer may be free."""
        steps = {step.day for step in self.shelf.steps}
        return (steps | {last for _first, last in self.taken}) - {FOREVER}

    def beside(self, lines: Collection[BasketLine]) -> "PartShelf":
        """What is left of it for whoever wants these lines of a basket for the same days."""
        pieces = sum(line.pieces(self.part.item_id) for line in lines)
        unit_ids = {part.unit_id for line in lines for part in line.parts}
        is_taken = self.part.unit_id and self.part.unit_id in unit_ids
        taken = [(date.min, FOREVER)] if is_taken else self.taken
        return replace(self, besides=pieces, taken=taken)

    def free_from(self, starts: date, due: date, quantity: int) -> date | None:
        """The first later day from which so many are free for as long; None if nobody knows one."""
        length = due - starts
        latest = FOREVER - length - ONE_DAY
        decided = open_days.now_decided()
        changes = sorted(day for day in self.changes if starts < day < latest)
        later = map(decided.from_day, changes)
        return next(
            (day for day in later if self.free(day, day + length) >= quantity), None
        )


@dataclass(frozen=True)
class SetShelf:
    """All parts of a set; nothing is free of one that is not lent."""

    row: Set
    parts: Sequence[PartShelf]

    def beside(self, lines: Collection[BasketLine]) -> "SetShelf":
        """What is left of it for whoever wants these lines of a basket for the same days."""
        return replace(self, parts=[each.beside(lines) for each in self.parts])

    def free(self, starts: date, due: date) -> int:
        """Whole sets that can be asked for from one day until another."""
        if not self.row.is_lent or self.row.archived_at:
            return 0
        return min(each.free(starts, due) // each.part.quantity for each in self.parts)

    def first_days(
        self, starts: date, due: date, quantity: int, bounds: Bounds
    ) -> tuple[date, date] | None:
        """The first days after the start on which so many are, within the bounds; None if never."""
        changes = {day for part in self.parts for day in part.changes}

        def is_enough(day: date, end: date) -> bool:
            return self.free(day, end) >= quantity

        return near_days.first(changes, starts, due, is_enough, bounds)

    def lacking(self, starts: date, due: date, quantity: int) -> list[Lack]:
        """The parts that stand in the way of so many sets."""
        lacks = []
        for each in self.parts:
            wanted = each.part.quantity * quantity
            if (free := each.free(starts, due)) < wanted:
                lacks.append(Lack(each.part, free, each.free_from(starts, due, wanted)))
        return lacks


def shelf(
    actor: Actor, row: Set, first: date | None = None, *, except_basket_of: int = 0
) -> SetShelf:
    return shelves(actor, [row], first, except_basket_of=except_basket_of)[row.id]


def shelves(
    actor: Actor,
    sets: Iterable[Set],
    first: date | None = None,
    *,
    except_basket_of: int = 0,
) -> dict[int, SetShelf]:
    """What this person can ask for, by the set's id, from the first day on, today if none is said.

    One query, two more where units are meant, and few more where somebody waits for a part. What is held in the basket
    of the person `except_basket_of` does not count.
    """
    rows = list(sets)
    parts = [part for row in rows for part in row.parts]
    items, taken = _left(actor, parts, first, except_basket_of)
    return {row.id: _shelf(row, items, taken) for row in rows}


def _left(
    actor: Actor, parts: Sequence[SetPart], first: date | None, except_basket_of: int
) -> tuple[dict[int, Shelf], dict[int, list[Days]]]:
    """What is left of the items of these parts, and when the units that are meant are somebody else's."""
    items = availability.shelves(
        (part.item_id for part in parts), first, except_basket_of=except_basket_of
    )
    before = ahead.of_waited(actor, items, except_basket_of=except_basket_of)
    unit_ids = {part.unit_id for part in parts if part.unit_id}
    taken = unit_days.taken(unit_ids, except_basket_of=except_basket_of)
    for unit_id, spans in _units_of(before.values()):
        taken[unit_id] += spans
    return ahead.beside(items, before), taken


def _units_of(before: Iterable[Ahead]) -> Iterator[tuple[int, Sequence[Days]]]:
    return (unit for each in before for unit in each.units.items())


def _shelf(
    row: Set, items: Mapping[int, Shelf], taken: Mapping[int, Sequence[Days]]
) -> SetShelf:
    parts = [
        PartShelf(part, items[part.item_id], taken.get(part.unit_id or 0, ()))
        for part in row.parts
    ]
    return SetShelf(row, parts)
