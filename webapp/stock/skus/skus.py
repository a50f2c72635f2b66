"""SKUs: the numbers of new items, drawn from sequences so that none is ever used twice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from sqlalchemy import (
    Connection,
    Table,
    func,
    insert,
    inspect,
    select,
)

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.core.words import _
from webapp.people import card_codes

from .. import access, lists
from ..models import Brand, Category, Item, SkuSequence
from . import drawing, sequences
from .sequences import SEQUENCES, Counter
from .templates import NOBODY, Filling, Template, short

USUAL = "{category}-{seq:5}"
TABLE = cast(Table, SkuSequence.__table__)


class Thing(NamedTuple):
    """What a SKU is for: a new item, as far as it is known."""

    category: str | None = None
    brand_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Checked:
    """Whether a SKU is free, neither an item's nor on a card, and which sequence makes such ones, with which number."""

    sku: str
    item: int | None
    sequence: int | None
    template: str | None
    number: int | None
    is_on_card: bool

    @property
    def is_free(self) -> bool:
        return self.item is None and not self.is_on_card


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
        drawn = drawing.draw(sequence_id, [fillings[place] for place in of_sequence], given)
        skus |= dict(zip(of_sequence, drawn, strict=True))
    return [skus[place] for place in range(len(things))]


def validate(actor: Actor, sku: str) -> Checked:
    """Whether any item or card has this SKU, in any case, and the narrowest sequence that could make it. For staff."""
    lists.check_may_look(actor)
    item = db.session.scalar(select(Item.id).where(Item.sku_key == text.code(sku)))
    is_on_card = bool(card_codes.taken([text.code(sku)]))
    for counter in sorted(sequences.counters(), key=lambda counter: counter.breadth):
        template = counter.sequence.template
        number = Template(template).reads(sku, counter.filling)
        if number is not None:
            return Checked(sku, item, counter.sequence.id, template, number, is_on_card)
    return Checked(sku, item, None, None, None, is_on_card)


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
    words = _(
        "There is no SKU sequence for this category and brand: enter a SKU, or add a sequence"
    )
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
