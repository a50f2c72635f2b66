"""Words: what is written in `words.toml`, looked up however a cell writes it."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypedDict, cast

from webapp.core.text import folded

ByLanguage = Mapping[str, list[str]]


class _Tables(TypedDict):
    """`words.toml`: the words by language, and what the signs beside amounts may stand for."""

    nothing: ByLanguage
    unknown: ByLanguage
    yes: ByLanguage
    no: ByLanguage
    standing: Mapping[str, ByLanguage]
    errors: ByLanguage
    totals: ByLanguage
    months: ByLanguage  # the names of all twelve, as programs shorten them
    currencies: Mapping[str, Mapping[str, str]]


TABLES = cast(
    _Tables, tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
)


@lru_cache(maxsize=10_000)  # an import asks of every cell, and most say what another said
def plain(text: str) -> str:
    """Without case, accents and signs; "" for a cell of dashes and dots."""
    return " ".join(re.sub(r"[_\-‐‑–—−/.:()\s]+", " ", folded(text)).split())


def of_all_languages(table: ByLanguage) -> frozenset[str]:
    """The words of all languages in a table, as `plain` writes them."""
    return frozenset(plain(word) for words in table.values() for word in words)


NOTHING = of_all_languages(TABLES["nothing"])
UNKNOWN = of_all_languages(TABLES["unknown"])


def is_nothing(cell: str) -> bool:
    """That a cell is as good as empty: blank, a dash, "none", "n/a", in any language."""
    text = plain(cell)
    return not text or text in NOTHING or text in UNKNOWN
