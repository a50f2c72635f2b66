"""SKUs: the numbers of new items, drawn from sequences so that none is ever used twice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    func,
    insert,
    inspect,
    select,
    update,
)

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
TABLE = cast(Table, SkuSequence.__table__)
NextNumber = Row[int, str, str, str]  # with template, prefix and suffix


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
    places = _places(things)
    fillings = _fillings(things)
    skus: dict[int, str] = {}
    for sequence_id, of_sequence in sorted(places.items()):
        given = {text.code(sku) for sku in skus.values()}
        drawn = _draw(sequence_id, [fillings[place] for place in of_sequence], given)
        skus |= dict(zip(of_sequence, drawn, strict=True))
    return [skus[place] for place in range(len(things))]


def validate(actor: Actor, sku: str) -> Checked:
    """Whether any item has this SKU, in any case, and the narrowest sequence that could make it. For staff."""
    lists.check_may_look(actor)
    item = db.session.scalar(select(Item.id).where(Item.sku_key == text.code(sku)))
    for counter in sorted(sequences.counters(), key=lambda counter: counter.breadth):
        template = counter.sequence.template
        number = Template(template).reads(sku, counter.filling)
        if number is not None:
            return Checked(sku, item, counter.sequence.id, template, number)
    return Checked(sku, item, None, None, None)


def install(connection: Connection) -> None:
    """A sequence for every category that has none, counting on from the items there are; run by every migration."""
    if not inspect(connection).has_table(Category.__tablename__):
        return
    category = Category.__table__.c
    codes = connection.scalars(select(category.code).order_by(category.id)).all()
    scopes = set(connection.scalars(select(TABLE.c.scope)))
    item = Item.__table__.c
    newest_items = select(item.category, func.max(item.id)).group_by(item.category)
    newest = dict(connection.execute(newest_items).all())
    sequences_to_add = [
        _usual(code, newest.get(code, 0) + 1) for code in codes if f"{code}|" not in scopes
    ]
    if sequences_to_add:
        connection.execute(insert(TABLE), sequences_to_add)


def _usual(category: str, next_number: int) -> dict[str, str | int]:
    """The sequence that every category starts with."""
    return {
        "scope": f"{category}|",
        "category": category,
        "template": USUAL,
        "prefix": "",
        "suffix": "",
        "description": "",
        "next_number": next_number,
        "is_active": True,
        "version": 1,
    }


def _places(things: Sequence[Thing]) -> dict[int, list[int]]:
    """Which things, by their place, each active sequence makes a SKU for."""
    active = {
        (counter.sequence.category, counter.sequence.brand_id): counter
        for counter in sequences.counters(SEQUENCES.where(SkuSequence.is_active))
    }
    places: dict[int, list[int]] = defaultdict(list)
    for place, thing in enumerate(things):
        places[_narrowest(active, thing).sequence.id].append(place)
    return places


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
            brand=codes.get(thing.brand_id or 0, NOBODY),
            category=prefixes.get(thing.category or "", NOBODY),
            item=short(thing.name),
        )
        for thing in things
    ]


def _draw(sequence_id: int, fillings: list[Filling], given: set[str]) -> list[str]:
    """The row is ours from the first statement to the end of the act, so nobody else sees these numbers."""
    row = _grow(sequence_id, TABLE.c.next_number + len(fillings))
    drawing = _Drawing(row, fillings, given)
    while drawing.waiting:
        drawing.try_numbers()
    if drawing.number > row[0]:
        _grow(sequence_id, drawing.number)
    return drawing.skus


class _Drawing:
    """SKUs while they are drawn: those that are free already, and the places that still wait for one.

    `taken` are the SKUs that cannot be used, as `text.code` writes them.
    """

    def __init__(self, row: NextNumber, fillings: list[Filling], taken: set[str]) -> None:
        next_number, template, prefix, suffix = row
        self.template = Template(template)
        self.today = calendar.today()
        self.fillings = [replace(each, prefix=prefix, suffix=suffix) for each in fillings]
        self.number = next_number - len(fillings)
        self.taken = taken
        self.skus = [""] * len(fillings)
        self.waiting = list(range(len(fillings)))
        self.ahead = 0

    def try_numbers(self) -> None:
        """The next numbers, one for each that waits; from the second time on many more, for the last of them."""
        places = self.waiting + self.waiting[-1:] * self.ahead
        tries = self._filled(places)
        self.taken |= sequences.taken(tries)
        one_each = self.number + len(self.waiting) - 1
        last = max(one_each, self._assign(places, tries))
        is_found = self.skus[self.waiting[-1]]
        self.number = last + 1 if is_found else self.number + len(places)
        self.waiting = [place for place in self.waiting if not self.skus[place]]
        self.ahead = AHEAD

    def _filled(self, places: list[int]) -> list[str]:
        """A SKU for each, with one number after the other."""
        return [
            self.template.filled(self.fillings[place], number, self.today)
            for number, place in enumerate(places, self.number)
        ]

    def _assign(self, places: list[int], tries: list[str]) -> int:
        """The free ones of the SKUs tried, one for each place; the last number that was used, or 0."""
        last = 0
        numbers = range(self.number, self.number + len(tries))
        for number, place, sku in zip(numbers, places, tries, strict=True):
            if not self.skus[place] and text.code(sku) not in self.taken:
                self.skus[place] = sku
                self.taken.add(text.code(sku))
                last = number
        return last


def _grow(sequence_id: int, to: int | ColumnElement[int]) -> NextNumber:
    """Its next number, once it is counted up to there. Conflict at the last number there can be."""
    grown = (
        update(TABLE)
        .where(TABLE.c.id == sequence_id, TABLE.c.next_number < END)
        .values(next_number=to)
    )
    columns = (TABLE.c.next_number, TABLE.c.template, TABLE.c.prefix, TABLE.c.suffix)
    row = db.session.execute(grown.returning(*columns)).one_or_none()
    if row is None:
        raise Conflict("This sequence has run out of numbers; add another one")
    return row
