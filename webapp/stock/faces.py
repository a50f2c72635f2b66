"""Faces: the picture of an item or a unit that lists show, as addresses name it; "" where there is none."""

from sqlalchemy import ScalarSelect, SQLColumnExpression, select, update

from webapp.core.db import db

from .models import Item, Unit


def of_item(item_id: SQLColumnExpression[int]) -> ScalarSelect[str]:
    """An item's, by its id in another query."""
    query = select(Item.face).where(Item.id == item_id)
    return query.correlate_except(Item).scalar_subquery()


def set_of_item(id: int, face: str) -> None:
    """No change of the item for whoever edits it meanwhile: its version stays."""
    db.session.execute(update(Item).where(Item.id == id).values(face=face))


def set_of_unit(id: int, face: str) -> None:
    """The same of a unit."""
    db.session.execute(update(Unit).where(Unit.id == id).values(face=face))
