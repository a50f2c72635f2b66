"""Items with what the ledger says about them."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, case, exists, func, select, true

from webapp.core import money
from webapp.core.db import db
from webapp.core.words import _, lazy
from webapp.school import settings

from ..models import Item as Item  # for other slices
from ..models import Level, Location, Unit
from ..models.states import CONDITIONS, STATES

PLACES = {name: place for place, name in enumerate(CONDITIONS)}
WORST = (  # condition of the units on the shelf, as its place among CONDITIONS
    select(func.max(case(PLACES, value=Unit.condition)))
    .where(Unit.item_id == Item.id, Unit.available > 0)
    .scalar_subquery()
)
STOCKED = (
    select(Item, Location.name.label("location"), WORST.label("worst"))
    .add_columns(
        *(
            func.coalesce(func.sum(getattr(Level, name)), 0).label(name)
            for name in (*STATES, "seq")
        )
    )
    .join(Location, Location.id == Item.home_location_id)
    .outerjoin(Level, Level.item_id == Item.id)
    .group_by(Item.id, Location.id)
    .order_by(Item.sort_key, Item.id)
)

RATES = {
    "day": lazy("%(amount)s a day"),
    "week": lazy("%(amount)s a week"),
    "month": lazy("%(amount)s a month"),
    "term": lazy("%(amount)s a term"),
}
STATUSES = ("available", "checked_out", "maintenance", "out_of_stock", "retired")


@dataclass(frozen=True)
class Stocked:
    """An item with what the ledger says about it: whole pieces by state, all locations together."""

    item: Item
    location: str
    by_state: dict[str, int]
    seq: int
    worst: int | None
    free: int | None = None  # on the days that were asked about, if there were any
    free_from: date | None = None  # if none is free then, the day from which one is

    @property
    def quantity(self) -> int:
        return sum(self.by_state.values())

    @property
    def available_quantity(self) -> int:
        return self.by_state["available"]

    @property
    def condition(self) -> str:
        """The worst on the shelf."""
        return self.item.condition if self.worst is None else CONDITIONS[self.worst]

    @property
    def status(self) -> str:
        if self.item.archived_at:
            return "retired"
        if not self.quantity:
            return "out_of_stock"
        if self.available_quantity:
            return "available"
        lent = self.by_state["on_rent"] + self.by_state["reserved"]
        return "checked_out" if lent else "maintenance"

    @property
    def value(self) -> str:
        return money.shown(self.item.value_minor, settings.currency())

    @property
    def worth(self) -> str:
        """Its value as people read it, with the currency."""
        return money.formatted(self.item.value_minor, settings.currency())

    @property
    def rental_rate(self) -> str | None:
        """For one `rental_period`; None if it is lent for nothing."""
        return self._shown(self.item.rental_rate_minor)

    @property
    def deposit(self) -> str | None:
        return self._shown(self.item.deposit_minor)

    @property
    def rental(self) -> str:
        """What borrowing one costs, as people read it; empty if nothing."""
        rate, deposit = self.item.rental_rate_minor, self.item.deposit_minor
        costs = []
        if rate:
            amount = money.formatted(rate, settings.currency())
            period = self.item.rental_period or "day"
            costs.append(_(RATES[period], amount=amount))
        if deposit:
            costs.append(
                _(
                    "%(amount)s deposit",
                    amount=money.formatted(deposit, settings.currency()),
                )
            )
        return ", ".join(costs)

    def _shown(self, minor: int | None) -> str | None:
        return None if minor is None else money.shown(minor, settings.currency())


@cache  # an expression is never changed, and most searches have it in them
def has_status(status: str) -> ColumnElement[bool]:
    """The same as `Stocked.status`, for a query over items, archived ones or others."""

    def some(*states: str) -> ColumnElement[bool]:
        pieces = sum(getattr(Level, state) for state in states)
        return exists().where(Level.item_id == Item.id, pieces > 0)

    rules: dict[str, ColumnElement[bool]] = {
        "available": some("available"),
        "checked_out": ~some("available") & some("reserved", "on_rent"),
        "maintenance": ~some("available", "reserved", "on_rent") & some(*STATES),
        "out_of_stock": ~some(*STATES),
        "retired": true(),
    }
    return rules[status]


@cache
def stocked_here() -> ColumnElement[bool]:
    """That somebody could take one home now, for a query over items; as `is_here`."""
    return has_status("available") & Item.is_borrowable & Item.archived_at.is_(None)


def is_here(row: Stocked) -> bool:
    """Whether somebody could take one home now."""
    return (
        bool(row.available_quantity) and row.item.is_borrowable and not row.item.archived_at
    )


def stocked(*which: ColumnElement[bool]) -> list[Stocked]:
    """These items, by name; one statement, however many."""
    return [
        Stocked(
            item,
            location,
            dict(zip(STATES, map(int, pieces), strict=True)),
            int(seq),
            worst,
        )
        for item, location, worst, *pieces, seq in db.session.execute(STOCKED.where(*which))
    ]


def stocked_key(row: Stocked) -> tuple[str, int]:
    """The order of lists of items."""
    return row.item.sort_key, row.item.id
