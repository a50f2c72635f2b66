"""Scores: what tells sheet music apart, and the number on anything, as its page says them."""

from collections.abc import Iterator

from webapp.core.words import _

from .. import barcodes
from ..models import Item

SHEET = "sheet"  # the family of all sheet music


def facts(item: Item) -> list[tuple[str, str]]:
    """What is said of it, each with its heading: composer, arranger, what it is for, publisher, and its number."""
    return [(heading, words) for heading, words in _facts(item) if words]


def credits(item: Item) -> str:
    """Who wrote sheet music, who arranged it and for what, which tells two editions of one work apart; else empty."""
    arranged = _("arr. %(name)s", name=item.arranger) if item.arranger else ""
    return ", ".join(filter(None, (item.composer, arranged, item.instrumentation)))


def _facts(item: Item) -> Iterator[tuple[str, str]]:
    yield _("Composer"), item.composer
    yield _("Arranger"), item.arranger
    yield _("For"), item.instrumentation
    if item.family == SHEET:
        yield _("Publisher"), item.make
    yield barcodes.kind(item.barcode), barcodes.written(item.barcode)
