"""Naming: the units that somebody says, scans or ticks for a loan."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _, ngettext
from webapp.school import calendar
from webapp.stock.units import units

from ..loans import events
from ..models import Checkout
from .choices import Aside
from .in_stock import ASK, InStock

Reference = int | str  # a unit's id or tag


class Part(NamedTuple):
    """So many pieces on one shelf: a unit's, or loose ones."""

    location_id: int
    quantity: int
    unit_id: int | None = None


def named(
    checkout: Checkout,
    names: Sequence[Reference],
    stock: InStock = ASK,
    most: int | None = None,
    due_on: date | None = None,
) -> list[Part]:
    """The units that are named, each for one piece, a batch for as many as are left, up to `most` in all.

    Nobody else may have them until `due_on`, if that is not the day until which the loan is promised.
    """
    parts: list[Part] = []
    left = count = most or checkout.quantity
    for unit in _picked(checkout, names, stock, due_on):
        if left < 1:
            words = ngettext(
                "This loan is for one piece, so one unit is enough",
                "This loan is for %(num)s pieces, so %(num)s units are enough",
                count,
            )
            raise Invalid(fields={"units": words})
        part = part_of(checkout, unit.id, left, stock)
        parts.append(part)
        left -= part.quantity
    return parts


def _picked(
    checkout: Checkout, names: Sequence[Reference], stock: InStock, due_on: date | None
) -> list[units.Unit]:
    """The units that are named, each once; Conflict if one is somebody else's, or the loan is of another unit."""
    picked = [stock.pick(checkout.item_id, name) for name in names]
    tags = [unit.tag for unit in picked]
    if twice := next((tag for tag in tags if tags.count(tag) > 1), None):
        raise Invalid(fields={"units": _("%(tag)s is named twice", tag=twice)})
    check_not_promised(checkout, [unit.id for unit in picked], stock, due_on)
    _check_is_meant(checkout, picked)
    return picked


def check_not_promised(
    checkout: Checkout,
    unit_ids: Sequence[int],
    stock: InStock = ASK,
    due_on: date | None = None,
) -> None:
    """Conflict if one is somebody else's while the loan lasts, perhaps until another day."""
    taken = stock.promised(checkout, unit_ids, due_on)
    if id := next((id for id in unit_ids if id in taken), None):
        words = _taken_by(taken[id], stock.pick(checkout.item_id, id).tag)
        raise Conflict(words, facts={"unit": id})


def _taken_by(other: Aside, tag: str) -> str:
    if other.promised_from is None:
        return _("%(tag)s is set aside for %(name)s", tag=tag, name=other.name)
    day = calendar.in_words(other.promised_from)
    return _(
        "%(tag)s is promised to %(name)s from %(day)s", tag=tag, name=other.name, day=day
    )


def _check_is_meant(checkout: Checkout, picked: Sequence[units.Unit]) -> None:
    """Conflict where a loan is of one certain unit, and another one is named."""
    meant = checkout.pinned_unit_id
    if meant is None or not picked or any(unit.id == meant for unit in picked):
        return
    words = _(
        "%(name)s was promised %(tag)s and no other; promise another one first",
        name=checkout.student_name,
        tag=events.tag_of_unit(checkout),
    )
    raise Conflict(words, facts={"unit": meant})


def part_of(checkout: Checkout, unit_id: int, most: int, stock: InStock = ASK) -> Part:
    """One piece of a unit; of a batch as many as are there, with those that lie ready for this loan."""
    unit = stock.pick(checkout.item_id, unit_id)
    count = 1
    if unit.batch_code is not None:
        ready = sum(row.quantity for row in checkout.aside if row.unit_id == unit.id)
        count = max(1, min(most, ready or unit.available))
    return Part(unit.location_id, count, unit.id)
