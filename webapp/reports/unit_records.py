"""A unit's passport: all that is known of it at a glance, the answer to a scan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from webapp.core import dates, money
from webapp.core.actor import Actor
from webapp.core.words import _, lazy, translated
from webapp.lending.units import holding
from webapp.school import calendar, settings
from webapp.stock.items import items
from webapp.stock.items.stocked import Item
from webapp.stock.units import accessories, units
from webapp.stock.units.units import Unit

SOON = 14  # days before a maintenance when it is shown
RENTALS = {
    "day": lazy("%(price)s a day"),
    "week": lazy("%(price)s a week"),
    "month": lazy("%(price)s a month"),
    "term": lazy("%(price)s a term"),
}
Notice = tuple[str, str, str]  # tone, icon, words


class Belonging(Protocol):
    """What goes with a unit."""

    @property
    def name(self) -> str: ...

    @property
    def is_missing(self) -> bool: ...


Facts = list[tuple[str, str | date]]  # what is known, each under its name


@dataclass(frozen=True)
class Passport:
    unit: Unit
    item: Item
    holder: holding.Loan | None  # that it is out on
    accessories: Sequence[Belonging]
    notices: list[Notice]
    purchase: Facts
    care: Facts
    price: Facts

    @property
    def may_go(self) -> bool:
        """Whether it lies on the shelf and nothing keeps it back."""
        return bool(self.unit.available) and self.unit.blocked_reason is None


def of(actor: Actor, id: int) -> Passport:
    """For staff; NotFound for a unit that is not there."""
    unit = units.find(actor, id)
    item, belongings = items.show(actor, unit.item_id).item, accessories.listed(actor, id)
    return Passport(
        unit,
        item,
        holding.holder(actor, id),
        belongings,
        _notices(unit, belongings),
        _purchase(unit),
        _care(unit),
        _price(unit, item),
    )


def _notices(unit: Unit, belongings: Sequence[Belonging]) -> list[Notice]:
    """What whoever scans it should know first."""
    notices: list[Notice] = []
    if gone := [each.name for each in belongings if each.is_missing]:
        notices.append(
            ("wait", "circle-help", _("Missing: %(names)s", names=", ".join(gone)))
        )
    due = unit.next_maintenance_on
    if due and due <= (today := calendar.today()) + timedelta(days=SOON):
        tone = "wait" if due <= today else "info"
        notices.append((tone, "wrench", _due_words(due, today)))
    return notices


def _due_words(due: date, today: date) -> str:
    if due == today:
        return _("Maintenance is due today")
    if due < today:
        return _("Maintenance was due on %(day)s", day=_day(due))
    return _("Maintenance is due on %(day)s", day=_day(due))


def _purchase(unit: Unit) -> Facts:
    until, words = unit.warranty_until, ""
    if until:
        words = _("until %(day)s", day=_day(until))
        if until < calendar.today():
            words = _("over since %(day)s", day=_day(until))
    by = unit.warranty_provider and _("by %(name)s", name=unit.warranty_provider)
    return _known(
        (_("Bought"), _day(unit.purchased_on)),
        (_("From"), unit.supplier),
        (_("Price paid"), _amount(unit.purchase_price_minor)),
        (_("Warranty"), ", ".join(filter(None, (words, by)))),
    )


def _care(unit: Unit) -> Facts:
    return _known(
        (_("Last maintenance"), _day(unit.last_maintenance_on)),
        (_("Next maintenance"), _day(unit.next_maintenance_on)),
        (
            _("Every"),
            _("%(days)s days", days=unit.maintenance_days)
            if unit.maintenance_days
            else None,
        ),
    )


def _price(unit: Unit, item: Item) -> Facts:
    rate = (
        item.rental_rate_minor if unit.rental_rate_minor is None else unit.rental_rate_minor
    )
    deposit = item.deposit_minor if unit.deposit_minor is None else unit.deposit_minor
    return _known(
        (_("Replacement value"), _amount(item.value_minor)),
        (
            _("Rental"),
            str.__mod__(translated(RENTALS[item.rental_period]), {"price": _amount(rate)})
            if rate and item.rental_period
            else None,
        ),
        (_("Deposit"), _amount(deposit) if deposit else None),
    )


def _known(*rows: tuple[str, str | date | None]) -> Facts:
    return [(name, value) for name, value in rows if value]


def _day(on: date | None) -> str:
    return dates.written(on, "%-d %b %Y") if on else ""


def _amount(minor: int | None) -> str | None:
    return None if minor is None else money.formatted(minor, settings.currency())
