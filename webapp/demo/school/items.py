"""What the demo school owns: the kinds of things listed in items.csv, tagged one by one where a kind has a tag."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import calendar
from webapp.stock import levels
from webapp.stock.items import items, suppliers
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Item, Unit
from webapp.stock.models.states import CONDITIONS, OUTSIDE

LIST = Path(__file__).with_name("items.csv")
RENTS = {  # what taking one home costs a month, and its deposit
    "Cello 4/4": (18, 100),
    "Cello 3/4": (15, 80),
    "Double Bass 3/4": (24, 150),
    "Lever Harp": (45, 300),
}
SUPPLIERS = (
    ("Corner Music Ltd", "Ms Brandt, 555 0142, orders@corner-music.example"),
    ("Hollis & Sons, luthiers", "Workshop, 555 0178: strings, bows, varnish"),
    ("Windways Repairs", "Mr Adeyemi, 555 0113: woodwind and brass"),
)

WANTED = {  # so few are low, then get so many, and so many are too many
    "Clip-On Tuner": (8, 4, 12),
    "Saxophone Strap": (5, 5, 12),
    "Trumpet Mute": (2, 2, 6),
    "Shoulder Rest": (4, 6, 16),
    "Suzuki Violin School 1": (8, 4, 12),
    "Violin Case": (2, 2, 3),
}
DUE = {
    "CEL": (64, 300),
    "FLT": (150, 75),
}  # days after they came: the first one's maintenance, the end of its warranty


class Kind(NamedTuple):
    id: int
    name: str
    category: str
    location: str
    days: int  # the longest loan; 0 for what is not lent
    pieces: int


def move_in(teacher: Actor) -> dict[str, Kind]:
    """Every kind of thing by its name."""
    for name, contact in SUPPLIERS:
        suppliers.add(teacher, name=name, contact=contact)
    chance, tags = Random(1685), Counter[str]()
    with LIST.open(encoding="utf-8", newline="") as rows:
        kinds = [_bring(teacher, row, chance, tags) for row in csv.DictReader(rows)]
    for kind in kinds:
        if kind.name in WANTED:
            point, quantity, most = WANTED[kind.name]
            (level,) = levels.of_item(teacher, kind.id)
            levels.describe(
                teacher,
                level.id,
                reorder_point=point,
                reorder_quantity=quantity,
                maximum_stock=most,
            )
    return {kind.name: kind for kind in kinds}


def _bring(teacher: Actor, row: dict[str, str], chance: Random, tags: Counter[str]) -> Kind:
    pieces, days = int(row["pieces"]), int(row["days"] or 0)
    rent, deposit = RENTS.get(row["name"], (None, None))
    item = items.add(
        teacher,
        new_location=True,
        quantity=0 if row["tag"] else pieces,
        value=Decimal(row["value"]),
        rental_rate=Decimal(rent) if rent else None,
        rental_period="month" if rent else None,
        deposit=Decimal(deposit) if deposit else None,
        is_borrowable=days > 0,
        notes="" if days else "Stays in its room.",
        max_checkout_days=days or 7,
        **{
            name: row[name]
            for name in ("name", "category", "make", "model", "location", "condition")
        },
    )
    if row["tag"]:
        _tag(teacher, item, pieces, row["tag"], chance, tags)
    return Kind(item.id, item.name, item.category, row["location"], days, pieces)


def _tag(
    teacher: Actor, item: Item, pieces: int, prefix: str, chance: Random, tags: Counter[str]
) -> None:
    """Each piece gets a tag; most have a maker's number too, and some are worn more than the others."""
    at = CONDITIONS.index(item.condition)
    units = []
    for _ in range(pieces):
        tags[prefix] += 1
        number = f"{chance.choice('ABCDEHJK')}{chance.randrange(100_000, 999_999)}"
        units.append(
            Unit(
                item_id=item.id,
                location_id=item.home_location_id,
                tag=f"{prefix}-{tags[prefix]:03d}",
                serial_number=number if chance.random() < 0.8 else None,
                condition=CONDITIONS[
                    chance.choice((max(1, at - 1), at, at, min(4, at + 1)))
                ],
            )
        )
    if prefix in DUE and units[0].tag.endswith("001"):
        maintenance, warranty = (
            calendar.after(calendar.today(), days) for days in DUE[prefix]
        )
        units[0].next_maintenance_on, units[0].warranty_until = maintenance, warranty
    db.session.add_all(units)
    db.session.flush()
    came = ("ADJUSTMENT_POSITIVE", OUTSIDE, "available", 1)
    lines = [
        Line(item.id, item.home_location_id, *came, unit.id, item.value_minor)
        for unit in units
    ]
    ledger.record(teacher, "opening balance", lines)
