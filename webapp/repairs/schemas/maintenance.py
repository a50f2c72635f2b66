"""What the API shows of units that are due to be looked after."""

from datetime import date
from typing import Self

from webapp.core.inputs import Paged
from webapp.core.openapi import Shown
from webapp.stock.units.units import Kept


class MaintenanceQuery(Paged):
    pass


class MaintenanceShown(Shown):
    """A unit that is due to be looked after."""

    unit: int
    tag: str
    item: int
    item_name: str
    location: str
    state: str
    last_maintenance_on: date | None
    next_maintenance_on: date | None
    maintenance_days: int | None
    version: int

    @classmethod
    def of(cls, unit: Kept) -> Self:
        same = ("tag", "item_name", "location", "state", "version")
        days = ("last_maintenance_on", "next_maintenance_on", "maintenance_days")
        return cls(
            unit=unit.id,
            item=unit.item_id,
            **{name: getattr(unit, name) for name in (*same, *days)},
        )
