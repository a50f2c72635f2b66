"""Type numbers: what stands in the column of serial numbers and is none, for many pieces of one kind have it alike."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from webapp.core import text
from webapp.core.words import _, in_english

from .columns import FIELDS
from .pieces import Piece, Unread, visible

MANY = 3  # pieces of one kind with one number; two may be one thing written twice
SERIAL = FIELDS["serial"]


def set_aside(rows: Sequence[Piece | Unread]) -> Iterator[Piece | Unread]:
    """The rows, with a number that many pieces of a kind share in their notes. Each has a tag, so none is lost."""
    pieces = [row for row in rows if isinstance(row, Piece)]
    times = Counter(_key(piece) for piece in pieces if piece.serial)
    for row in rows:
        if isinstance(row, Piece) and row.serial and times[_key(row)] >= MANY:
            yield _without_serial(row, times[_key(row)])
        else:
            yield row


def _key(piece: Piece) -> tuple[str, str]:
    return piece.kind, text.code(piece.serial or "")


def _without_serial(piece: Piece, times: int) -> Piece:
    mark = _(
        "“%(number)s” stands in %(times)s rows of this kind, so it is no serial number and is kept in the notes",
        number=piece.serial,
        times=times,
    )
    notes = "\n".join(filter(None, (piece.notes, f"{in_english(SERIAL)}: {piece.serial}")))
    return replace(piece, serial=None, notes=notes, marks=(*piece.marks, visible(mark)))
