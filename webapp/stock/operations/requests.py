"""Requests: how an operation is asked for, as `schemas.acts` has read it."""

from datetime import date
from decimal import Decimal
from typing import TypedDict


class LineRequest(TypedDict, total=False):
    """An item or a unit by its id, or either by a `code` on it, at a location by its name or id."""

    item: int | None
    unit: int | None
    code: str | None
    location: int | str | None
    quantity: int | None
    state: str | None
    unit_cost: Decimal | None  # in the school's currency
    serials: list[str]
    tags: list[str]
    tagged: bool
    batch_number: str | None


class About(TypedDict, total=False):
    """What is said of an operation as a whole; only an adjustment has a `reason`, only a delivery a `supplier`."""

    reason: str | None
    notes: str
    reference: str
    supplier: int | str | None
    purchased_on: date | None
