"""Descriptions: what is said about an item beside what the ledger says, and the columns it is kept in."""

from decimal import Decimal
from typing import TypedDict, cast

from webapp.core import rows
from webapp.core.errors import Invalid
from webapp.core.words import _
from webapp.school import settings

from .. import barcodes, sizes
from ..models import Item

SHEET_MUSIC = "sheet_music"
USUAL_LOAN = 7  # days, where nobody says it
SCORE = ("composer", "arranger", "instrumentation")  # that only sheet music has
DESCRIBED = (
    "name",
    "category",
    "make",
    "model",
    *SCORE,
    "barcode",
    "condition",
    "rental_period",
    "is_borrowable",
    "needs_approval",
    "needs_second_look",
    "max_checkout_days",
    "loan_hours",
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
READ = {"size": sizes.read, "barcode": barcodes.read}  # into the one form that is kept
ELSEWHERE = {"location", "new_location", "make"}  # fields that are no column of items
Columns = dict[str, str | int | None]


class Description(TypedDict, total=False):
    model: str
    size: str
    composer: str
    arranger: str
    instrumentation: str
    barcode: str
    condition: str
    value: Decimal
    rental_rate: Decimal | None
    rental_period: str | None
    deposit: Decimal | None
    is_borrowable: bool
    needs_approval: bool
    needs_second_look: bool
    max_checkout_days: int
    loan_hours: int | None
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
    size: str
    composer: str
    arranger: str
    instrumentation: str
    barcode: str
    condition: str
    value: str
    rental_rate: str | None
    rental_period: str | None
    deposit: str | None
    is_borrowable: bool
    needs_approval: bool
    needs_second_look: bool
    max_checkout_days: int
    loan_hours: int | None
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
    for field, read in READ.items():
        if field in values:
            values[field] = read(cast(str, values[field]))
    return cast(Columns, values)


def as_said(item: Item) -> dict[str, str]:
    """What is shown in another form than it is kept in: no size where it is the one that the name tells."""
    size = "" if _is_size_by_name(item) else item.size
    return {"size": size, "barcode": barcodes.written(item.barcode)}


def change(item: Item, values: Columns) -> None:
    """A size that the name told goes on with the name; what is lent by the day again is lent for the usual days, if
    none are said. Invalid at a field that does not go with the others.
    """
    hours, days = values.get("loan_hours", item.loan_hours), values.get("max_checkout_days")
    if hours and days != item.max_checkout_days:  # what a page sends as it was is not said
        check_is_by_hour(days)
    if item.loan_hours and not hours:
        values.setdefault("max_checkout_days", USUAL_LOAN)
    size = values.pop("size", "" if _is_size_by_name(item) else item.size)
    rows.assign(item, values)
    item.size = str(size or "")
    complete(item)


def check_is_by_hour(days: str | int | None) -> None:
    """Invalid for a longest loan that what is lent by the hour cannot have."""
    if days not in (None, 1):
        words = _(
            "It is lent by the hour, and back the same day: the longest loan is 1 day"
        )
        raise Invalid(fields={"max_checkout_days": words})


def complete(item: Item) -> None:
    """Add what its name tells; what is lent by the hour is back the same day.

    Invalid as `change`.
    """
    if item.loan_hours:
        item.max_checkout_days = 1
    item.size = item.size or sizes.of(item.name, item.category)
    if item.category != SHEET_MUSIC and any(getattr(item, name) for name in SCORE):
        words = _("Only sheet music has this; leave it empty")
        raise Invalid(fields={name: words for name in SCORE if getattr(item, name)})
    if item.rental_rate_minor is not None and item.rental_period is None:
        raise Invalid(fields={"rental_period": _("Choose the time this rate is for")})


def _is_size_by_name(item: Item) -> bool:
    return item.size == sizes.of(item.name, item.category)
