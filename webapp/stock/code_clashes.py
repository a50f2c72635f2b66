"""Clashes: codes that were two before all were written in one form, and are one now."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Select, SQLColumnExpression, select

from webapp.core import text
from webapp.core.db import db

from .ledger.arrivals import was_undone
from .models import Item, Unit

AT_ONCE = 1000  # rows


class Code(NamedTuple):
    """A column with a code, and the one with its normal form, by which a scan finds it."""

    what: str
    table: type[Unit] | type[Item]
    written: SQLColumnExpression[str | None]
    key: SQLColumnExpression[str | None]

    @property
    def owner(self) -> str:
        return "item" if self.table is Item else "unit"


CODES = (
    Code("tag", Unit, Unit.tag, Unit.tag_key),
    Code("serial number", Unit, Unit.serial_number, Unit.serial_key),
    Code("batch number", Unit, Unit.batch_code, Unit.batch_key),
    Code("SKU", Item, Item.sku, Item.sku_key),
)


def problems() -> Iterator[str]:
    """A sentence for each code that a scan cannot find, because an older row has the same, or its key is wrong."""
    for code in CODES:
        yield from _problems(code)


def _problems(code: Code) -> Iterator[str]:
    for id, written, key in db.session.execute(_query(code)):
        form = text.code(written or "")
        row, what = f"{code.owner} {id}", f"{code.what} {written}"
        if key == f"{form}#{id}":
            others = f"which another {code.owner} has too: a scan finds that one"
            yield f"{row} has the {what}, {others}"
        elif key != form:
            yield f"{row}: what its {what} is found by is not what is written"


def _query(code: Code) -> Select[int, str | None, str | None]:
    query = (
        select(code.table.id, code.written, code.key)
        .where(code.written.is_not(None))
        .order_by(code.table.id)
        .execution_options(yield_per=AT_ONCE)
    )
    return query.where(~was_undone()) if code.table is Unit else query
