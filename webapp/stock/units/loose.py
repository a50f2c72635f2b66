"""Loose pieces: those of an item that have no tag of their own."""

from sqlalchemy import func, select

from webapp.core.db import db

from ..models import Level, Location, Unit


def count(item_id: int, location_id: int, state: str) -> int:
    """How many loose pieces are in a state there; none where lending took tagged ones without saying which."""
    here = select(getattr(Level, state)).where(Level.item_id == item_id, Level.location_id == location_id)
    total = func.coalesce(func.sum(getattr(Unit, state)), 0)
    tagged = select(total).where(Unit.item_id == item_id, Unit.location_id == location_id)
    return max(0, (db.session.scalar(here) or 0) - int(db.session.scalar(tagged) or 0))


def places(item_id: int) -> list[tuple[int, str, int, int]]:
    """Where an item is kept, by name: (location, its name, pieces available, pieces damaged), tagged ones too."""
    here = select(Level.location_id, Location.name, Level.available, Level.damaged)
    kept = here.join(Location, Location.id == Level.location_id).where(Level.item_id == item_id)
    return [
        (id, name, available, damaged)
        for id, name, available, damaged in db.session.execute(kept.order_by(Location.name))
    ]
