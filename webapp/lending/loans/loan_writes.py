"""Loan writes: several loans changed in one statement, where each would be one of its own."""

from collections.abc import Mapping

from sqlalchemy import bindparam, update
from sqlalchemy.orm.attributes import set_committed_value

from webapp.core.db import db

from ..models import Checkout
from ..models.checkouts import Columns

WRITTEN = (
    "stored_status",
    "starts_on",
    "due_on",
    "due_at",
    "quantity",
    "asked_quantity",
    "out_at",
    "closed_at",
    "cancelled_by",
    "cancelled_by_name",
    "returned_on",
    "returned_at",
    "return_notes",
    "missing_accessories",
    "ending",
    "unsettled_at",
)
TABLE = Checkout.__table__
WRITE = (
    update(TABLE)  # type: ignore[arg-type]
    .where(TABLE.c.id == bindparam("key"))
    .values(
        {Checkout.__mapper__.columns[name]: bindparam(f"new_{name}") for name in WRITTEN}
        | {TABLE.c.version: TABLE.c.version + 1}
    )
)


def write(changes: Mapping[Checkout, Columns]) -> None:
    """Several loans in one statement; each counts it as one change."""
    if not changes:
        return
    values = []
    for loan, columns in changes.items():
        for name in WRITTEN:
            columns.setdefault(name, getattr(loan, name))
        values.append({"key": loan.id} | {f"new_{name}": columns[name] for name in WRITTEN})
    db.session.connection().execute(WRITE, values)
    for loan, columns in changes.items():
        for name in WRITTEN:
            set_committed_value(loan, name, columns[name])
        set_committed_value(loan, "version", loan.version + 1)
