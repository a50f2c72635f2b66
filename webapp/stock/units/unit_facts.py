"""What is said about a unit beside where it is: numbers, purchase, warranty, care and price."""

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack, cast

from sqlalchemy import select

from webapp.core import money, rows, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotAllowed
from webapp.core.words import _
from webapp.school import calendar, settings

from .. import access
from ..items import suppliers
from ..models import Item, Unit
from . import maintenance, units

CARE = {"condition", "notes"}  # what the desk may change, too
MONEY = {
    "purchase_price": "purchase_price_minor",
    "rental_rate": "rental_rate_minor",
    "deposit": "deposit_minor",
}
COLUMNS = MONEY | {"batch_number": "batch_code"}  # where they are not called as their field
DESCRIBED = (
    "condition",
    "notes",
    "serial_number",
    "purchased_on",
    "warranty_until",
    "warranty_provider",
    "last_maintenance_on",
    "next_maintenance_on",
    "maintenance_days",
    "version",
)


class Purchase(TypedDict, total=False):
    """What was paid for a unit, when and to whom, and until when somebody repairs it for nothing."""

    purchased_on: date | None
    purchase_price: Decimal | None
    supplier: int | str | None
    warranty_until: date | None
    warranty_provider: str


class Changes(Purchase, total=False):
    """What is said about a unit, by field."""

    condition: str
    notes: str
    serial_number: str | None
    batch_number: str | None
    last_maintenance_on: date | None
    next_maintenance_on: date | None
    maintenance_days: int | None
    rental_rate: Decimal | None
    deposit: Decimal | None


class Columns(TypedDict, total=False):
    """The same as columns: amounts in minor units, the supplier by id; and what unit it is, where it is new."""

    item_id: int
    location_id: int
    condition: str
    notes: str
    serial_number: str | None
    batch_code: str | None
    purchased_on: date | None
    purchase_price_minor: int | None
    supplier_id: int | None
    warranty_until: date | None
    warranty_provider: str
    last_maintenance_on: date | None
    next_maintenance_on: date | None
    maintenance_days: int | None
    rental_rate_minor: int | None
    deposit_minor: int | None


class Described(TypedDict):
    """A unit as a form shows it; amounts as decimal strings."""

    version: int
    condition: str
    notes: str
    serial_number: str | None
    batch_number: str | None
    purchased_on: date | None
    purchase_price: str | None
    supplier: str | None
    warranty_until: date | None
    warranty_provider: str
    last_maintenance_on: date | None
    next_maintenance_on: date | None
    maintenance_days: int | None
    rental_rate: str | None
    deposit: str | None


def described(actor: Actor, id: int) -> Described:
    """What is said about a unit now, as `describe` takes it."""
    unit = units.find(actor, id)
    values = {name: getattr(unit, name) for name in DESCRIBED}
    for field, column in MONEY.items():
        values[field] = amount(getattr(unit, column))
    values |= {"batch_number": unit.batch_code, "supplier": unit.supplier}
    return cast(Described, values)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **changes: Unpack[Changes]
) -> Unit:
    """Change what is said about a unit; a maintenance that was done plans the next one, if none was named.

    The desk may change its condition and notes only: NotAllowed. Invalid with what makes no sense at its field.
    Stale, with what it is now, if somebody else changed it since `version`.
    """
    units.find(actor, id)
    _check_may_change(actor, changes)
    unit = units.locked(actor, id)
    changed = _("Somebody changed %(name)s while you were typing", name=unit.tag)
    rows.check_version(version, unit.version, changed, lambda: described(actor, id))
    columns = read(changes)
    new = {name: value for name, value in columns.items() if getattr(unit, name) != value}
    _apply(unit, cast(Columns, new))
    return units.find(actor, id)


def read(changes: Changes | Purchase) -> Columns:
    """What is said, as columns. Invalid at the field that cannot be."""
    columns = {
        COLUMNS.get(name, name): value
        for name, value in changes.items()
        if name != "supplier"
    }
    for field, column in MONEY.items():
        price = cast(Decimal | None, columns.get(column))
        if price is not None:
            columns[column] = settings.minor(field, price)
    if "supplier" in changes:
        supplier = changes["supplier"]
        columns["supplier_id"] = suppliers.id_of(supplier) if supplier else None
    return cast(Columns, columns)


def purchase_problems(columns: Columns) -> dict[str, str]:
    """What makes no sense about a purchase and its warranty, by field."""
    problems = {}
    bought, until = columns.get("purchased_on"), columns.get("warranty_until")
    if bought and bought > calendar.today():
        problems["purchased_on"] = _("That day is in the future")
    if bought and until and until < bought:
        problems["warranty_until"] = _("The warranty cannot end before the purchase")
    return problems


def serials(item_id: int, *, except_id: int = 0) -> dict[str, str]:
    """The tags of an item's units by their serial numbers, as `text.code` writes them."""
    query = select(Unit.serial_key, Unit.tag).where(
        Unit.item_id == item_id, Unit.serial_key.is_not(None), Unit.id != except_id
    )
    return {key: tag for key, tag in db.session.execute(query) if key}


def amount(minor: int | None) -> str | None:
    return None if minor is None else money.shown(minor, settings.currency())


def _check_may_change(actor: Actor, changes: Changes) -> None:
    if not access.may_describe(actor) and changes.keys() - CARE:
        raise NotAllowed(
            _(
                "The desk can change the condition and the notes; only teachers and admins can change the rest"
            )
        )


def _apply(unit: Unit, new: Columns) -> None:
    _plan(unit, new)
    after = _after(unit, new)
    problems = (
        purchase_problems(after)
        | _care_problems(unit, after)
        | _number_problems(unit, new, after)
        | _price_problems(unit, new)
    )
    if problems:
        raise Invalid(fields=problems)
    rows.assign(unit, new)
    db.session.flush()


def _plan(unit: Unit, new: Columns) -> None:
    """The next maintenance follows from the last one and the days between, unless somebody says when."""
    is_moved = new.keys() & {"last_maintenance_on", "maintenance_days"}
    if not is_moved or "next_maintenance_on" in new:
        return
    last = new.get("last_maintenance_on", unit.last_maintenance_on)
    days = new.get("maintenance_days", unit.maintenance_days)
    if following := maintenance.follows(last, days):
        new["next_maintenance_on"] = following


def _after(unit: Unit, new: Columns) -> Columns:
    """What is checked together, as it would be."""
    now: Columns = {
        "serial_number": unit.serial_number,
        "batch_code": unit.batch_code,
        "purchased_on": unit.purchased_on,
        "warranty_until": unit.warranty_until,
        "last_maintenance_on": unit.last_maintenance_on,
        "next_maintenance_on": unit.next_maintenance_on,
    }
    return now | new


def _care_problems(unit: Unit, after: Columns) -> dict[str, str]:
    problems = {}
    last, following = after["last_maintenance_on"], after["next_maintenance_on"]
    if last and last > calendar.today():
        problems["last_maintenance_on"] = _("That day is in the future")
    was = unit.next_maintenance_on
    if following and (objection := maintenance.objection(following, last, was=was)):
        problems["next_maintenance_on"] = objection
    return problems


def _number_problems(unit: Unit, new: Columns, after: Columns) -> dict[str, str]:
    problems = {}
    if after["serial_number"] and after["batch_code"]:
        problems["batch_number"] = _("A unit with a serial number cannot be a batch")
    elif unit.on_hand > 1 and not after["batch_code"]:
        words = _(
            "This is a batch of %(number)s: it needs a batch number", number=unit.on_hand
        )
        problems["batch_number"] = words
    serial = new.get("serial_number")
    if serial and (tag := _other(unit, serial)):
        problems["serial_number"] = _("%(tag)s has this serial number", tag=tag)
    return problems


def _price_problems(unit: Unit, new: Columns) -> dict[str, str]:
    problems = {}
    if new.get("condition") == "damaged" and (unit.available or unit.reserved):
        words = _("Report the damage instead, so that nobody borrows it")
        problems["condition"] = words
    if new.get("rental_rate_minor"):
        item = db.session.get_one(Item, unit.item_id)
        if item.rental_period is None:
            words = _("First choose on the item what time a rate is for")
            problems["rental_rate"] = words
    return problems


def _other(unit: Unit, serial: str) -> str | None:
    """The tag of another unit of this kind with this serial number."""
    return serials(unit.item_id, except_id=unit.id).get(text.code(serial))
