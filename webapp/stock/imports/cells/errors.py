"""Errors: what a cell shows where its formula failed, or where its number or its letters were lost."""

import re

from webapp.core.words import _

from . import days, words
from .kinds import Day

KNOWN = frozenset(word for language in words.TABLES["errors"].values() for word in language)
OTHERS = re.compile(
    r"#[¡¿]?[^\W\d_][\w/ ]*[!?]|#{3,}|(?:Err|Error|Erreur|Errore|Fehler|Fout|Virhe|Erro) ?:\s?[0-9]{3}"
)
BEGINNINGS = {"#", "E", "F", "V"}
SHORTENED = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?E\+[0-9]{2,3}", re.IGNORECASE)


def is_error(cell: str) -> bool:
    """Whether a spreadsheet wrote this instead of a result: #N/A, #NV, #WERT!, ####, Err:502."""
    text = cell.strip()
    if text[:1] not in BEGINNINGS:
        return False
    return text.upper() in KNOWN or bool(OTHERS.fullmatch(text))


def shortened(cell: str) -> str:
    """That only the first digits of a number are left, in words; "" if all are there."""
    text = cell.strip()
    if "+" in cell and SHORTENED.fullmatch(text):
        return _(
            "“%(text)s” looks like a longer number shortened by the spreadsheet", text=text
        )
    return ""


def became_a_date(cell: str, written: str, *, is_size: bool) -> str:
    """That a program took for a date what is none, in words; "" if it did not. A size is no date however it looks."""
    if isinstance(cell, Day):
        _year, month, day = written[:10].split("-")
        return _(
            "“%(cell)s” is a date, which the spreadsheet program may have made of something like %(typed)s",
            cell=written,
            typed=f"{int(day)}/{int(month)}",
        )
    if is_size and days.is_day(written):
        return _(
            "“%(cell)s” is a date, which a spreadsheet program may have made of a size such as 3/4",
            cell=written,
        )
    return ""


def damage(cell: str) -> str:
    """What was lost on the way here though the rest can be taken, in words; "" if nothing was."""
    if "\ufffd" in cell:
        return _("“%(cell)s” has characters that were lost before the import", cell=cell)
    return ""
