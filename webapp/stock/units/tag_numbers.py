"""Numbering: the tags of new units, counted on from the last that stands, so that none is used twice."""

import re
from collections.abc import Iterator

from sqlalchemy import select

from webapp.core import text
from webapp.core.db import db
from webapp.core.errors import Invalid

from ..ledger.arrivals import was_undone
from ..models import Item, Unit

LONGEST = 40  # letters of a tag


def following(kind: Item, taken: set[str], *, first: str | None = None) -> Iterator[str]:
    """Tags counted on from the first, or from the item's newest one: VLN-009 is followed by VLN-010.

    `taken` are more tags given out already, as `text.code` writes them; each new one is added. The caller holds stock's
    lock. Invalid at `first_tag` for one that would be too long.
    """
    last = (
        select(Unit.tag)
        .where(Unit.item_id == kind.id, ~was_undone())
        .order_by(Unit.id.desc())
        .limit(1)
    )
    start = first or db.session.scalar(last) or f"{kind.sku[:34]}-000"
    counted = re.fullmatch(r"(.*?)([0-9]{1,9})", start, re.ASCII)
    stem, digits = counted.groups() if counted else (f"{start}-", "0")
    alike = select(Unit.tag_key).where(
        Unit.tag_key.startswith(text.code(stem), autoescape=True)
    )
    taken.update(db.session.scalars(alike))
    number = int(digits)
    while True:
        tag = f"{stem}{number:0{len(digits)}d}"
        if len(tag) > LONGEST:
            raise Invalid(
                fields={
                    "first_tag": f"At most {LONGEST} characters, numbers that follow included"
                }
            )
        if number and text.code(tag) not in taken:
            taken.add(text.code(tag))
            yield tag
        number += 1
