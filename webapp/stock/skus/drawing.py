"""Drawing: the next numbers of a sequence, counted up in the database, and the SKUs they make."""

from dataclasses import replace
from typing import cast

from sqlalchemy import ColumnElement, Row, Table, update

from webapp.core import text
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.school import calendar

from ..models import SkuSequence
from . import sequences
from .sequences import AHEAD, END
from .templates import Filling, Template

TABLE = cast(Table, SkuSequence.__table__)
NextNumber = Row[int, str, str, str]  # with template, prefix and suffix


def draw(sequence_id: int, fillings: list[Filling], given: set[str]) -> list[str]:
    """The row is ours from the first statement to the end of the act, so nobody else sees these numbers."""
    row = grow(sequence_id, TABLE.c.next_number + len(fillings))
    drawing = Drawing(row, fillings, given)
    while drawing.waiting:
        drawing.try_numbers()
    if drawing.number > row[0]:
        grow(sequence_id, drawing.number)
    return drawing.skus


class Drawing:
    """SKUs while they are drawn: those that are free already, and the places that still wait for one.

    `taken` are the SKUs that cannot be used, as `text.code` writes them.
    """

    def __init__(self, row: NextNumber, fillings: list[Filling], taken: set[str]) -> None:
        next_number, template, prefix, suffix = row
        self.template = Template(template)
        self.today = calendar.today()
        self.fillings = [replace(each, prefix=prefix, suffix=suffix) for each in fillings]
        self.number = next_number - len(fillings)
        self.taken = taken
        self.skus = [""] * len(fillings)
        self.waiting = list(range(len(fillings)))
        self.ahead = 0

    def try_numbers(self) -> None:
        """The next numbers, one for each that waits; from the second time on many more, for the last of them."""
        places = self.waiting + self.waiting[-1:] * self.ahead
        tries = self._filled(places)
        self.taken |= sequences.taken(tries)
        one_each = self.number + len(self.waiting) - 1
        last = max(one_each, self._assign(places, tries))
        is_found = self.skus[self.waiting[-1]]
        self.number = last + 1 if is_found else self.number + len(places)
        self.waiting = [place for place in self.waiting if not self.skus[place]]
        self.ahead = AHEAD

    def _filled(self, places: list[int]) -> list[str]:
        """A SKU for each, with one number after the other."""
        return [
            self.template.filled(self.fillings[place], number, self.today)
            for number, place in enumerate(places, self.number)
        ]

    def _assign(self, places: list[int], tries: list[str]) -> int:
        """The free ones of the SKUs tried, one for each place; the last number that was used, or 0."""
        last = 0
        numbers = range(self.number, self.number + len(tries))
        for number, place, sku in zip(numbers, places, tries, strict=True):
            if not self.skus[place] and text.code(sku) not in self.taken:
                self.skus[place] = sku
                self.taken.add(text.code(sku))
                last = number
        return last


def grow(sequence_id: int, to: int | ColumnElement[int]) -> NextNumber:
    """Its next number, once it is counted up to there. Conflict at the last number there can be."""
    grown = (
        update(TABLE)
        .where(TABLE.c.id == sequence_id, TABLE.c.next_number < END)
        .values(next_number=to)
    )
    columns = (TABLE.c.next_number, TABLE.c.template, TABLE.c.prefix, TABLE.c.suffix)
    row = db.session.execute(grown.returning(*columns)).one_or_none()
    if row is None:
        words = _("This sequence has run out of numbers; add another one")
        raise Conflict(words, see=["skus"])
    return row
