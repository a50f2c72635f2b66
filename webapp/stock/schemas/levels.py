"""Levels, as people set them and programs see them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from webapp.core.inputs import WHOLE, Clock, Day, Id, Input, Instant, Prose, Reference
from webapp.core.openapi import Shown
from webapp.core.patches import partial
from webapp.school.shown import Amount, At

from . import PagedQuery

Pieces = Annotated[int, Field(ge=0, le=100_000), WHOLE]
LevelStatus = Literal["in_stock", "low_stock", "out_of_stock", "overstocked"]


class LevelLimits(Input):
    reorder_point: Pieces | None = None
    reorder_quantity: Pieces | None = None
    maximum_stock: Pieces | None = None


class LevelEdit(LevelLimits):
    """A page sends all of it, with the version it was drawn from."""

    version: Id


@partial
class LevelPatch(LevelLimits):
    """The API sends what changes, null to take it back; the version may come in If-Match."""


class LevelAsked(Input):
    """What a page's address asks for."""

    q: Prose = Field(default="", max_length=200)
    item: Id | None = None
    location: Id | None = None
    status: LevelStatus | None = None


class LevelFilter(Input):
    item: Id | None = None
    location: Reference | None = None
    status: LevelStatus | None = None
    search: Prose = Field(default="", max_length=200)


class LevelQuery(LevelFilter, PagedQuery):
    pass


class PastAsked(Input):
    """A moment as a page asks for it, on the school's clock."""

    day: Day | None = None
    time: Clock | None = None
    q: Prose = Field(default="", max_length=200)
    item: Id | None = None
    location: Id | None = None


class PastQuery(PagedQuery):
    """A moment without an offset is on the school's clock."""

    at: Instant
    item: Id | None = None
    location: Reference | None = None


class LevelShown(Shown):
    """Pieces of an item at a location, and what they are worth."""

    id: int
    item: int = Field(validation_alias="item_id")
    item_name: str
    sku: str
    location: str
    by_state: dict[str, int]
    on_hand: int
    status: str
    reorder_point: int | None
    reorder_quantity: int | None
    maximum_stock: int | None
    value: Amount = Field(validation_alias="value_minor")
    average_cost: Amount | None = Field(validation_alias="average_cost_minor")
    seq: int
    version: int


class LocationSumShown(Shown):
    location: str
    levels: int
    low: int
    on_hand: int
    by_state: dict[str, int]


class ShortShown(Shown):
    level: int = Field(validation_alias="level_id")
    item: int = Field(validation_alias="item_id")
    item_name: str
    location: str
    status: str
    available: int
    reorder_point: int
    wanted: int | None


class DueShown(Shown):
    unit: int = Field(validation_alias="unit_id")
    tag: str
    item_name: str
    location: str
    on: date


class AlertsShown(Shown):
    """The first 50 of each kind, how many there are, and where people see them."""

    low_stock: list[ShortShown]
    maintenance_due: list[DueShown]
    warranty_ending: list[DueShown]
    counts: dict[str, int]
    links: dict[str, str] = {}


class WorthShown(Shown):
    name: str
    pieces: int
    value: Amount = Field(validation_alias="value_minor")
    average_cost: Amount | None = Field(validation_alias="average_cost_minor")


class ValuationShown(Shown):
    by_location: list[WorthShown]
    by_category: list[WorthShown]
    total: WorthShown
    currency: str
    movement: int = Field(validation_alias="movement_id")
    hash: str


class ThenShown(Shown):
    level: int = Field(validation_alias="level_id")
    item: int = Field(validation_alias="item_id")
    item_name: str
    location: str
    movement: int = Field(validation_alias="movement_id")
    moved_at: At
    by_state: dict[str, int]
    on_hand: int
    value: Amount = Field(validation_alias="value_minor")
