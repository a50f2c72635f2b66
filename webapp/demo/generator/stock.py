"""What the school owns: kinds of things, and units of them. Nothing is in stock yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.school import calendar
from webapp.stock import search_text
from webapp.stock.models import Item, Location, Unit
from webapp.stock.models.states import CONDITIONS

PLACES = 12
KINDS = (  # what, of which category, what one costs in whole units of money
    ("Violin", "instrument", 420),
    ("Cello", "instrument", 980),
    ("Trumpet", "instrument", 510),
    ("Flute", "instrument", 480),
    ("Clarinet", "instrument", 450),
    ("Guitar", "instrument", 190),
    ("Amplifier", "equipment", 260),
    ("Microphone", "equipment", 120),
    ("Music stand", "accessory", 25),
    ("Set of strings", "accessory", 12),
    ("Album of duets", "sheet_music", 18),
    ("Big band set", "sheet_music", 60),
)
MAKES = ("Stentor", "Gewa", "Yamaha", "Jupiter", "Thomann", "Schott", "Squier", "Shure")
CHUNK = 2000  # rows in one statement


@dataclass(slots=True)
class Thing:
    """A unit, or a pile of loose pieces; it moves as a whole."""

    item_id: int
    place: int
    unit_id: int | None
    quantity: int
    worth: int  # what it costs to buy, in minor units


def find_places() -> list[int]:
    """The ids of the rooms things are kept in, made where they are not there yet."""
    names = [f"Store {n:02}" for n in range(1, PLACES + 1)]
    there = {
        name: id for id, name in db.session.execute(select(Location.id, Location.name))
    }
    new = [{"name": name, "version": 1} for name in names if name not in there]
    if new:
        added = db.session.execute(
            insert(Location).returning(Location.id, Location.name), new
        )
        there |= {name: id for id, name in added}
    return [there[name] for name in names]


def bring(
    actor: Actor, places: list[int], items: int, units: int, chance: Random
) -> Iterator[Thing]:
    """Every kind and every unit of it, committed chunk by chunk; each is handed on to be put into stock.

    A third of the kinds have units with tags; the others are piles.
    """
    with transaction():
        first = 1 + (db.session.scalar(select(func.max(Item.id))) or 0)
        tagged = 1 + (db.session.scalar(select(func.max(Unit.id))) or 0)
    kinds = list[tuple[int, int, int]]()  # id, home, worth
    for chunk in _chunks(range(first, first + items)):
        rows = [_item(n, places, actor, chance) for n in chunk]
        with transaction():
            ids = _put(Item.__table__, rows)
        kinds += [
            (id, r["home_location_id"], r["value_minor"])
            for id, r in zip(ids, rows, strict=True)
        ]
    for id, home, worth in kinds:
        yield Thing(id, home, None, pieces := chance.randint(2, 20), pieces * worth)
    of = kinds[: max(1, items // 3)]
    for chunk in _chunks(range(tagged, tagged + units)):
        rows = [_unit(n, *of[(n - tagged) % len(of)], chance) for n in chunk]
        with transaction():
            ids = _put(Unit.__table__, rows)
        for id, row in zip(ids, rows, strict=True):
            pieces = 10 if row["batch_code"] else 1
            yield Thing(
                row["item_id"],
                row["location_id"],
                id,
                pieces,
                pieces * row["purchase_price_minor"],
            )


def _put(table: Any, rows: list[dict[str, Any]]) -> list[int]:
    """The new rows' ids, in their order."""
    return list(
        db.session.scalars(
            insert(table).returning(table.c.id, sort_by_parameter_order=True), rows
        )
    )


def _chunks(numbers: range) -> Iterable[range]:
    return (numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK))


def _item(n: int, places: list[int], actor: Actor, chance: Random) -> dict[str, Any]:
    kind, category, price = KINDS[n % len(KINDS)]
    make, model, home = (
        chance.choice(MAKES),
        f"M{chance.randrange(10, 99)}",
        chance.randrange(len(places)),
    )
    name, sku = f"{kind} {n:06}", f"GEN-{n:06}"
    return {
        "sku": sku,
        "name": name,
        "category": category,
        "make": make,
        "model": model,
        "value_minor": price * 100 * chance.randint(80, 140) // 100,
        "max_checkout_days": chance.choice((7, 14, 30)),
        "home_location_id": places[home],
        "folded": search_text.folded(name, sku, make, model, f"Store {home + 1:02}"),
        "created_at": clock.now(),
        "created_by": actor.id,
        "version": 1,
    }


def _unit(n: int, item_id: int, home: int, worth: int, chance: Random) -> dict[str, Any]:
    """One in twenty is a batch, most others have a serial number; some are due for maintenance or under warranty."""
    told, bought = chance.random(), -chance.randrange(30, 2000)
    return {
        "item_id": item_id,
        "location_id": home,
        "tag": f"G-{n:07}",
        "serial_number": f"{chance.choice('ABCDEHJK')}{n:08}"
        if 0.05 <= told < 0.85
        else None,
        "batch_code": f"B{n:07}" if told < 0.05 else None,
        "condition": chance.choice(CONDITIONS[:5]),
        "purchased_on": _days(bought),
        "purchase_price_minor": worth,
        "warranty_until": _days(bought + chance.choice((730, 1095, 1825)))
        if told > 0.6
        else None,
        "next_maintenance_on": _days(chance.randrange(-5, 360)) if told > 0.7 else None,
        "version": 1,
    }


def _days(ahead: int) -> date:
    return calendar.after(calendar.today(), ahead)
