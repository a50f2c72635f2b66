"""Descriptions: what is said about an item beside what the ledger says, and the columns it is kept in."""

from decimal import Decimal
from typing import TypedDict, cast

from webapp.school import settings

DESCRIBED = (
    "name",
    "category",
    "make",
    "model",
    "condition",
    "rental_period",
    "is_borrowable",
    "needs_approval",
    "needs_second_look",
    "max_checkout_days",
    "max_renewals",
    "renews_itself",
    "service_days",
    "notes",
    "version",
)
PRICES = {
    "value": "value_minor",
    "rental_rate": "rental_rate_minor",
    "deposit": "deposit_minor",
}
ELSEWHERE = {"location", "new_location", "make"}  # fields that are no column of items
Columns = dict[str, str | int | None]


class Description(TypedDict, total=False):
    model: str
    condition: str
    value: Decimal
    rental_rate: Decimal | None
    rental_period: str | None
    deposit: Decimal | None
    is_borrowable: bool
    needs_approval: bool
    needs_second_look: bool
    max_checkout_days: int
    max_renewals: int | None
    renews_itself: bool
    service_days: int
    notes: str


class Changes(Description, total=False):
    name: str
    category: str
    sku: str
    make: str
    location: int | str
    new_location: bool


class Described(TypedDict):
    """An item as a form shows it; amounts as decimal strings."""

    version: int
    name: str
    category: str
    location: str
    make: str
    model: str
    condition: str
    value: str
    rental_rate: str | None
    rental_period: str | None
    deposit: str | None
    is_borrowable: bool
    needs_approval: bool
    needs_second_look: bool
    max_checkout_days: int
    max_renewals: int | None
    renews_itself: bool
    service_days: int
    notes: str


def columns(fields: Changes | Description) -> Columns:
    """The fields under the names of their columns; amounts in minor units. Invalid at one that cannot be."""
    values = {
        PRICES.get(name, name): value
        for name, value in fields.items()
        if name not in ELSEWHERE
    }
    for field, column in PRICES.items():
        price = cast(Decimal | None, values.get(column))
        if price is not None:
            values[column] = settings.minor(field, price)
    return cast(Columns, values)
