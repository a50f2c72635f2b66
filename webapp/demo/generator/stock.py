"""What the school owns: kinds of things, and units of them. Nothing is in stock yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import Base, db, transaction
from webapp.school import calendar
from webapp.stock import search_text
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Item, Level, Location, Unit
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
Columns = dict[str, Any]
CHUNK = 2000  # rows in one statement


@dataclass(slots=True)
class Thing:
    """A unit, or a pile of loose pieces; it moves as a whole."""

    item_id: int
    place: int
    unit_id: int | None
    quantity: int
    worth: int  # what it costs to buy, in minor units


Act = tuple[
    str, str, str, str
]  # what is done, the type of its movements, from state, to state


def line(
    thing: Thing, how: Act, *, worth: int | None = None, carries: bool = False
) -> Line:
    """Of the ledger: the whole thing, where it is."""
    _, type, from_state, to_state = how
    return Line(
        thing.item_id,
        thing.place,
        type,
        from_state,
        to_state,
        thing.quantity,
        thing.unit_id,
        worth,
        carries,
    )


def find_places() -> list[int]:
    """The ids of the rooms things are kept in, made where they are not there yet."""
    names = [f"Store {n:02}" for n in range(1, PLACES + 1)]
    place_ids = {
        name: id for id, name in db.session.execute(select(Location.id, Location.name))
    }
    new = [{"name": name, "version": 1} for name in names if name not in place_ids]
    if new:
        added = db.session.execute(
            insert(Location).returning(Location.id, Location.name), new
        )
        place_ids |= {name: id for id, name in added}
    return [place_ids[name] for name in names]


def bring(
    actor: Actor, places: list[int], items: int, units: int, chance: Random
) -> Iterator[Thing]:
    """Every kind and every unit of it, committed chunk by chunk; each is handed on to be put into stock.

    A third of the kinds have units with tags; the others are piles.
    """
    with transaction():
        item_numbers, unit_numbers = _numbers(Item.id, items), _numbers(Unit.id, units)
    kinds = _kinds(item_numbers, places, actor, chance)
    for kind in kinds:
        pieces = chance.randint(2, 20)
        yield Thing(kind.id, kind.home, None, pieces, pieces * kind.worth)
    yield from _units(unit_numbers, kinds[: max(1, items // 3)], chance)


def _numbers(id: InstrumentedAttribute[int], count: int) -> range:
    """So many, after the last one that is used already."""
    first = 1 + (db.session.scalar(select(func.max(id))) or 0)
    return range(first, first + count)


class Kind(NamedTuple):
    id: int
    home: int
    worth: int


def _kinds(numbers: range, places: list[int], actor: Actor, chance: Random) -> list[Kind]:
    kinds = []
    for chunk in _chunks(numbers):
        rows = [_item(n, places, actor, chance) for n in chunk]
        with transaction():
            ids = _put("items", rows)
        kinds += [
            Kind(id, row["home_location_id"], row["value_minor"])
            for id, row in zip(ids, rows, strict=True)
        ]
    return kinds


def _units(numbers: range, kinds: list[Kind], chance: Random) -> Iterator[Thing]:
    """The kinds take turns."""
    for chunk in _chunks(numbers):
        rows = [_unit(n, kinds[(n - numbers.start) % len(kinds)], chance) for n in chunk]
        with transaction():
            ids = _put("units", rows)
        for id, row in zip(ids, rows, strict=True):
            pieces = 10 if row["batch_code"] else 1
            worth = pieces * row["purchase_price_minor"]
            yield Thing(row["item_id"], row["location_id"], id, pieces, worth)


def _put(table_name: str, rows: list[Columns]) -> list[int]:
    """The new rows' ids, in their order."""
    table = Base.metadata.tables[table_name]
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, rows))


def _chunks(numbers: range) -> Iterable[range]:
    return (numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK))


def _item(n: int, places: list[int], actor: Actor, chance: Random) -> Columns:
    kind, category, price = KINDS[n % len(KINDS)]
    make, model = chance.choice(MAKES), f"M{chance.randrange(10, 99)}"
    home = chance.randrange(len(places))
    return {
        **_named(n, kind, make, model, f"Store {home + 1:02}"),
        "category": category,
        "value_minor": price * 100 * chance.randint(80, 140) // 100,
        "max_checkout_days": chance.choice((7, 14, 30)),
        "home_location_id": places[home],
        "created_at": clock.now(),
        "created_by": actor.id,
        "version": 1,
    }


def _named(n: int, kind: str, make: str, model: str, store: str) -> Columns:
    """What an item is called, and what a search looks through."""
    name, sku = f"{kind} {n:06}", f"GEN-{n:06}"
    folded = search_text.folded(name, sku, make, model, store)
    return {"sku": sku, "name": name, "make": make, "model": model, "folded": folded}


def _unit(n: int, kind: Kind, chance: Random) -> Columns:
    """One in twenty is a batch, most others have a serial number; some are due for maintenance or under warranty."""
    lot, bought = chance.random(), -chance.randrange(30, 2000)
    codes = _codes(n, lot, chance)
    condition = chance.choice(CONDITIONS[:5])
    warranty = bought + chance.choice((730, 1095, 1825)) if lot > 0.6 else None
    maintenance = chance.randrange(-5, 360) if lot > 0.7 else None
    return {
        "item_id": kind.id,
        "location_id": kind.home,
        **codes,
        "condition": condition,
        "purchased_on": _day(bought),
        "purchase_price_minor": kind.worth,
        "warranty_until": _day(warranty),
        "next_maintenance_on": _day(maintenance),
        "version": 1,
    }


def _codes(n: int, lot: float, chance: Random) -> Columns:
    has_serial = 0.05 <= lot < 0.85
    return {
        "tag": f"G-{n:07}",
        "serial_number": f"{chance.choice('ABCDEHJK')}{n:08}" if has_serial else None,
        "batch_code": f"B{n:07}" if lot < 0.05 else None,
    }


def set_reorder_points() -> None:
    """Every seventh level of what was made up is low below four."""
    made_up = select(Item.id).where(Item.sku_key.startswith("gen-"))
    statement = update(Level).where(
        Level.item_id.in_(made_up), Level.id % 7 == 0, Level.reorder_point.is_(None)
    )
    statement = statement.values(reorder_point=4, reorder_quantity=10)
    db.session.execute(statement, execution_options={"synchronize_session": False})


def _day(ahead: int | None) -> date | None:
    return None if ahead is None else calendar.after(calendar.today(), ahead)
