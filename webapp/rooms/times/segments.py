"""The cells of a room's day: pieces of time in whole columns, each beginning where the one before ended."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from webapp.core.words import lazy

from .spans import Span

COLUMN = timedelta(minutes=5)
BUSY = lazy("Busy")
_look = attrgetter("kind", "words", "reservation_id")


class Piece(NamedTuple):
    """Some time and how it is drawn; `kind` is free, mine, pend, busy, past, shut or rest."""

    kind: str
    starts: datetime
    ends: datetime
    words: str = ""
    reservation_id: int | None = None


class Segment(NamedTuple):
    """A piece as a cell. Its times are what it stands for, even where only a part of them is on the sheet."""

    kind: str
    starts: datetime
    ends: datetime
    columns: int
    words: str = ""
    reservation_id: int | None = None


def columns(starts: datetime, ends: datetime) -> int:
    """How many columns lie between two times."""
    return (ends - starts) // COLUMN


def of(pieces: Iterable[Piece], reach: Span) -> list[Segment]:
    """The cells of pieces that are in order, from one end of what is drawn to the other."""
    segments, at = [], reach.starts
    for kind, starts, ends, words, id in pieces:
        until = reach.starts + -((reach.starts - min(ends, reach.ends)) // COLUMN) * COLUMN
        if until > at:
            width = columns(at, until)
            segments.append(Segment(kind, starts, ends, width, words, id))
            at = until
    return list(_merged(segments))


def _merged(segments: list[Segment]) -> Iterator[Segment]:
    """Who may not know whose time it is sees it as one: where the next begins tells them nothing."""
    for (kind, words, id), alike in groupby(segments, key=_look):
        run = list(alike)
        if kind in ("busy", "past") and words == BUSY and not id:
            width = sum(segment.columns for segment in run)
            yield run[0]._replace(ends=run[-1].ends, columns=width)
        else:
            yield from run
