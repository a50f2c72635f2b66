"""How the demo school's instruments were bought and are looked after, and what belongs to them."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import calendar
from webapp.stock.models import Item, Supplier, Unit
from webapp.stock.units import accessories, unit_facts

BELONGS = {
    "VLN": ("Bow", "Case", "Shoulder rest"),
    "CEL": ("Bow", "Soft case"),
    "SAX": ("Case", "Mouthpiece", "Neck strap"),
}
SHOPS = {"VLN": "Geigenbau Ahrens", "CEL": "Geigenbau Ahrens", "SAX": "Musikhaus am Dom"}
YEAR = 365


def move_in(teacher: Actor) -> None:
    """What belongs to each unit of these kinds; the first shoulder rest that should be there is missing."""
    db.session.add_all(Supplier(name=name) for name in sorted({*SHOPS.values()}))
    db.session.flush()
    query = select(Unit, Item.value_minor).join(Item).order_by(Unit.id)
    missing = "Shoulder rest"
    for unit, worth in db.session.execute(query).all():
        kind = unit.tag.partition("-")[0]
        if kind in BELONGS:
            _describe(teacher, unit, SHOPS[kind], Decimal(worth * 9 // 1000))
            _equip(teacher, unit, BELONGS[kind], missing)
            missing = "" if missing in BELONGS[kind] else missing


def _describe(teacher: Actor, unit: Unit, shop: str, price: Decimal) -> None:
    """Each as old as its number says, so that some warranties are over and some maintenances are near."""
    today = calendar.today()
    bought = today - timedelta(YEAR * (1 + unit.id % 6) + 11 * unit.id % 90)
    unit_facts.describe(
        teacher,
        unit.id,
        purchased_on=bought,
        purchase_price=price,
        supplier=shop,
        warranty_until=bought + timedelta(2 * YEAR),
        warranty_provider=shop,
    )
    if unit.next_maintenance_on is None:
        looked_after = today - timedelta(37 * unit.id % 300)
        unit_facts.describe(
            teacher, unit.id, last_maintenance_on=looked_after, maintenance_days=YEAR
        )


def _equip(teacher: Actor, unit: Unit, names: Sequence[str], missing: str) -> None:
    for name in names:
        accessory = accessories.add(teacher, unit.id, name=name)
        if name == missing:
            accessories.mark(teacher, unit.id, accessory.id, is_missing=True)
