"""SKU sequences: how new items are numbered, by category and brand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypedDict, Unpack, cast

from sqlalchemy import Select, select

from webapp.core import rows, text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotFound
from webapp.core.words import _, lazy
from webapp.people import card_codes
from webapp.school import calendar

from .. import access, lists
from ..ledger import ledger
from ..models import Brand, Category, Item, SkuSequence
from .templates import NOBODY, Filling, Template

FIELDS = ("prefix", "suffix", "template", "description", "is_active")
MISSING = lazy("SKU sequence not found")
NOT_FOUND = {"category": lazy("Category not found"), "brand": lazy("Brand not found")}
END = 2_000_000_000  # where a sequence ends, well within what a column holds
AHEAD = 500  # numbers looked at in one go where many are taken
SEQUENCES: Select[SkuSequence, str, str, str, str] = (
    select(SkuSequence, Brand.name, Brand.code, Category.name, Category.prefix)
    .outerjoin(Brand, Brand.id == SkuSequence.brand_id)
    .outerjoin(Category, Category.code == SkuSequence.category)
    .execution_options(populate_existing=True)
)


class Changes(TypedDict, total=False):
    template: str
    prefix: str
    suffix: str
    next_number: int
    description: str
    is_active: bool


class Codes(TypedDict, total=False):
    """What stands for a category and a brand in SKUs."""

    category: str
    brand: str


@dataclass(frozen=True)
class Counter:
    """A sequence with the names of its scope, and the SKU it would make next for a thing without a name."""

    sequence: SkuSequence
    make: str | None
    category_name: str | None
    filling: Filling
    today: date

    @property
    def example(self) -> str:
        template = Template(self.sequence.template)
        return template.filled(self.filling, self.sequence.next_number, self.today)

    @property
    def breadth(self) -> tuple[bool, bool]:
        """The narrowest first: brand and category, category, brand, any."""
        return (self.sequence.category is None, self.sequence.brand_id is None)


def listed(actor: Actor, *, after: int = 0, limit: int = 50) -> list[Counter]:
    """All sequences, in the order they were added; keyset by id. For staff."""
    lists.check_may_look(actor)
    return counters(
        SEQUENCES.where(SkuSequence.id > after).order_by(SkuSequence.id).limit(limit)
    )


def find(actor: Actor, id: int) -> Counter:
    lists.check_may_look(actor)
    counter = next(iter(counters(SEQUENCES.where(SkuSequence.id == id))), None)
    if counter is None:
        raise NotFound(MISSING)
    return counter


def add(
    actor: Actor,
    *,
    template: str,
    category: str | None = None,
    brand: int | None = None,
    prefix: str = "",
    suffix: str = "",
    next_number: int = 1,
    description: str = "",
) -> Counter:
    """A new sequence for a category and a brand, either of which may be any.

    Invalid at `template` if it cannot be, at `category` if this pair is counted already.
    """
    access.check_may_describe(actor)
    ledger.lock()
    scope(category, brand)
    Template(template).check_fits(Filling(prefix, suffix))
    pair = f"{category or ''}|{brand or ''}"
    _check_first(pair)
    sequence = SkuSequence(
        scope=pair,
        category=category,
        brand_id=brand,
        template=template,
        prefix=prefix,
        suffix=suffix,
        next_number=next_number,
        description=description,
    )
    lists.keep(sequence)
    return find(actor, sequence.id)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **changes: Unpack[Changes]
) -> Counter:
    """Change its template, or whether it counts: what it made stays, its next number only grows. Or Stale."""
    find(actor, id)
    access.check_may_describe(actor)
    query = select(SkuSequence).where(SkuSequence.id == id)
    sequence = rows.find(query, MISSING, lock=True)
    changed = _("Somebody changed this sequence while you were typing")
    rows.check_version(version, sequence.version, changed, lambda: _facts(sequence))
    _check_grows(sequence, changes)
    rows.assign(sequence, changes)
    Template(sequence.template).check_fits(Filling(sequence.prefix, sequence.suffix))
    db.session.flush()
    return find(actor, id)


def preview(
    actor: Actor,
    *,
    template: str,
    category: str | None = None,
    brand: int | None = None,
    prefix: str = "",
    suffix: str = "",
    next_number: int = 1,
    count: int = 3,
) -> list[str]:
    """The next SKUs of a sequence that need not be saved, without those taken now; draws nothing. For staff."""
    lists.check_may_look(actor)
    filling = Filling(prefix, suffix, **scope(category, brand))
    parsed = Template(template)
    parsed.check_fits(filling)
    return list(islice(_free(parsed, filling, next_number), count))


def _free(template: Template, filling: Filling, number: int) -> Iterator[str]:
    """The SKUs from this number on that no item has."""
    today = calendar.today()
    while number < END:
        ahead = [template.filled(filling, number + i, today) for i in range(AHEAD)]
        used = taken(ahead)
        yield from (sku for sku in ahead if text.code(sku) not in used)
        number += AHEAD


def preview_of(actor: Actor, id: int) -> list[str]:
    """The next three of a saved sequence."""
    sequence = find(actor, id).sequence
    return preview(
        actor,
        template=sequence.template,
        category=sequence.category,
        brand=sequence.brand_id,
        prefix=sequence.prefix,
        suffix=sequence.suffix,
        next_number=sequence.next_number,
    )


def filling(sequence: SkuSequence, brand: str | None, category: str | None) -> Filling:
    """What its tokens stand for where the thing does not say more; `brand` and `category` are their codes in SKUs."""
    return Filling(sequence.prefix, sequence.suffix, brand or NOBODY, category or NOBODY)


def taken(skus: Sequence[str]) -> set[str]:
    """Those that an item has or that are on a card, as `text.code` writes them."""
    keys = list(map(text.code, skus))
    parts = (keys[at : at + AHEAD] for at in range(0, len(keys), AHEAD))
    return {key for part in parts for key in _of_items_and_cards(part)}


def _of_items_and_cards(keys: Sequence[str]) -> list[str]:
    items = db.session.scalars(select(Item.sku_key).where(Item.sku_key.in_(keys)))
    return [*items, *card_codes.taken(keys)]


def scope(category: str | None, brand: int | None) -> Codes:
    """The codes that stand for a category and a brand in SKUs. Invalid at the one that is not there."""
    codes = {}
    if category:
        by_code = select(Category.prefix).where(Category.code == category)
        codes["category"] = db.session.scalar(by_code)
    if brand:
        by_id = select(Brand.code).where(Brand.id == brand)
        codes["brand"] = db.session.scalar(by_id)
    for name, code in codes.items():
        if not code:
            raise Invalid(fields={name: NOT_FOUND[name]})
    return cast(Codes, codes)


def counters(query: Select[SkuSequence, str, str, str, str] = SEQUENCES) -> list[Counter]:
    today = calendar.today()
    return [
        Counter(sequence, make, category, filling(sequence, brand, prefix), today)
        for sequence, make, brand, category, prefix in db.session.execute(query)
    ]


def _check_first(pair: str) -> None:
    if db.session.scalar(select(SkuSequence.id).where(SkuSequence.scope == pair)):
        words = _("There is a sequence for this category and brand already; edit that one")
        raise Invalid(fields={"category": words})


def _check_grows(sequence: SkuSequence, changes: Changes) -> None:
    if changes.get("next_number", END) < sequence.next_number:
        words = _(
            "Numbers below %(number)s may be in use; it only counts up",
            number=sequence.next_number,
        )
        raise Invalid(fields={"next_number": words})


def _facts(sequence: SkuSequence) -> dict[str, str | bool]:
    return {name: getattr(sequence, name) for name in FIELDS}
