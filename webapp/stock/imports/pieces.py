"""Pieces: what one row of a school's own spreadsheet says there is. Nothing here asks the database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypedDict, cast

from webapp.core import text
from webapp.core.inputs import HIDDEN
from webapp.core.spreadsheet import unguarded
from webapp.core.words import _, lazy

from .. import barcodes
from ..schemas.imports import SpreadsheetRow
from .cells import amounts
from .cells.amounts import Amount, Style
from .cells.kinds import Number
from .cells.statuses import Standing
from .columns import Meaning
from .readings import LONGEST_REASON, Reading
from .spreadsheets import Table

CATEGORY_WORDS = {
    "sheet_music": "score scores sheet songbook partbook noten partitions partitura",
    "equipment": "amp amplifier microphone mixer pa speaker speakers monitor stand stands projector recorder interface"
    " metronome tuner lectern chair bench podium cradle shield stool",
    "accessory": "harness strap case bag bow mouthpiece reed reeds mute cable bracket pedal pad sticks mallets rosin"
    " cover lyre brush capo",
}


SAID_ONCE = ("size", "composer", "arranger", "instrumentation", "barcode")  # of a kind


class _OfKind(TypedDict, total=False):
    """What a row says of all pieces of its kind."""

    needs_approval: bool
    needs_second_look: bool
    max_checkout_days: int | None
    loan_hours: int | None
    max_renewals: int | None
    renews_itself: bool
    service_days: int | None
    size: str
    composer: str
    arranger: str
    instrumentation: str
    barcode: str


@dataclass(frozen=True)
class Piece:
    """What is to be counted in; `tag` makes it a unit, more than one under a tag a batch."""

    line: int
    name: str
    make: str
    model: str
    serial: str | None
    tag: str | None
    batch: str | None
    condition: str
    is_condition_told: bool  # or it is only taken to be good
    place: str | None
    blocked: str | None
    quantity: int
    value: Decimal | None
    currencies: tuple[str, ...]  # what the sign beside the value may stand for
    notes: str
    marks: tuple[str, ...]  # what a reader should know
    needs_approval: bool | None = None  # None: nothing was said about it
    needs_second_look: bool | None = None
    max_checkout_days: int | None = None
    loan_hours: int | None = None
    max_renewals: int | None = None
    renews_itself: bool | None = None
    service_days: int | None = None
    size: str = ""
    composer: str = ""
    arranger: str = ""
    instrumentation: str = ""
    barcode: str = ""

    @property
    def label(self) -> str:
        """What it is, for people."""
        return " · ".join(filter(None, (self.name, self.make, self.model, self.serial)))

    @cached_property
    def kind(self) -> str:
        return kind(self.name, self.make, self.model, self.composer, self.arranger)

    @property
    def is_sheet_music(self) -> bool:
        """Whether it says what only sheet music has."""
        says = self.composer or self.arranger or self.instrumentation
        return bool(says) or barcodes.kind(self.barcode) == "ISMN"


@dataclass(frozen=True)
class Unread:
    """A row that cannot be imported, and why."""

    line: int
    shown: str
    problems: tuple[str, ...]


def kind(*parts: str) -> str:
    """Rows, and items, with the same of this are of one kind, whatever their case, accents and spaces.

    Name, make and model, and of sheet music composer and arranger: sonatas are often called alike.
    """
    return "\n".join(" ".join(text.folded(part).split()) for part in parts)


def of_size(kind: str, size: str) -> str:
    """The same, of one size: things that are called alike are two kinds where both say their size."""
    return f"{kind}\n{text.folded(size)}"


def category(name: str, default: str) -> str:
    """Guessed from the words that name the thing: of "Stand, guitar" the stand, of "Violin with bow" the violin."""
    words = set(re.findall(r"\w+", re.split(r"[,(;]| with ", text.folded(name))[0]))
    return next(
        (code for code, known in CATEGORY_WORDS.items() if words & set(known.split())),
        default,
    )


def read(table: Table, meaning: Meaning) -> Iterator[Piece | Unread]:
    """Every row in order; how amounts are written is judged by their whole column."""
    names = [
        name or lazy("Column %(number)s", number=i)
        for i, name in enumerate(table.header, 1)
    ]
    column = meaning.index("value") if "value" in meaning else len(names)
    values = (
        unguarded(row.cells[column])
        for row in table.rows
        if len(row.cells) > column and not isinstance(row.cells[column], Number)
    )
    style = amounts.judge(values, table.lines.separator)
    if table.decimal:
        style = Style(table.decimal)
    for row in table.rows:
        yield _piece(row.line, Reading(row, names, meaning, style))


def visible(words: str) -> str:
    """For eyes and terminals: what hides, or turns the line around, is shown as a mark."""
    return re.sub(f"[{HIDDEN}\n]", "\N{REPLACEMENT CHARACTER}", words)


def _piece(line: int, reading: Reading) -> Piece | Unread:
    row = reading.row()
    if row and row.serial and (row.quantity > 1 or row.batch):
        reading.problems.append(_("One serial number cannot cover several pieces"))
    if row is None or reading.problems:
        return _unread(line, reading)
    return _read(line, row, reading)


def _read(line: int, row: SpreadsheetRow, reading: Reading) -> Piece:
    standing, amount = reading.standing, reading.measured.get("value")
    blocked = _blocked(standing)
    return Piece(
        line=line,
        name=row.description,
        make=row.make,
        model=row.model,
        serial=row.serial,
        tag=_tag(row, line, blocked),
        batch=row.batch,
        condition=standing.condition or "good",
        is_condition_told=standing.condition is not None,
        place=row.location,
        blocked=blocked,
        quantity=row.quantity,
        value=row.value,
        currencies=amount.currencies if isinstance(amount, Amount) else (),
        notes=row.notes,
        marks=tuple(map(visible, reading.marks)),
        **_of_kind(row, reading),
    )


def _of_kind(row: SpreadsheetRow, reading: Reading) -> _OfKind:
    names = ("max_checkout_days", "loan_hours", "max_renewals", "service_days", *SAID_ONCE)
    return cast(_OfKind, {name: getattr(row, name) for name in names} | reading.rules)


def _blocked(standing: Standing) -> str | None:
    return visible(standing.blocked)[:LONGEST_REASON] if standing.blocked else None


def _unread(line: int, reading: Reading) -> Unread:
    names = ("description", "make", "model", "serial")
    shown = " ".join(reading.fields[name] for name in names if reading.fields.get(name))
    problems = tuple(visible(problem) for problem in reading.problems)
    return Unread(line, visible(shown)[:120], problems)


def _tag(row: SpreadsheetRow, line: int, blocked: str | None) -> str | None:
    """The school's own number as it is written, else code and number; what must be known apart gets one in any case."""
    end = row.number or row.serial or row.batch or (f"L{line}" if blocked else None)
    if row.tag or end is None:
        return row.tag
    stem = row.code or "-".join(re.findall(r"[^\W_]+", row.description)) or "X"
    end = end[-30:]
    return f"{stem[: 39 - len(end)]}-{end}"
