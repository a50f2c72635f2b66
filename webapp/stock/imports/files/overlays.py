"""Overlays: the values a reader gives of a sheet, with what its survey knows better laid over them."""

from collections.abc import Iterator, Sequence

from ..cells import kinds
from .lines import Row
from .surveys import Place, Survey

Values = Sequence[Sequence[kinds.Raw]]


def rows(start: Place, values: Values, survey: Survey) -> list[Row]:
    """Those that are not blank; `start` is where the first value is."""
    overlay = _Overlay(start, values, survey)
    return [
        row for row in map(overlay.row, overlay.numbers()) if any(map(str.strip, row.cells))
    ]


class _Overlay:
    def __init__(self, start: Place, values: Values, survey: Survey) -> None:
        self._top, self._left = start
        self._values, self._survey = values, survey
        self._columns: dict[int, list[int]] = {}  # of each row those that are known better
        for row, column in {*survey.texts, *survey.digits, *survey.percents}:
            self._columns.setdefault(row, []).append(column)

    def numbers(self) -> Iterator[int]:
        """Of all rows, from 0; what is known better may stand beyond the values."""
        last = self._top + len(self._values) - 1
        yield from range(min([self._top, *self._columns]), max([last, *self._columns]) + 1)

    def row(self, number: int) -> Row:
        at = number - self._top
        values = self._values[at] if 0 <= at < len(self._values) else ()
        cells = [""] * self._left + [kinds.read(value) for value in values]
        for column in self._columns.get(number, ()):
            cells += [""] * (column + 1 - len(cells))
            beside = column - self._left
            value = values[beside] if 0 <= beside < len(values) else ""
            cells[column] = self._known((number, column), value)
        return Row(number + 1, tuple(cells))

    def _known(self, place: Place, value: kinds.Raw) -> str:
        return self._survey.texts.get(place) or kinds.read(
            value,
            digits=self._survey.digits.get(place, 0),
            is_percent=place in self._survey.percents,
        )
