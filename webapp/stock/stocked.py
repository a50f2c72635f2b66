"""Items with what the ledger says about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, exists, func, select

from webapp.core import money
from webapp.core.db import db
from webapp.school import settings

from .models import Item, Level, Location, Unit
from .states import CONDITIONS, STATES

SUMS = (
    select(Level.item_id, *(func.sum(getattr(Level, name)).label(name) for name in (*STATES, "seq")))
    .where(Level.item_id.in_(bindparam("ids", expanding=True)))
    .group_by(Level.item_id)
)
WORN = (
    select(Unit.item_id, Unit.condition)
    .where(Unit.item_id.in_(bindparam("ids", expanding=True)), Unit.available > 0)
    .distinct()
)
PLACES = select(Location.id, Location.name).where(Location.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True)
class Stocked:
    """An item with what the ledger says about it: whole pieces by state, all locations together."""

    item: Item
    location: str
    by_state: dict[str, int]
    seq: int
    conditions: tuple[str, ...]
    currency: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.item, name)

    @property
    def quantity(self) -> int:
        return sum(self.by_state.values())

    @property
    def available_quantity(self) -> int:
        return self.by_state["available"]

    @property
    def condition(self) -> str:
        """The worst on the shelf."""
        return max(self.conditions or (self.item.condition,), key=CONDITIONS.index)

    @property
    def status(self) -> str:
        if self.item.archived_at or not self.quantity:
            return "retired"
        if self.available_quantity:
            return "available"
        lent = self.by_state["on_rent"] + self.by_state["reserved"]
        return "checked_out" if lent else "maintenance"

    @property
    def value(self) -> str:
        return money.shown(self.item.value_minor, self.currency)

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
        costs = f"{money.told(rate, self.currency)} a {self.item.rental_period}" if rate else ""
        kept = f"{money.told(deposit, self.currency)} deposit" if deposit else ""
        return ", ".join(filter(None, (costs, kept)))

    def _shown(self, minor: int | None) -> str | None:
        return None if minor is None else money.shown(minor, self.currency)


def has_status(status: str) -> Any:
    """The same as `Stocked.status`, for a query over items."""

    def some(*states: str) -> Any:
        return exists().where(Level.item_id == Item.id, sum(getattr(Level, s) for s in states) > 0)

    rules = {
        "available": some("available"),
        "checked_out": ~some("available") & some("reserved", "on_rent"),
        "maintenance": ~some("available", "reserved", "on_rent") & some(*STATES),
        "retired": ~some(*STATES),
    }
    return rules[status]


def stocked(items: Iterable[Item]) -> list[Stocked]:
    """Three queries, however many items."""
    items = list(items)
    ids = {"ids": [item.id for item in items]}
    sums = {row.item_id: row for row in db.session.execute(SUMS, ids)}
    worn: dict[int, list[str]] = {}
    for item_id, condition in db.session.execute(WORN, ids):
        worn.setdefault(item_id, []).append(condition)
    places = {id: name for id, name in db.session.execute(PLACES, {"ids": [item.home_location_id for item in items]})}

    currency = settings.currency()

    def see(item: Item) -> Stocked:
        row = sums.get(item.id)
        by_state = {state: int(getattr(row, state, 0)) for state in STATES}
        where, seq = places[item.home_location_id], int(getattr(row, "seq", 0))
        return Stocked(item, where, by_state, seq, tuple(worn.get(item.id, ())), currency)

    return [see(item) for item in items]
