"""Counted: when a unit was found where somebody counted."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from webapp.core import rows
from webapp.core.actor import Actor

from ..models import Location, Stocktake, StocktakeLine
from ..units import units

COUNTED = (
    select(StocktakeLine.id, StocktakeLine.counted_at, Stocktake.id)
    .add_columns(Location.name, StocktakeLine.counted_by)
    .join(Stocktake, Stocktake.id == StocktakeLine.stocktake_id)
    .join(Location, Location.id == Stocktake.location_id)
    .where(Stocktake.status != "cancelled", StocktakeLine.counted > 0)
)


class Counted(NamedTuple):
    """One count of a unit: `id` is the line's, `by` whoever counted."""

    id: int
    at: datetime
    stocktake_id: int
    location: str
    by: int


def of_unit(
    actor: Actor, unit_id: int, *, after: tuple[datetime, int] | None, limit: int
) -> list[Counted]:
    """Newest first, without stocktakes that were cancelled; NotFound or NotAllowed as for the unit itself."""
    unit = units.find(actor, unit_id)
    query = COUNTED.where(
        StocktakeLine.item_id == unit.item_id, StocktakeLine.unit_id == unit_id
    )
    keys = StocktakeLine.counted_at, StocktakeLine.id
    query = rows.by_time(query, *keys, after, latest_first=True)
    return rows.made(Counted, query.limit(limit))
