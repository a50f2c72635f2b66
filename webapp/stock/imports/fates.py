"""Fates: what becomes of a row of a spreadsheet, in words for people."""

from collections.abc import Iterator
from typing import NamedTuple

from webapp.core import money
from webapp.core.words import _, lazy, plural

from .kinds import Kind
from .pieces import Piece, Unread, visible

PIECES = plural("%(num)s piece", "%(num)s pieces")
VERDICTS = ("problem", "left_out", "blocked", "unit", "pieces")  # worst first
NOTES_ARE_SHARED = lazy("its notes become the item's, which everybody can read")


class Fate(NamedTuple):
    """What becomes of a row: one of VERDICTS, what it is about, and what a reader should know."""

    line: int
    verdict: str
    shown: str
    words: tuple[str, ...]
    piece: Piece | None = None


def unreadable(row: Unread) -> Fate:
    return Fate(row.line, "problem", row.shown, row.problems)


def problem(piece: Piece, problems: list[str]) -> Fate:
    return Fate(piece.line, "problem", piece.label, tuple(problems), piece)


def left_out(piece: Piece) -> Fate:
    words = (_("Left out: the quantity is 0"), *piece.marks)
    return Fate(piece.line, "left_out", piece.label, words, piece)


def arrival(
    piece: Piece, kind: Kind, location: str, marks: list[str], currency: str
) -> Fate:
    """A piece comes in at `location`; `currency` is the school's."""
    verdict = "blocked" if piece.blocked else "unit" if piece.tag else "pieces"
    words = (_describe(piece, kind, location, currency), *marks)
    return Fate(piece.line, verdict, piece.label, words, piece)


def _describe(piece: Piece, kind: Kind, location: str, currency: str) -> str:
    what = _what(piece)
    if kind.id:
        what = _("%(what)s of an item in stock", what=what)
    facts = [_("%(what)s, at %(location)s", what=what, location=location)]
    facts += [*_worth(piece, kind, currency), *_state(piece)]
    sentence = ", ".join(facts)
    if piece.notes and not piece.tag:
        sentence = f"{sentence}; {NOTES_ARE_SHARED}"
    return visible(sentence)


def _what(piece: Piece) -> str:
    if not piece.tag:
        return PIECES.of(piece.quantity)
    if piece.quantity == 1:
        return _("New unit %(tag)s", tag=piece.tag)
    return _("New batch of %(number)s, %(tag)s", number=piece.quantity, tag=piece.tag)


def _worth(piece: Piece, kind: Kind, currency: str) -> Iterator[str]:
    if piece.value is None:
        return
    amount = money.formatted(kind.value_minor or 0, currency)
    if piece.quantity > 1:
        yield _("worth %(amount)s each", amount=amount)
    else:
        yield _("worth %(amount)s", amount=amount)


def _state(piece: Piece) -> Iterator[str]:
    if piece.blocked:
        yield _("blocked: %(reason)s", reason=piece.blocked)
    elif piece.condition == "damaged":
        yield _("damaged")
