"""How the demo school's instruments were bought and are looked after, and what belongs to them."""

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
    """Each as old as its number says, so that some warranties are over and some maintenances are near."""
    db.session.add_all(Supplier(name=name) for name in sorted({*SHOPS.values()}))
    db.session.flush()
    today, missing = calendar.today(), "Shoulder rest"
    for unit, worth in db.session.execute(
        select(Unit, Item.value_minor).join(Item).order_by(Unit.id)
    ).all():
        kind = unit.tag.partition("-")[0]
        if kind not in BELONGS:
            continue
        bought = today - timedelta(YEAR * (1 + unit.id % 6) + 11 * unit.id % 90)
        looked_after = today - timedelta(37 * unit.id % 300)
        unit_facts.describe(
            teacher,
            unit.id,
            purchased_on=bought,
            purchase_price=Decimal(worth * 9 // 1000),
            supplier=SHOPS[kind],
            warranty_until=bought + timedelta(2 * YEAR),
            warranty_provider=SHOPS[kind],
        )
        if unit.next_maintenance_on is None:
            unit_facts.describe(
                teacher, unit.id, last_maintenance_on=looked_after, maintenance_days=YEAR
            )
        for name in BELONGS[kind]:
            one = accessories.add(teacher, unit.id, name=name)
            if name == missing:
                accessories.mark(teacher, unit.id, one.id, is_missing=True)
                missing = ""
