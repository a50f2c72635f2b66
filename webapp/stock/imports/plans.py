"""Plans: what would become of every row of a spreadsheet, worked out the same way for the preview and the import."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from webapp.core import money, text
from webapp.core.db import db
from webapp.core.words import _, either

from ..ledger.not_undone import stands
from ..models import Operation
from . import fates
from .fates import VERDICTS, Fate
from .in_stock import InStock, number
from .kinds import Kind
from .pieces import Piece, Unread, category, of_size

MOST_LOCATIONS = 200


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
        rows = Counter(fate.verdict for fate in self.fates)
        return {verdict: rows[verdict] for verdict in VERDICTS}

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
        rows = [(*fate[:4], fate.piece and fate.piece.tag) for fate in self.fates]
        outcome = json.dumps([rows, self.new_locations])
        return hashlib.sha256(outcome.encode()).hexdigest()[:32]


class Planner:
    """Goes through the rows once; a row may clash with what is in stock, or with a row above it."""

    def __init__(self, location: str | None, create_locations: bool, category: str) -> None:
        self.stock = InStock()
        self.kinds: dict[str, Kind] = {}
        self.create_locations = create_locations
        self.category = category
        self.new_locations: dict[str, str] = {}
        self.unknown_locations: dict[str, str] = {}
        self.location = location and self._locate(location, create=True)

    def fate(self, row: Piece | Unread) -> Fate:
        if isinstance(row, Unread):
            return fates.unreadable(row)
        if not row.quantity:
            return fates.left_out(row)
        return self._arrival(row)

    def _arrival(self, piece: Piece) -> Fate:
        key = self._key(piece)
        kind, location = self._kind(piece, key), self.location
        if piece.place:
            location = self._locate(piece.place, create=self.create_locations)
        marks = [*piece.marks]
        problems = [
            *self._clashes(piece, kind, marks),
            *self._misfits(piece, kind, location, marks),
        ]
        if problems:
            return fates.problem(piece, problems)
        assert location
        marks += kind.take_up(piece)
        self.kinds.setdefault(key, kind).pieces.append((piece, location))
        return fates.arrival(piece, kind, location, marks, self.stock.currency)

    def _key(self, piece: Piece) -> str:
        """Of its kind; with its size, where others that are called so have another one."""
        known = self._known(piece.kind)
        if piece.size and known and known.size not in ("", piece.size):
            return of_size(piece.kind, piece.size)
        return piece.kind

    def _known(self, key: str) -> Kind | None:
        """Of the rows above, or of the items in stock."""
        return self.kinds.get(key) or self.stock.kind(key)

    def _kind(self, piece: Piece, key: str) -> Kind:
        return self._known(key) or Kind(
            piece.name, piece.make, piece.model, self._category(piece)
        )

    def _category(self, piece: Piece) -> str:
        if piece.is_sheet_music:
            return "sheet_music"
        guessed = category(piece.name, self.category)
        return guessed if guessed in self.stock.categories else self.category

    def _clashes(self, piece: Piece, kind: Kind, marks: list[str]) -> Iterator[str]:
        """Tags are the school's, so there is one of each; serials are the makers', so there is one of each kind."""
        if piece.serial:
            yield from self._serial_clashes(piece, piece.serial, kind, marks)
        if piece.tag:
            tag = text.code(piece.tag)
            if owner := self.stock.tags.get(tag):
                yield _("The tag %(tag)s is %(owner)s", tag=piece.tag, owner=owner)
            self.stock.tags.setdefault(tag, _("on line %(line)s", line=piece.line))
            twin = self.stock.numbers.setdefault(number(tag), tag)
            if twin != tag:
                yield _lost_zeros(piece.tag, twin, self.stock.tags[twin])

    def _serial_clashes(
        self, piece: Piece, written: str, kind: Kind, marks: list[str]
    ) -> Iterator[str]:
        serial, line = text.code(written), _("that on line %(line)s", line=piece.line)
        of_kind = (kind.id or piece.kind, serial)
        if owner := self.stock.serials.get(of_kind):
            yield _("The serial number is %(owner)s", owner=owner)
        elif owner := self.stock.serials_of_any_kind.get(serial):
            marks.append(
                _("Another kind has this serial number too: it is %(owner)s", owner=owner)
            )
        self.stock.serials.setdefault(of_kind, line)
        self.stock.serials_of_any_kind.setdefault(serial, line)

    def _misfits(
        self, piece: Piece, kind: Kind, location: str | None, marks: list[str]
    ) -> Iterator[str]:
        if location is None and piece.place:
            yield _("There is no location %(place)s yet", place=piece.place)
        elif location is None:
            yield _("It has no location, and no default location was chosen")
        if piece.value is not None:
            yield from self._worth(piece, kind, piece.value, marks)

    def _worth(
        self, piece: Piece, kind: Kind, value: Decimal, marks: list[str]
    ) -> Iterator[str]:
        """A value is kept in whole minor units of the school's currency, one for each kind."""
        currency = self.stock.currency
        if piece.currencies and currency not in piece.currencies:
            marks.append(_other_currency(piece, currency))
        rounded = money.rounded(value, currency)
        try:
            minor = money.minor(rounded, currency)
        except ValueError as error:
            yield _("Replacement value: %(error)s", error=error)
            return
        if rounded != value:
            marks.append(
                _(
                    "%(value)s is rounded to %(amount)s",
                    value=value,
                    amount=money.formatted(minor, currency),
                )
            )
        if not kind.keep_value(minor):
            worth = money.formatted(kind.value_minor or 0, currency)
            marks.append(_("One of this kind is worth %(worth)s; that stays", worth=worth))

    def _locate(self, name: str, *, create: bool) -> str | None:
        """The location of that name as it is written; None if it is not known and not to be made."""
        key = text.folded(name)
        if known := self.stock.locations.get(key) or self.new_locations.get(key):
            return known
        if not create:
            self.unknown_locations.setdefault(key, name)
            return None
        return self.new_locations.setdefault(key, name)


def _lost_zeros(tag: str, twin: str, owner: str) -> str:
    return _(
        "The tags %(tag)s and %(twin)s are the same number; a spreadsheet program may have left zeros out. "
        "%(twin)s is %(owner)s",
        tag=tag,
        twin=twin,
        owner=owner,
    )


def _other_currency(piece: Piece, currency: str) -> str:
    return _(
        "The value names %(named)s; it is kept in %(currency)s",
        named=either(piece.currencies),
        currency=currency,
    )


def make(
    rows: Sequence[Piece | Unread],
    *,
    key: str,
    location: str | None,
    create_locations: bool,
    category: str,
) -> Plan:
    planner = Planner(location, create_locations, category)
    row_fates = [planner.fate(row) for row in rows]
    used = {name for kind in planner.kinds.values() for _, name in kind.pieces}
    return Plan(
        row_fates,
        list(planner.kinds.values()),
        [name for name in planner.new_locations.values() if name in used],
        list(planner.unknown_locations.values()),
        key,
        _imported_at(key),
    )


def _imported_at(key: str) -> datetime | None:
    """When the same file was imported in the same way, if that still stands."""
    query = select(Operation.created_at).where(
        Operation.kind == "import", Operation.note.endswith(f"[{key}]"), stands()
    )
    return db.session.scalar(query.order_by(Operation.id.desc()).limit(1))
