"""Scans: what a box got from a scanner, a camera or somebody's keys, and the thing that is meant by it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar, Self

from sqlalchemy import Select, literal, select

from webapp.core.actor import Actor
from webapp.core.errors import Invalid, NotFound
from webapp.core.words import _, either, lazy

from .. import access, barcodes
from ..items import editions, items
from ..models import Item, Unit
from . import codes, units

UNKNOWN_LABEL = lazy("No unit has the code on this label. Scan it again, or type the tag")
LONGEST = 200  # characters; a label's address is longer than a tag


@dataclass(frozen=True)
class Scan:
    """What was typed; and, if a scanner typed it, what the same keys write on a US keyboard.

    A scanner set to another keyboard than its host's types nonsense, but the keys it presses are right.
    """

    code: str
    us_keys: str = ""
    longest: ClassVar[int] = LONGEST  # characters; what is longer is cut

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """From a page's address or a form."""
        return cls(*(sent.get(name, "").strip()[:LONGEST] for name in ("code", "us_keys")))

    @property
    def readings(self) -> list[str]:
        """What it may say, what was typed first."""
        return [reading for reading in dict.fromkeys((self.code, self.us_keys)) if reading]

    @property
    def is_label(self) -> bool:
        """Whether it is the address on a label: it stands for that unit, or for nothing."""
        return any(codes.on_label(reading) for reading in self.readings)

    @property
    def is_name(self) -> bool:
        """Whether somebody may have typed a name; what only holds a number, or was scanned, opens none."""
        return not self.us_keys and any(map(str.isalpha, self.code))


@dataclass(frozen=True)
class Match:
    """A unit or an item; or the units that share a serial or batch number; or the items that share a barcode; or
    nothing.
    """

    thing: Unit | Item | None = None
    several: Sequence[Unit] = ()
    editions: Sequence[Item] = ()

    def __bool__(self) -> bool:
        return bool(self.thing or self.several or self.editions)

    @classmethod
    def of_items(cls, same: Sequence[Item]) -> Self:
        """Of the items with one code."""
        return cls(same[0]) if len(same) == 1 else cls(editions=same)


def match(actor: Actor, scan: Scan) -> Match:
    """What it stands for: a unit by label, tag, serial or batch number, else an item by SKU or barcode.

    However they are written.

    The first reading that anything is known by counts. For staff.
    """
    matches = (_match(actor, reading) for reading in scan.readings)
    return next(filter(None, matches), Match())


def is_known(actor: Actor, code: str) -> bool:
    """Whether a unit or an item is known by a code. For staff."""
    return bool(match(actor, Scan(code)))


def find(actor: Actor, scan: Scan) -> Unit | Item | None:
    """The one thing it stands for, None if nobody knows it. For staff.

    Invalid at `code` if it is a label's address and no unit has its code, or if several units or items are called so.
    """
    known = match(actor, scan)
    if known.editions:
        raise Invalid(fields={"code": which_edition(known.editions)})
    if known.several:
        words = _(
            "%(number)s units match %(code)s: scan the tag",
            number=len(known.several),
            code=scan.code,
        )
        raise Invalid(fields={"code": words})
    if not known and scan.is_label:
        raise Invalid(fields={"code": UNKNOWN_LABEL})
    return known.thing


def which_edition(editions: Sequence[Item]) -> str:
    """What is said where several items have one barcode."""
    return _(
        "%(number)s things have this barcode: enter a SKU, %(skus)s",
        number=len(editions),
        skus=either([item.sku for item in editions]),
    )


def lead(actor: Actor, code: str) -> int:
    """The id of the unit that has a printed code. For staff; NotFound if it was misread, or if nothing has it."""
    try:
        return units.find(actor, codes.read(code)).id
    except NotFound:
        raise NotFound(_("No unit has this code")) from None


def with_codes(actor: Actor, keys: Collection[str]) -> list[Select[str, int, str | None]]:
    """Units and items that have one of these codes, in their normal form: kind, id and code, for a query. For staff."""
    units_by = (Unit.tag_key, Unit.serial_key, Unit.batch_key)
    seen = access.visible_items(actor)
    found = [select(literal("unit"), Unit.id, key).where(key.in_(keys)) for key in units_by]
    items_by = ((Item.sku_key, keys), (Item.barcode, barcodes.all_of(keys)))
    found += (
        seen.with_only_columns(literal("item"), Item.id, key).where(key.in_(written))
        for key, written in items_by
        if written
    )
    return found


def _match(actor: Actor, reading: str) -> Match:
    if code := codes.on_label(reading):
        return _one(lambda: units.find(actor, codes.read(code)))
    return (
        _one(lambda: units.tagged(actor, reading))
        or _numbered(actor, reading)
        or _one(lambda: items.by_sku(actor, reading))
        or Match.of_items(editions.of(actor, reading))
        or _one(lambda: units.find(actor, codes.abridged(reading) or 0))
    )


def _one(look_up: Callable[[], Unit | Item]) -> Match:
    with suppress(NotFound):
        return Match(look_up())
    return Match()


def _numbered(actor: Actor, reading: str) -> Match:
    """By serial or batch number, which units may share."""
    numbered = units.search(actor, code=reading)
    return Match(numbered[0]) if len(numbered) == 1 else Match(several=numbered)
