"""Free first: a list in two parts, what somebody can have and then the rest, each by name and a page at a time.

No statement tells what is free on dates, so what is looked at for a page is at most so many items.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from webapp.core import paging

from .stocked import Stocked, stocked_key

FREE, OTHERS = 0, 1  # the part that a page begins in
START = ("", 0)  # before the first item by name
Place = tuple[int, str, int]  # the part, and where in it
Look = Callable[[bool, tuple[str, int], int], Sequence[Stocked]]
Test = Callable[[Stocked], bool]


class Shelf(NamedTuple):
    """A page of the list, and what leads on behind it."""

    free: Sequence[Stocked]
    others: Sequence[Stocked]
    after: str | None
    whole: Sequence[Stocked] | None = None  # all of it, where one look was enough


@dataclass(frozen=True)
class Listing:
    """How such a list is read: at most `size` items a page, those for which `is_free` says so before all others.

    `look` is asked at most twice a page, for one more than so many items after a place by name; it is told which part
    they are for, and may leave out what is of the other.
    """

    look: Look
    is_free: Test
    size: int
    looked_at: int

    def page(self, place: Place | None) -> Shelf:
        """The page after a place; the first one without."""
        begins_in, key, id = place or (FREE, *START)
        if begins_in == OTHERS:
            return self._others((), (key, id))
        return self._free((key, id))

    def _free(self, after: tuple[str, int]) -> Shelf:
        rows = self._rows(True, after)
        free = paging.sift(rows, self.size, self.looked_at, self.is_free, _key(FREE))
        shelf = Shelf(free.rows, (), free.after)
        if not free.after:
            shelf = self._others(free.rows, START)
        is_whole = after == START and len(rows) <= self.looked_at
        return shelf._replace(whole=rows) if is_whole else shelf

    def _others(self, free: Sequence[Stocked], after: tuple[str, int]) -> Shelf:
        """What is not free, as far as there is room on the page; with none, only whether any is left."""
        rows, room = self._rows(False, after), self.size - len(free)
        if room:
            part = paging.sift(rows, room, self.looked_at, self._is_other, _key(OTHERS))
            return Shelf(free, part.rows, part.after)
        is_left = any(map(self._is_other, rows)) or len(rows) > self.looked_at
        return Shelf(free, (), paging.cursor(OTHERS, *START) if is_left else None)

    def _rows(self, are_free: bool, after: tuple[str, int]) -> Sequence[Stocked]:
        return self.look(are_free, after, self.looked_at + 1)

    def _is_other(self, row: Stocked) -> bool:
        return not self.is_free(row)


def _key(part: int) -> Callable[[Stocked], Place]:
    return lambda row: (part, *stocked_key(row))
