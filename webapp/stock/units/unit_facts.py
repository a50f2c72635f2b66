"""What is said about a unit beside where it is: numbers, purchase, warranty, care and price."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from webapp.core import money, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotAllowed, Stale
from webapp.school import calendar, settings

from .. import access
from ..items import suppliers
from ..models import Item, Unit
from . import maintenance, units
from .units import Kept

CARE = {"condition", "notes"}  # what the desk may change, too
MONEY = {
    "purchase_price": "purchase_price_minor",
    "rental_rate": "rental_rate_minor",
    "deposit": "deposit_minor",
}
COLUMNS = MONEY | {"batch_number": "batch_code"}
SAID = (
    *(
        "condition",
        "notes",
        "serial_number",
        "purchased_on",
        "warranty_until",
        "warranty_provider",
    ),
    *("last_maintenance_on", "next_maintenance_on", "maintenance_days", "version"),
)


def described(actor: Actor, id: int) -> dict[str, Any]:
    """What is said about a unit now, as `describe` takes it; amounts as decimal strings."""
    now = units.find(actor, id)
    amounts = {said: amount(getattr(now.unit, column)) for said, column in MONEY.items()}
    about = {"batch_number": now.batch_code, "supplier": now.supplier}
    return {name: getattr(now.unit, name) for name in SAID} | amounts | about


def describe(actor: Actor, id: int, *, version: int | None = None, **changes: Any) -> Kept:
    """Change what is said about a unit; a maintenance that was done plans the next one, if none was named.

    The desk may change its condition and notes only: NotAllowed. Invalid with what makes no sense at its field.
    Stale, with what it is now, if somebody else changed it since `version`.
    """
    units.find(actor, id)
    if not access.may_describe(actor) and changes.keys() - CARE:
        raise NotAllowed(
            "The desk can change the condition and the notes; only teachers and admins can change the rest"
        )
    unit = units.held(actor, id)
    if version is not None and unit.version != version:
        raise Stale(
            f"Somebody changed {unit.tag} while you were typing", facts=described(actor, id)
        )
    new = {
        name: value for name, value in read(changes).items() if getattr(unit, name) != value
    }
    _plan(unit, new)
    if wrong := _wrong(unit, new):
        raise Invalid(fields=wrong)
    for name, value in new.items():
        setattr(unit, name, value)
    db.session.flush()
    return units.find(actor, id)


def read(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was said, as columns: amounts in minor units, the supplier by id. Invalid at the field that cannot be."""
    new = {
        COLUMNS.get(name, name): value for name, value in said.items() if name != "supplier"
    }
    for field, column in MONEY.items():
        if new.get(column) is not None:
            new[column] = settings.minor(field, new[column])
    if "supplier" in said:
        new["supplier_id"] = said["supplier"] and suppliers.id_of(said["supplier"])
    return new


def bought(new: Mapping[str, Any]) -> dict[str, str]:
    """What makes no sense about a purchase and its warranty, by field."""
    wrong, on, until = {}, new.get("purchased_on"), new.get("warranty_until")
    if on and on > calendar.today():
        wrong["purchased_on"] = "That day is in the future"
    if on and until and until < on:
        wrong["warranty_until"] = "The warranty cannot end before the purchase"
    return wrong


def serials(item_id: int, *, besides: int = 0) -> dict[str, str]:
    """The tags of an item's units by their serial numbers, as `text.code` writes them."""
    asked = select(Unit.serial_key, Unit.tag).where(
        Unit.item_id == item_id, Unit.serial_key.is_not(None)
    )
    found = db.session.execute(asked.where(Unit.id != besides))
    return {key: tag for key, tag in found if key}


def amount(minor: int | None) -> str | None:
    return None if minor is None else money.shown(minor, settings.currency())


def _plan(unit: Unit, new: dict[str, Any]) -> None:
    """The next maintenance follows from the last one and the days between, unless somebody says when."""
    if (
        new.keys() & {"last_maintenance_on", "maintenance_days"}
        and "next_maintenance_on" not in new
    ):
        last = new.get("last_maintenance_on", unit.last_maintenance_on)
        if following := maintenance.follows(
            last, new.get("maintenance_days", unit.maintenance_days)
        ):
            new["next_maintenance_on"] = following


def _wrong(unit: Unit, new: Mapping[str, Any]) -> dict[str, str]:
    after = {
        column.key: new.get(column.key, getattr(unit, column.key))
        for column in Unit.__mapper__.columns
    }
    wrong = bought(after)
    last, following = after["last_maintenance_on"], after["next_maintenance_on"]
    if last and last > calendar.today():
        wrong["last_maintenance_on"] = "That day is in the future"
    if following and (
        no := maintenance.objection(following, last, was=unit.next_maintenance_on)
    ):
        wrong["next_maintenance_on"] = no
    if after["serial_number"] and after["batch_code"]:
        wrong["batch_number"] = "A unit with a serial number cannot be a batch"
    elif unit.on_hand > 1 and not after["batch_code"]:
        wrong["batch_number"] = (
            f"This is a batch of {unit.on_hand}: it needs a batch number"
        )
    if (serial := new.get("serial_number")) and (tag := _other(unit, serial)):
        wrong["serial_number"] = f"{tag} has this serial number"
    if new.get("condition") == "damaged" and unit.available:
        wrong["condition"] = "Report the damage instead, so that nobody borrows it"
    if (
        new.get("rental_rate_minor")
        and db.session.get_one(Item, unit.item_id).rental_period is None
    ):
        wrong["rental_rate"] = "First choose on the item what time a rate is for"
    return wrong


def _other(unit: Unit, serial: str) -> str | None:
    return serials(unit.item_id, besides=unit.id).get(text.code(serial))
