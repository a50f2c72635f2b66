"""What the demo school owns: the kinds of things listed in items.csv, tagged one by one where a kind has a tag."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import calendar
from webapp.stock import levels
from webapp.stock.items import items, suppliers
from webapp.stock.items.descriptions import SCORE
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Item, Unit
from webapp.stock.models.states import CONDITIONS, OUTSIDE

LIST = Path(__file__).with_name("items.csv")
SCORES = Path(__file__).with_name(
    "scores.csv"
)  # what tells sheet music apart; no such ISMN is given out
RENTS = {  # what taking one home costs a month, and its deposit
    "Cello 4/4": (18, 100),
    "Cello 3/4": (15, 80),
    "Double Bass 3/4": (24, 150),
    "Lever Harp": (45, 300),
}
LOOKED_AFTER = "Oboe"
SERVICE = {
    LOOKED_AFTER: 2
}  # open days for which one is looked after each time it comes back
BY_HOUR = "Studio Key"
HOURS = {BY_HOUR: 3}  # for which one is lent
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
    scores = {row["name"]: row for row in _rows(SCORES)}
    kinds = [
        _bring(teacher, row | scores.get(row["name"], {}), chance, tags)
        for row in _rows(LIST)
    ]
    for kind in kinds:
        if kind.name in WANTED:
            _want(teacher, kind, *WANTED[kind.name])
    return {kind.name: kind for kind in kinds}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _want(teacher: Actor, kind: Kind, point: int, quantity: int, most: int) -> None:
    (level,) = levels.of_item(teacher, kind.id)
    levels.describe(
        teacher,
        level.id,
        reorder_point=point,
        reorder_quantity=quantity,
        maximum_stock=most,
    )


def _bring(teacher: Actor, row: dict[str, str], chance: Random, tags: Counter[str]) -> Kind:
    pieces, days = int(row["pieces"]), int(row["days"] or 0)
    item = items.add(
        teacher,
        new_location=True,
        quantity=0 if row["tag"] else pieces,
        value=Decimal(row["value"]),
        is_borrowable=days > 0,
        notes="" if days else "Stays in its room.",
        max_checkout_days=_longest(row["name"], days),
        **_described(row),
        **_rent(row["name"]),
    )
    if row["tag"]:
        _tag(teacher, item, pieces, row["tag"], chance, tags)
    return Kind(item.id, item.name, item.category, row["location"], days, pieces)


def _longest(name: str, days: int) -> int:
    return 1 if name in HOURS else days or 7


def _described(row: dict[str, str]) -> dict[str, Any]:
    names = ("name", "category", "make", "model", "location", "condition")
    service = {"service_days": SERVICE.get(row["name"], 0)}
    hours = {"loan_hours": HOURS.get(row["name"])}
    score = {name: row.get(name, "") for name in (*SCORE, "barcode")}
    return {name: row[name] for name in names} | service | hours | score


def _rent(name: str) -> dict[str, Any]:
    """What taking one home costs, where it costs anything."""
    if name not in RENTS:
        return {"rental_rate": None, "rental_period": None, "deposit": None}
    rate, deposit = RENTS[name]
    return {
        "rental_rate": Decimal(rate),
        "rental_period": "month",
        "deposit": Decimal(deposit),
    }


def _tag(
    teacher: Actor, item: Item, pieces: int, prefix: str, chance: Random, tags: Counter[str]
) -> None:
    """Each piece gets a tag, and enters the ledger."""
    units = []
    for _ in range(pieces):
        tags[prefix] += 1
        units.append(_unit(item, f"{prefix}-{tags[prefix]:03d}", chance))
    if prefix in DUE and units[0].tag.endswith("001"):
        _set_due(units[0], *DUE[prefix])
    db.session.add_all(units)
    db.session.flush()
    _open(teacher, item, [unit.id for unit in units])


def _set_due(unit: Unit, maintenance: int, warranty: int) -> None:
    """In so many days."""
    unit.next_maintenance_on = calendar.after(calendar.today(), maintenance)
    unit.warranty_until = calendar.after(calendar.today(), warranty)


def _open(teacher: Actor, item: Item, unit_ids: list[int]) -> None:
    opening = ("ADJUSTMENT_POSITIVE", OUTSIDE, "available", 1)
    lines = [
        Line(item.id, item.home_location_id, *opening, id, item.value_minor)
        for id in unit_ids
    ]
    ledger.record(teacher, "opening balance", lines)


def _unit(item: Item, tag: str, chance: Random) -> Unit:
    """Most have a maker's number too, and some are worn more than the others."""
    number = f"{chance.choice('ABCDEHJK')}{chance.randrange(100_000, 999_999)}"
    has_number = chance.random() < 0.8
    usual = CONDITIONS.index(item.condition)
    condition = chance.choice((max(1, usual - 1), usual, usual, min(4, usual + 1)))
    return Unit(
        item_id=item.id,
        location_id=item.home_location_id,
        tag=tag,
        serial_number=number if has_number else None,
        condition=CONDITIONS[condition],
    )
