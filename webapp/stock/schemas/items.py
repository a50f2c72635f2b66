"""Items, as people describe them and programs see them."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from webapp.core.inputs import (
    ALL,
    UNSAID,
    Id,
    Input,
    Money,
    Prose,
    Reference,
    Whole,
    partial,
)
from webapp.core.openapi import Shown
from webapp.school.shown import At

from . import Category, Condition, Days, Name, Notes, PagedQuery, Period, Short, Sku, Status

PIECES = "Pieces come and go through POST operations/ (receive, adjust, write_off), by loans and by repairs"


class ItemInput(Input):
    """A new item, with its opening balance."""

    name: Name
    category: Category
    location: Reference | None = None
    new_location: bool = False
    quantity: Whole = Field(default=0, ge=0, le=100_000)
    sku: Sku | None = None
    make: Short = ""
    model: Short = ""
    condition: Condition = "good"
    value: Money = Decimal(0)
    rental_rate: Money | None = None
    rental_period: Period | None = None
    deposit: Money | None = None
    is_borrowable: bool = True
    max_checkout_days: Days = 7
    notes: Notes = ""


class ItemDescription(Input):
    name: Name
    category: Category
    location: Reference
    new_location: bool = False
    make: Short = ""
    model: Short = ""
    condition: Condition = "good"
    value: Money
    rental_rate: Money | None = None
    rental_period: Period | None = None
    deposit: Money | None = None
    is_borrowable: bool = False
    max_checkout_days: Days
    notes: Notes = ""


class ItemEdit(ItemDescription):
    """A page sends all of it, with the version it was drawn from."""

    version: Id


@partial
class ItemPatch(ItemDescription):
    """The API sends what changes; the version may come in If-Match."""

    new_location: bool = False
    sku: Sku = UNSAID


class ItemFilter(Input):
    category: Annotated[Category | None, ALL] = None
    status: Annotated[Status | None, ALL] = None
    search: Prose = Field(default="", max_length=200)


class ItemQuery(ItemFilter, PagedQuery):
    pass


class ItemShown(Shown):
    id: int
    sku: str
    name: str
    category: str
    make: str
    model: str
    quantity: Annotated[int, Field(description=PIECES)]
    available_quantity: Annotated[int, Field(description=PIECES)]
    condition: str
    status: Annotated[
        str,
        Field(
            description="Derived from its pieces; retired means archived, by POST items/{id}/archive/"
        ),
    ]
    location: Annotated[
        str, Field(description="Its home shelf; where its pieces are, levels/?item= says")
    ]
    value: str
    rental_rate: str | None
    rental_period: str | None
    deposit: str | None
    is_borrowable: bool
    max_checkout_days: int
    notes: str
    created_at: At
    created_by: int
    archived_at: At | None
    archived_by: int | None
    version: int


class StatsShown(Shown):
    total_items: int
    total_value: str
    low_stock: int
    needs_repair: int
    by_category: dict[str, int]
    by_status: dict[str, int]
