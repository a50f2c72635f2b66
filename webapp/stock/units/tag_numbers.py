"""Numbering: the tags of new units, counted on from the last that stands, so that none is used twice."""

import re
from collections.abc import Iterator

from sqlalchemy import select

from webapp.core import text
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.core.words import _

from ..ledger.arrivals import was_undone
from ..models import Item, Unit

LONGEST = 40  # letters of a tag


def following(kind: Item, taken: set[str], *, first: str | None = None) -> Iterator[str]:
    """Tags counted on from the first, or from the item's newest one: VLN-009 is followed by VLN-010.

    `taken` are more tags given out already, as `text.code` writes them; each new one is added. The caller holds stock's
    lock. Invalid at `first_tag` for one that would be too long.
    """
    stem, number, width = parsed(first or _newest(kind) or f"{kind.sku[:34]}-000")
    same_stem = Unit.tag_key.startswith(text.code(stem), autoescape=True)
    taken.update(db.session.scalars(select(Unit.tag_key).where(same_stem)))
    for tag in numbered(stem, number, width):
        if text.code(tag) not in taken:
            taken.add(text.code(tag))
            yield tag


def numbered(stem: str, number: int, width: int) -> Iterator[str]:
    """The tags from this number on, filled with zeros to that many digits; 0 is none. Invalid where one is too long."""
    while True:
        tag = f"{stem}{number:0{width}d}"
        if len(tag) > LONGEST:
            words = _(
                "At most %(most)s characters, numbers that follow included",
                most=LONGEST,
            )
            raise Invalid(fields={"first_tag": words})
        if number:
            yield tag
        number += 1


def parsed(tag: str) -> tuple[str, int, int]:
    """What comes before a tag's number, the number, and how many digits it has; a tag without one begins to count."""
    match = re.fullmatch(r"(.*?)([0-9]{1,9})", tag, re.ASCII)
    if match is None:
        return f"{tag}-", 0, 1
    return match[1], int(match[2]), len(match[2])


def _newest(kind: Item) -> str | None:
    query = select(Unit.tag).where(Unit.item_id == kind.id, ~was_undone())
    return db.session.scalar(query.order_by(Unit.id.desc()).limit(1))
