"""What the API shows of units that need maintenance."""

from datetime import date

from pydantic import Field

from webapp.core.inputs import Paged
from webapp.core.openapi import Shown


class MaintenanceQuery(Paged):
    pass


class MaintenanceShown(Shown):
    """A unit that needs maintenance."""

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
