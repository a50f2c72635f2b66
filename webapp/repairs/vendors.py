"""Vendors: the suppliers who mend things for the school."""

from sqlalchemy import select

from webapp.core.db import db
from webapp.core.errors import Invalid

from .models import SUPPLIERS


def listed() -> list[tuple[int, str]]:
    """Those the school still works with, by name; the caller has checked who asks."""
    asked = select(SUPPLIERS.c.id, SUPPLIERS.c.name).where(SUPPLIERS.c.is_active).order_by(SUPPLIERS.c.name)
    return [(id, name) for id, name in db.session.execute(asked)]


def check(id: int) -> None:
    """Invalid at `vendor` for one that is not there or no longer used."""
    if id not in dict(listed()):
        raise Invalid(fields={"vendor": "Choose one of the suppliers, or our own bench"})
