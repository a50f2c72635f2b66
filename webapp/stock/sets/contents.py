"""Contents: what is in a set, each part an item or one certain unit, and no item twice."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.core.words import _, lazy

from ..models import Item, Set, SetPart, Unit

MOST_PARTS = 20  # of one set
TWICE = lazy("%(item)s is in the set already; change how many instead")
At = Callable[[int], str]  # the field of a part, by its number from 0


class NewPart(NamedTuple):
    """A unit by its id, or so many pieces of an item."""

    item: int | None = None
    unit: int | None = None
    quantity: int = 1


def replace(row: Set, wanted: Sequence[NewPart]) -> None:
    """Let the set have these parts and no others; the parts that stay are the same rows."""
    check_size(len(wanted), "parts")
    kept = {part.item_id: part for part in row.parts}
    added = [_resolve(one, kept, f"parts.{n}") for n, one in enumerate(wanted)]
    _check_each_once(added)
    for part in list(row.parts):
        if part.item_id not in {new.item_id for new in added}:
            row.parts.remove(part)
    db.session.flush()
    for new in added:
        keep(row, kept.get(new.item_id), new)
    db.session.flush()


def keep(row: Set, part: SetPart | None, new: SetPart) -> None:
    """Add a part, or make the one that the set has of this item the same."""
    if part is None:
        row.parts.append(new)
    else:
        part.unit_id, part.quantity = new.unit_id, new.quantity


def add(row: Set, wanted: NewPart, field: str) -> None:
    """One part more. Invalid at the field if the set has this item already, or if it cannot be lent."""
    check_size(len(row.parts) + 1, field)
    new = _resolve(wanted, (), field)
    if new.item_id in {part.item_id for part in row.parts}:
        raise Invalid(fields={field: _(TWICE, item=_item(new.item_id, field).name)})
    row.parts.append(new)
    db.session.flush()


def check_size(count: int, field: str) -> None:
    if count > MOST_PARTS:
        words = _("A set has at most %(most)s parts", most=MOST_PARTS)
        raise Invalid(fields={field: words})


def _check_each_once(parts: Sequence[SetPart]) -> None:
    seen: set[int] = set()
    for number, part in enumerate(parts):
        field = f"parts.{number}"
        if part.item_id in seen:
            raise Invalid(fields={field: _(TWICE, item=_item(part.item_id, field).name)})
        seen.add(part.item_id)


def _resolve(wanted: NewPart, kept: Collection[int], field: str) -> SetPart:
    """What is wanted as a part. Invalid at the field if there is no such thing; if it cannot be lent, unless `kept`."""
    unit = _unit(wanted, field)
    item = _item(unit.item_id if unit else wanted.item, field)
    if item.id not in kept:
        _check_is_lent(item, field)
    return SetPart(item_id=item.id, unit_id=unit and unit.id, quantity=wanted.quantity)


def _unit(wanted: NewPart, field: str) -> Unit | None:
    """The certain unit that is wanted, None if any of the item will do."""
    if wanted.unit is None:
        return None
    unit = db.session.get(Unit, wanted.unit)
    if unit is None or wanted.item not in (None, unit.item_id):
        words = _("This item has no such unit") if unit else _("Unit not found")
        raise Invalid(fields={field: words})
    if unit.batch_code or wanted.quantity != 1:
        words = _("%(tag)s is a batch: put its item into the set instead", tag=unit.tag)
        if not unit.batch_code:
            words = _("%(tag)s is one thing: its quantity is 1", tag=unit.tag)
        raise Invalid(fields={field: words})
    return unit


def _item(id: int | None, field: str) -> Item:
    if id is None:
        raise Invalid(fields={field: _("Enter a unit or an item")})
    item = db.session.get(Item, id)
    if item is None:
        raise Invalid(fields={field: _("Item not found")})
    return item


def _check_is_lent(item: Item, field: str) -> None:
    if item.archived_at:
        words = _("%(item)s is archived, so it is no longer lent out", item=item.name)
    elif not item.is_borrowable:
        words = _("%(item)s is not lent out", item=item.name)
    else:
        return
    raise Invalid(fields={field: words})
