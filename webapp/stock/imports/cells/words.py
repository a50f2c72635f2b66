"""Words: what is written in `words.toml`, looked up however a cell writes it."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from webapp.core import text

TABLES: Mapping[str, Any] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text("utf-8")
)


@lru_cache(maxsize=10_000)  # an import asks of every cell, and most say what another said
def plain(said: str) -> str:
    """Without case, accents and signs; "" for a cell of dashes and dots."""
    return " ".join(re.sub(r"[_\-‐‑–—−/.:()\s]+", " ", text.folded(said)).split())


def of(table: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The words of all languages in a table, as `plain` writes them."""
    return frozenset(plain(word) for words in table.values() for word in words)


NOTHING = of(TABLES["nothing"])
UNKNOWN = of(TABLES["unknown"])


def is_nothing(cell: str) -> bool:
    """That a cell is as good as empty: blank, a dash, "none", "n/a", in any language."""
    said = plain(cell)
    return not said or said in NOTHING or said in UNKNOWN
