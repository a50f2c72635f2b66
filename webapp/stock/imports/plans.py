"""Plans: what would become of every row of a spreadsheet, worked out the same way for the preview and the import."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select

from webapp.core import money, text
from webapp.core.db import db
from webapp.school import settings

from ..items import categories
from ..ledger.arrivals import item_was_undone
from ..ledger.not_undone import stands
from ..models import Item, Location, Operation, Unit
from .kinds import Kind
from .pieces import Piece, Unread, category, kind, visible

VERDICTS = ("problem", "left_out", "blocked", "unit", "pieces")  # worst first
MOST_LOCATIONS = 200


class Fate(NamedTuple):
    """What becomes of a row, in words for people."""

    line: int
    verdict: str
    shown: str
    words: tuple[str, ...]
    piece: Piece | None = None


@dataclass
class Plan:
    fates: list[Fate]
    kinds: list[Kind]
    new_locations: list[str]
    unknown_locations: list[str]
    key: str  # of this file, read in this way
    before: datetime | None  # when it was imported already

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(fate.verdict for fate in self.fates)
        return {verdict: found[verdict] for verdict in VERDICTS}

    @property
    def problems(self) -> int:
        return self.counts["problem"]

    @property
    def taken(self) -> int:
        """Rows that bring something in."""
        return len(self.fates) - self.problems - self.counts["left_out"]

    @property
    def new_kinds(self) -> int:
        return sum(kind.id is None for kind in self.kinds)

    @property
    def worst_first(self) -> list[Fate]:
        """Problems, then what a reader should know, then the rest; each in the order of the file."""
        return sorted(
            self.fates,
            key=lambda fate: (fate.verdict != "problem", len(fate.words) < 2, fate.line),
        )

    @property
    def seen(self) -> str:
        """Stands for all of it: another if anything would come out differently now."""
        told = [(*fate[:4], fate.piece and fate.piece.tag) for fate in self.fates]
        return hashlib.sha256(json.dumps([told, self.new_locations]).encode()).hexdigest()[
            :32
        ]


class Stock:
    """What is there already, in a few queries however long the spreadsheet is."""

    def __init__(self) -> None:
        items = db.session.execute(
            select(
                Item.id,
                Item.name,
                Item.make,
                Item.model,
                Item.value_minor,
                Item.archived_at,
            ).add_columns(Item.condition, Item.notes, item_was_undone().label("was_undone"))
        )
        self.items = {
            kind(i.name, i.make, i.model): i for i in items if i.archived_at is None
        }
        units = db.session.execute(
            select(Unit.item_id, Unit.tag, Unit.tag_key, Unit.serial_key)
        ).all()
        self.tags = {unit.tag_key: "already in stock" for unit in units}
        self.serials = {
            (unit.item_id, unit.serial_key): f"that of {unit.tag}, already in stock"
            for unit in units
            if unit.serial_key
        }
        self.elsewhere = {serial: words for (_, serial), words in self.serials.items()}
        self.places = {
            text.folded(name): name for name in db.session.scalars(select(Location.name))
        }
        self.categories = set(categories.choices())
        self.currency = settings.currency()


class Planner:
    """Goes through the rows once; a row may clash with what is in stock, or with a row above it."""

    def __init__(self, location: str | None, create_locations: bool, category: str) -> None:
        self.stock, self.kinds = Stock(), dict[str, Kind]()
        self.create, self.category = create_locations, category
        self.new: dict[str, str] = {}
        self.unknown: dict[str, str] = {}
        self.location = location and self._place(location, create=True)

    def fate(self, read: Piece | Unread) -> Fate:
        if isinstance(read, Unread):
            return Fate(read.line, "problem", read.shown, read.wrong)
        shown = " · ".join(filter(None, (read.name, read.make, read.model, read.serial)))
        kind = self._kind(read)
        marks = [*read.marks]
        if not read.quantity:
            return Fate(
                read.line, "left_out", shown, ("Left out: the quantity is 0", *marks), read
            )
        place = self._place(read.place, create=self.create) if read.place else self.location
        if wrong := [
            *self._clashes(read, kind, marks),
            *self._misfits(read, kind, place, marks),
        ]:
            return Fate(read.line, "problem", shown, tuple(wrong), read)
        assert place
        if not read.tag:
            marks += kind.share(read)
        self.kinds.setdefault(read.kind, kind).pieces.append((read, place))
        words = _words(read, kind, place, self.stock.currency)
        return Fate(read.line, _verdict(read), shown, (words, *marks), read)

    def _kind(self, piece: Piece) -> Kind:
        if known := self.kinds.get(piece.kind):
            return known
        if there := self.stock.items.get(piece.kind):
            return Kind(
                *(
                    there.name,
                    there.make,
                    there.model,
                    "",
                    there.id,
                    there.value_minor,
                    there.condition,
                ),
                notes=there.notes.split("\n") if there.notes else [],
                was_undone=there.was_undone,
            )
        return Kind(piece.name, piece.make, piece.model, self._category(piece.name))

    def _category(self, name: str) -> str:
        guessed = category(name, self.category)
        return guessed if guessed in self.stock.categories else self.category

    def _clashes(self, piece: Piece, kind: Kind, marks: list[str]) -> Iterator[str]:
        """Tags are the school's, so there is one of each; serials are the makers', so there is one of each kind."""
        line = f"on line {piece.line}"
        if piece.serial:
            serial, mine = text.code(piece.serial), kind.id or piece.kind
            if there := self.stock.serials.get((mine, serial)):
                yield f"The serial number is {there}"
            elif there := self.stock.elsewhere.get(serial):
                marks.append(f"Another kind has this serial number too: it is {there}")
            self.stock.serials.setdefault((mine, serial), f"that {line}")
            self.stock.elsewhere.setdefault(serial, f"that {line}")
        if piece.tag:
            if there := self.stock.tags.get(text.code(piece.tag)):
                yield f"The tag {piece.tag} is {there}"
            self.stock.tags.setdefault(text.code(piece.tag), line)

    def _misfits(
        self, piece: Piece, kind: Kind, place: str | None, marks: list[str]
    ) -> Iterator[str]:
        if place is None and piece.place:
            yield f"There is no location {piece.place} yet"
        elif place is None:
            yield "It has no location, and no default location was chosen"
        if piece.value is not None:
            yield from self._worth(piece, kind, piece.value, marks)

    def _worth(
        self, piece: Piece, kind: Kind, value: Decimal, marks: list[str]
    ) -> Iterator[str]:
        """A value is kept in whole minor units of the school's currency, one for each kind."""
        currency = self.stock.currency
        if piece.currencies and currency not in piece.currencies:
            marks.append(
                f"The value names {' or '.join(piece.currencies)}; it is kept in {currency}"
            )
        try:
            minor = money.minor(money.rounded(value, currency), currency)
        except ValueError as error:
            yield f"Replacement value: {error}"
            return
        if money.rounded(value, currency) != value:
            marks.append(f"{value} is rounded to {money.told(minor, currency)}")
        if kind.value_minor is None or kind.was_undone:
            kind.is_revalued, kind.was_undone, kind.value_minor = (
                kind.was_undone,
                False,
                minor,
            )
        elif kind.value_minor != minor:
            marks.append(
                f"One of this kind is worth {money.told(kind.value_minor, currency)}; that stays"
            )

    def _place(self, name: str, *, create: bool) -> str | None:
        key = text.folded(name)
        if known := self.stock.places.get(key) or self.new.get(key):
            return known
        if not create:
            self.unknown.setdefault(key, name)
            return None
        return self.new.setdefault(key, name)


def make(
    read: Sequence[Piece | Unread],
    *,
    key: str,
    location: str | None,
    create_locations: bool,
    category: str,
) -> Plan:
    planner = Planner(location, create_locations, category)
    fates = [planner.fate(row) for row in read]
    used = {place for kind in planner.kinds.values() for _, place in kind.pieces}
    new = [name for name in planner.new.values() if name in used]
    before = select(Operation.created_at).where(
        Operation.kind == "import", Operation.note.endswith(f"[{key}]"), stands()
    )
    there = db.session.scalar(before.order_by(Operation.id.desc()).limit(1))
    return Plan(
        fates, list(planner.kinds.values()), new, list(planner.unknown.values()), key, there
    )


def _verdict(piece: Piece) -> str:
    return "blocked" if piece.blocked else "unit" if piece.tag else "pieces"


def _words(piece: Piece, kind: Kind, place: str, currency: str) -> str:
    what = f"{'New unit' if piece.quantity == 1 else f'New batch of {piece.quantity},'} {piece.tag}"
    if not piece.tag:
        what = "1 piece" if piece.quantity == 1 else f"{piece.quantity} pieces"
    of = " of an item in stock" if kind.id else ""
    worth = (
        ""
        if piece.value is None
        else f", worth {money.told(kind.value_minor or 0, currency)}"
    )
    worth += " each" if worth and piece.quantity > 1 else ""
    ends = (
        f", blocked: {piece.blocked}"
        if piece.blocked
        else ", damaged"
        if piece.condition == "damaged"
        else ""
    )
    notes = (
        "; its notes become the item's, which everybody can read"
        if piece.notes and not piece.tag
        else ""
    )
    return visible(f"{what}{of}, at {place}{worth}{ends}{notes}")
