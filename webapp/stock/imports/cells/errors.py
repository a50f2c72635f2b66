"""Errors: what a cell shows where its formula failed, or where its number or its letters were lost."""

import re

from webapp.core.words import _

from . import words

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


def damage(cell: str) -> str:
    """What was lost on the way here, in words; "" if nothing was."""
    text = cell.strip()
    if "+" in cell and SHORTENED.fullmatch(text):
        return _(
            "“%(text)s” looks like a longer number shortened by the spreadsheet", text=text
        )
    if "\ufffd" in cell:
        return _("“%(cell)s” has characters that were lost before the import", cell=cell)
    return ""
