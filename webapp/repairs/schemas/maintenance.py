"""What the API shows of units that are due to be looked after."""

from datetime import date

from pydantic import Field

from webapp.core.inputs import Paged
from webapp.core.openapi import Shown


class MaintenanceQuery(Paged):
    pass


class MaintenanceShown(Shown):
    """A unit that is due to be looked after."""

    unit: int = Field(validation_alias="id")
    tag: str
    item: int = Field(validation_alias="item_id")
    item_name: str
    location: str
    state: str
    last_maintenance_on: date | None
    next_maintenance_on: date | None
    maintenance_days: int | None
    version: int
