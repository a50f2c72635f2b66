"""Fates: what becomes of a row of a spreadsheet, in words for people."""

from typing import NamedTuple

from webapp.core import money

from .kinds import Kind
from .pieces import Piece, Unread, visible

VERDICTS = ("problem", "left_out", "blocked", "unit", "pieces")  # worst first
NOTES_ARE_SHARED = "; its notes become the item's, which everybody can read"


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
    words = ("Left out: the quantity is 0", *piece.marks)
    return Fate(piece.line, "left_out", piece.label, words, piece)


def arrival(
    piece: Piece, kind: Kind, location: str, marks: list[str], currency: str
) -> Fate:
    """A piece comes in at `location`; `currency` is the school's."""
    verdict = "blocked" if piece.blocked else "unit" if piece.tag else "pieces"
    words = (_describe(piece, kind, location, currency), *marks)
    return Fate(piece.line, verdict, piece.label, words, piece)


def _describe(piece: Piece, kind: Kind, location: str, currency: str) -> str:
    of_item = " of an item in stock" if kind.id else ""
    worth = _worth(piece, kind, currency)
    notes = NOTES_ARE_SHARED if piece.notes and not piece.tag else ""
    return visible(f"{_what(piece)}{of_item}, at {location}{worth}{_state(piece)}{notes}")


def _what(piece: Piece) -> str:
    if not piece.tag:
        return "1 piece" if piece.quantity == 1 else f"{piece.quantity} pieces"
    if piece.quantity == 1:
        return f"New unit {piece.tag}"
    return f"New batch of {piece.quantity}, {piece.tag}"


def _worth(piece: Piece, kind: Kind, currency: str) -> str:
    if piece.value is None:
        return ""
    each = " each" if piece.quantity > 1 else ""
    return f", worth {money.formatted(kind.value_minor or 0, currency)}{each}"


def _state(piece: Piece) -> str:
    if piece.blocked:
        return f", blocked: {piece.blocked}"
    return ", damaged" if piece.condition == "damaged" else ""
