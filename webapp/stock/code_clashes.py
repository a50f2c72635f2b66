"""Clashes: codes that were two before all were written in one form, and are one now."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from webapp.core import text
from webapp.core.db import db

from .ledger.arrivals import was_undone
from .models import Item, Unit

AT_ONCE = 1000  # rows
KEYS: tuple[tuple[str, Any, Any, Any], ...] = (
    ("tag", Unit.id, Unit.tag, Unit.tag_key),
    ("serial number", Unit.id, Unit.serial_number, Unit.serial_key),
    ("batch number", Unit.id, Unit.batch_code, Unit.batch_key),
    ("SKU", Item.id, Item.sku, Item.sku_key),
)


def problems() -> Iterator[str]:
    """A sentence for each code that a scan cannot find, because an older row has the same, or its key is wrong."""
    for what, id, written, key in KEYS:
        whose = "item" if id is Item.id else "unit"
        asked = select(id, written, key).where(written.is_not(None)).order_by(id)
        asked = asked.where(~was_undone()) if whose == "unit" else asked
        for row_id, code, stored in db.session.execute(
            asked.execution_options(yield_per=AT_ONCE)
        ):
            form = text.code(code)
            if stored == f"{form}#{row_id}":
                yield f"{whose} {row_id} has the {what} {code}, which another {whose} has too: a scan finds that one"
            elif stored != form:
                yield f"{whose} {row_id}: what its {what} {code} is found by is not what is written"
