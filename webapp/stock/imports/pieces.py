"""Pieces: what one row of a school's own spreadsheet says there is. Nothing here asks the database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from pydantic import ValidationError

from webapp.core import text
from webapp.core.inputs import HIDDEN, problems

from ..schemas.imports import SpreadsheetRow
from .columns import FIELDS, KEEP, Meaning
from .spreadsheets import Row, Table

ISSUED = "issued before Backline"
NOTHING = {"-", "--", "–", "—", "n/a", "none", "nil"}
YES = {"y", "yes", "true", "1", "x", "issued", "out", "on loan", "j", "ja", "oui", "o", "si", "sí", "s"}
NO = {"", "n", "no", "false", "0", "in", "returned", "nein", "non"} | NOTHING
CONDITIONS = {
    "new": "new|brand new|mint|neu|neuf|nuevo",
    "excellent": "excellent|very good|like new|as new|sehr gut|excelente",
    "good": "good|ok|okay|fine|gut|bon|bueno",
    "fair": "fair|average|used|worn|befriedigend|moyen|regular",
    "poor": "poor|bad|schlecht|mauvais|malo",
    "damaged": "damaged|broken|defective|needs repair|in repair|kaputt|defekt|beschädigt|endommagé|roto",
}
CONDITION = {word: condition for condition, words in CONDITIONS.items() for word in words.split("|")}
GONE = {"lost", "missing", "stolen", "sold", "retired", "disposed", "written off", "scrapped", "verloren", "perdu"}
CATEGORY_WORDS = {
    "sheet_music": "score scores sheet songbook partbook noten partitions partitura",
    "equipment": "amp amplifier microphone mixer pa speaker speakers monitor stand stands projector recorder interface"
    " metronome tuner lectern chair bench podium cradle shield stool",
    "accessory": "harness strap case bag bow mouthpiece reed reeds mute cable bracket pedal pad sticks mallets rosin"
    " cover lyre brush capo",
}


@dataclass(frozen=True)
class Piece:
    """What is to be counted in; `tag` makes it a unit, more than one under a tag a batch."""

    line: int
    name: str
    make: str
    model: str
    serial: str | None
    tag: str | None
    condition: str
    place: str | None
    blocked: str | None
    quantity: int
    value: Decimal | None
    notes: str
    marks: tuple[str, ...]  # what a reader should know

    @cached_property
    def kind(self) -> str:
        return kind(self.name, self.make, self.model)


@dataclass(frozen=True)
class Unread:
    """A row that cannot be taken, and why."""

    line: int
    shown: str
    wrong: tuple[str, ...]


def kind(name: str, make: str, model: str) -> str:
    """Rows, and items, with the same of this are of one kind, whatever their case, accents and spaces."""
    return "\n".join(" ".join(text.folded(part).split()) for part in (name, make, model))


def category(name: str, default: str) -> str:
    """Guessed from the words that name the thing: of "Stand, guitar" the stand, of "Violin with bow" the violin."""
    words = set(re.findall(r"\w+", re.split(r"[,(;]| with ", text.folded(name))[0]))
    return next((each for each, known in CATEGORY_WORDS.items() if words & set(known.split())), default)


def read(table: Table, meaning: Meaning) -> Iterator[Piece | Unread]:
    """Every row in order."""
    names = [name or f"Column {i}" for i, name in enumerate(table.header, 1)]
    for row in table.rows:
        yield _read(row, names, meaning)


class _Reading:
    """A row while it is read: what it says by field, and what is wrong with it or worth a mark."""

    def __init__(self, row: Row, names: list[str]) -> None:
        self.said: dict[str, str] = {}
        self.notes: list[str] = []
        self.wrong: list[str] = []
        self.marks: list[str] = []
        if any(cell.strip() for cell in row.cells[len(names) :]):
            self.wrong.append(f"The row has {len(row.cells)} cells, but the header only {len(names)}")
        elif len(row.cells) < len(names):
            self.marks.append("The row is shorter than the header")

    def take(self, name: str, field: str, cell: str) -> None:
        if cell[0] == "=":
            self.wrong.append(f"{name} holds a formula, not its result")
        elif cell[0] in "+-@" and len(cell) > 1:
            self.marks.append(f"{name} begins with {cell[0]} and is kept as text")
        if field == KEEP:
            self.notes.append(f"{name}: {cell}")
        else:
            self.said[field] = cell if field == "serial" else re.sub(r"[ \t\r\n\u00a0]+", " ", cell)

    def read(self) -> SpreadsheetRow | None:
        said = self.said | {"notes": "\n".join(self.notes)}
        if "value" in said:
            said["value"] = _amount(said["value"])
        try:
            return SpreadsheetRow.model_validate(said, strict=False)
        except ValidationError as error:
            self.wrong += [f"{FIELDS.get(name, 'Notes')}: {words}" for name, words in problems(error).items()]
            return None


def _read(row: Row, names: list[str], meaning: Meaning) -> Piece | Unread:
    reading = _Reading(row, names)
    for name, field, cell in zip(names, meaning, map(str.strip, row.cells), strict=False):
        if field and cell and cell.lower() not in NOTHING:
            reading.take(name, field, cell)
    read = reading.read()
    if read and read.serial and read.quantity > 1:
        reading.wrong.append("One serial number cannot stand for several pieces")
    if read is None or reading.wrong:
        words = (reading.said.get(field, "") for field in ("description", "make", "model", "serial"))
        return Unread(row.line, visible(" ".join(filter(None, words)))[:120], tuple(map(visible, reading.wrong)))
    return _piece(row.line, read, reading.marks)


def _piece(line: int, read: SpreadsheetRow, marks: list[str]) -> Piece:
    state, issued = read.state.lower(), read.issued.lower()
    condition, blocked = CONDITION.get(state, "good"), None
    if issued not in NO:
        blocked = ISSUED
        if issued not in YES:
            marks.append(f"“{read.issued}” is taken as issued")
    elif state in GONE:
        blocked = f"said to be {state} before Backline"
    elif state and state not in CONDITION:
        marks.append(f"“{read.state}” is no condition known here; it is kept in the notes")
    notes = read.notes
    if state and state not in CONDITION:
        notes = f"{notes}\nCondition: {read.state}".strip()
    return Piece(
        line=line,
        name=read.description,
        make=read.make,
        model=read.model,
        serial=read.serial,
        tag=_tag(read, line, blocked),
        condition=condition,
        place=read.location,
        blocked=blocked,
        quantity=read.quantity,
        value=read.value,
        notes=notes,
        marks=tuple(map(visible, marks)),
    )


def _tag(read: SpreadsheetRow, line: int, blocked: str | None) -> str | None:
    """Code and number, as the school's own labels say; a piece that must be known apart gets one in any case."""
    end = read.number or read.serial or (f"L{line}" if blocked else None)
    if end is None:
        return None
    stem = read.code or "-".join(re.findall(r"[^\W_]+", read.description)) or "X"
    end = end[-30:]
    return f"{stem[: 39 - len(end)]}-{end}"


def _amount(said: str) -> str:
    """ "€ 1.250,00" and "1,250.00" are 1250.00; what is no amount stays as it is and is refused."""
    bare = re.sub(r"[€$£ ]|EUR|USD|GBP|CHF", "", said)
    found = re.fullmatch(r"([0-9]{1,3}(?:[.,'][0-9]{3})+|[0-9]+)(?:[.,]([0-9]{1,2}))?", bare)
    return f"{re.sub('[^0-9]', '', found[1])}.{found[2] or '0'}" if found else said


def visible(words: str) -> str:
    """For eyes and terminals: what hides, or turns the line around, is shown as a mark."""
    return re.sub(f"[{HIDDEN}\n]", "\N{REPLACEMENT CHARACTER}", words)
