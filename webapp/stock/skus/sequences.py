"""SKU sequences: how new items are numbered, by category and brand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotFound, Stale
from webapp.school import calendar

from .. import access, lists
from ..ledger import ledger
from ..models import Brand, Category, Item, SkuSequence
from .templates import NOBODY, Filling, Template

FIELDS = ("prefix", "suffix", "template", "description", "is_active")
END = 2_000_000_000  # where a sequence ends, well within what a column holds
AHEAD = 500  # numbers looked at in one go where many are taken
SEQUENCES = (
    select(SkuSequence, Brand.name, Brand.code, Category.name, Category.prefix)
    .outerjoin(Brand, Brand.id == SkuSequence.brand_id)
    .outerjoin(Category, Category.code == SkuSequence.category)
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class Counter:
    """A sequence with the names of its scope, and the SKU it would make next for a thing without a name."""

    sequence: SkuSequence
    make: str | None
    category_name: str | None
    filling: Filling
    today: date

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sequence, name)

    @property
    def brand(self) -> int | None:
        return self.sequence.brand_id

    @property
    def example(self) -> str:
        return Template(self.sequence.template).filled(
            self.filling, self.sequence.next_number, self.today
        )

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
    found = counters(SEQUENCES.where(SkuSequence.id == id))
    if not found:
        raise NotFound("SKU sequence not found")
    return found[0]


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
    if db.session.scalar(select(SkuSequence.id).where(SkuSequence.scope == pair)):
        raise Invalid(
            fields={
                "category": "There is a sequence for this category and brand already; edit that one"
            }
        )
    said = {
        "prefix": prefix,
        "suffix": suffix,
        "template": template,
        "description": description,
    }
    sequence = SkuSequence(
        scope=pair, category=category, brand_id=brand, next_number=next_number, **said
    )
    lists.keep(sequence)
    return find(actor, sequence.id)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **changes: Any
) -> Counter:
    """Change its template, or whether it counts: what it made stays, its next number only grows. Or Stale."""
    find(actor, id)
    access.check_may_describe(actor)
    held = select(SkuSequence).where(SkuSequence.id == id).with_for_update()
    sequence = db.session.scalars(held.execution_options(populate_existing=True)).one()
    if version is not None and sequence.version != version:
        facts = {"version": sequence.version} | {
            name: getattr(sequence, name) for name in FIELDS
        }
        raise Stale("Somebody changed this sequence while you were typing", facts=facts)
    if changes.get("next_number", END) < sequence.next_number:
        words = f"Numbers below {sequence.next_number} may be in use; it only counts up"
        raise Invalid(fields={"next_number": words})
    for name, value in changes.items():
        setattr(sequence, name, value)
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
    read = Template(template)
    read.check_fits(filling)
    made: list[str] = []
    while len(made) < count and next_number < END:
        ahead = [
            read.filled(filling, n, calendar.today())
            for n in range(next_number, next_number + AHEAD)
        ]
        used, next_number = taken(ahead), next_number + AHEAD
        made += [sku for sku in ahead if text.code(sku) not in used]
    return made[:count]


def preview_of(actor: Actor, id: int) -> list[str]:
    """The next three of a saved sequence."""
    it = find(actor, id)
    said = {
        name: getattr(it, name)
        for name in ("template", "category", "brand", "prefix", "suffix", "next_number")
    }
    return preview(actor, **said)


def filling(sequence: Any, brand: str | None, category: str | None) -> Filling:
    """What its tokens stand for where the thing does not say more; `brand` and `category` are their codes in SKUs."""
    return Filling(sequence.prefix, sequence.suffix, brand or NOBODY, category or NOBODY)


def taken(skus: Sequence[str]) -> set[str]:
    """Those that an item has, as `text.code` writes them."""
    keys = list(map(text.code, skus))
    parts = (keys[at : at + AHEAD] for at in range(0, len(keys), AHEAD))
    return {
        key
        for part in parts
        for key in db.session.scalars(select(Item.sku_key).where(Item.sku_key.in_(part)))
    }


def scope(category: str | None, brand: int | None) -> dict[str, str]:
    """The codes that stand for a category and a brand in SKUs. Invalid at the one that is not there."""
    found = {
        "category": category
        and db.session.scalar(select(Category.prefix).where(Category.code == category)),
        "brand": brand and db.session.scalar(select(Brand.code).where(Brand.id == brand)),
    }
    for name, asked in (("category", category), ("brand", brand)):
        if asked and not found[name]:
            raise Invalid(fields={name: f"{name.capitalize()} not found"})
    return {name: code for name, code in found.items() if code}


def counters(asked: Any = SEQUENCES) -> list[Counter]:
    today = calendar.today()
    rows = db.session.execute(asked)
    return [
        Counter(it, make, name, filling(it, brand, prefix), today)
        for it, make, brand, name, prefix in rows
    ]
