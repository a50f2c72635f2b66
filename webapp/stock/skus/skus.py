"""SKUs: the numbers of new items, drawn from sequences so that none is ever used twice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, inspect, select, update

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.school import calendar

from .. import access, lists
from ..models import Brand, Category, Item, SkuSequence
from . import sequences
from .sequences import AHEAD, END, SEQUENCES, Counter
from .templates import NOBODY, Filling, Template, short

USUAL = "{category}-{seq:5}"
TABLE: Any = SkuSequence.__table__


class Thing(NamedTuple):
    """What a SKU is for: a new item, as far as it is known."""

    category: str | None = None
    brand_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Checked:
    """Whether a SKU is free, and which sequence makes such ones, with which number."""

    sku: str
    item: int | None
    sequence: int | None
    template: str | None
    number: int | None

    @property
    def is_free(self) -> bool:
        return self.item is None


def generate(
    actor: Actor,
    *,
    category: str | None = None,
    brand: int | None = None,
    name: str = "",
    quantity: int = 1,
) -> list[str]:
    """So many SKUs, used up from now on. Invalid at `category` or `brand` if there is none such."""
    lists.check_may_look(actor)
    access.check_may_describe(actor)
    sequences.scope(category, brand)
    return draw([Thing(category, brand, name)] * quantity)


def draw(things: Sequence[Thing]) -> list[str]:
    """A SKU for each, from the narrowest active sequence that counts for it; the caller has checked who may.

    Drawn numbers are used up with the act that draws them; those whose SKU an item has already are left out.
    Invalid at `sku` where no sequence counts, Conflict where one has come to its end.
    """
    active = {
        (c.category, c.brand_id): c
        for c in sequences.counters(SEQUENCES.where(SkuSequence.is_active))
    }
    chosen: dict[int, list[int]] = defaultdict(list)
    for at, thing in enumerate(things):
        chosen[_narrowest(active, thing).id].append(at)
    fillings, made = _fillings(things), dict[int, str]()
    for id, places in sorted(chosen.items()):
        drawn = _draw(
            id, [fillings[at] for at in places], set(map(text.code, made.values()))
        )
        made |= dict(zip(places, drawn, strict=True))
    return [made[at] for at in range(len(things))]


def validate(actor: Actor, sku: str) -> Checked:
    """Whether any item has this SKU, in any case, and the narrowest sequence that could make it. For staff."""
    lists.check_may_look(actor)
    item = db.session.scalar(select(Item.id).where(Item.sku_key == text.code(sku)))
    for each in sorted(sequences.counters(), key=lambda counter: counter.breadth):
        number = Template(each.template).reads(sku, each.filling)
        if number is not None:
            return Checked(sku, item, each.id, each.template, number)
    return Checked(sku, item, None, None, None)


def install(connection: Connection) -> None:
    """A sequence for every category that has none, counting on from the items there are; run by every migration."""
    if not inspect(connection).has_table(Category.__tablename__):
        return
    items = Item.__table__.c
    last = dict(
        connection.execute(
            select(items.category, func.max(items.id)).group_by(items.category)
        ).all()
    )
    there = set(connection.scalars(select(TABLE.c.scope)))
    plain: dict[str, Any] = {
        "template": USUAL,
        "prefix": "",
        "suffix": "",
        "description": "",
    }
    plain |= {"is_active": True, "version": 1}
    codes = connection.scalars(
        select(Category.__table__.c.code).order_by(Category.__table__.c.id)
    ).all()
    new = [
        plain
        | {"scope": f"{code}|", "category": code, "next_number": last.get(code, 0) + 1}
        for code in codes
        if f"{code}|" not in there
    ]
    if new:
        connection.execute(insert(TABLE), new)


def _narrowest(
    active: dict[tuple[str | None, int | None], Counter], thing: Thing
) -> Counter:
    category, brand = thing.category, thing.brand_id
    for scope in ((category, brand), (category, None), (None, brand), (None, None)):
        if scope in active:
            return active[scope]
    words = "There is no SKU sequence for this category and brand: enter a SKU, or add a sequence"
    raise Invalid(words, fields={"sku": words})


def _fillings(things: Sequence[Thing]) -> list[Filling]:
    prefixes = dict(db.session.execute(select(Category.code, Category.prefix)).all())
    codes = dict(db.session.execute(select(Brand.id, Brand.code)).all())
    return [
        Filling(
            "",
            "",
            codes.get(brand or 0, NOBODY),
            prefixes.get(category or "", NOBODY),
            short(name),
        )
        for category, brand, name in things
    ]


def _draw(id: int, fillings: list[Filling], given: set[str]) -> list[str]:
    """The row is ours from the first statement to the end of the act, so nobody else sees these numbers."""
    row = _grow(id, TABLE.c.next_number + len(fillings))
    template, day, number = (
        Template(row.template),
        calendar.today(),
        row.next_number - len(fillings),
    )
    made, waiting, ahead = [""] * len(fillings), list(range(len(fillings))), 0
    while waiting:
        places = waiting + waiting[-1:] * ahead
        tries = [
            template.filled(
                replace(fillings[at], prefix=row.prefix, suffix=row.suffix), n, day
            )
            for n, at in enumerate(places, number)
        ]
        used, last = sequences.taken(tries) | given, number + len(waiting) - 1
        for n, (at, sku) in enumerate(zip(places, tries, strict=True), number):
            if not made[at] and text.code(sku) not in used:
                made[at], last = sku, max(last, n)
                used.add(text.code(sku))
        number = last + 1 if made[waiting[-1]] else number + len(places)
        given |= used
        waiting, ahead = [at for at in waiting if not made[at]], AHEAD
    if number > row.next_number:
        _grow(id, number)
    return made


def _grow(id: int, to: Any) -> Any:
    """Its next number, once it is counted up to there. Conflict at the last number there can be."""
    grown = (
        update(TABLE)
        .where(TABLE.c.id == id, TABLE.c.next_number < END)
        .values(next_number=to)
    )
    columns = (TABLE.c.next_number, TABLE.c.template, TABLE.c.prefix, TABLE.c.suffix)
    row = db.session.execute(grown.returning(*columns)).one_or_none()
    if row is None:
        raise Conflict("This sequence has run out of numbers; add another one")
    return row
