"""Packing: things put on a transfer before it leaves."""

from collections.abc import Collection, Mapping, Sequence

from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.core.words import _, ngettext

from ..models import Item, Transfer, TransferLine, Unit
from . import cargo, departures
from .cargo import MOST, Thing, Wanted


def put(transfer: Transfer, wanted: Sequence[Wanted], *, at: str = "lines.{}") -> None:
    """Add things to a transfer, under stock's lock; pieces of an item that is on it already make its line longer.

    Invalid or Conflict as in `departures.check`, at the field `at` with the number of what is wanted.
    """
    fields = [at.format(number) for number in range(len(wanted))]
    longer = _lengthen(transfer, wanted, fields)
    db.session.flush()
    departures.check(transfer, longer, fields)


def _lengthen(
    transfer: Transfer, wanted: Sequence[Wanted], fields: Sequence[str]
) -> list[TransferLine]:
    """The lines of what is wanted, each with so many pieces more."""
    packed = {(line.item_id, line.unit_id): line for line in cargo.lines(transfer.id)}
    units = departures.by_id(Unit, (one.unit for one in wanted))
    items = departures.by_id(Item, (one.item for one in wanted))
    longer = []
    for one, field in zip(wanted, fields, strict=True):
        thing, quantity = _resolve(
            one,
            units,
            items,
            field,
        )
        longer.append(
            _line(
                transfer,
                thing,
                packed,
                field,
                units,
            )
        )
        longer[-1].quantity += quantity
    _check_size(packed, fields)
    return longer


def _check_size(packed: Collection[Thing], fields: Sequence[str]) -> None:
    if len(packed) > MOST:
        words = _("At most %(most)s lines fit on one transfer", most=f"{MOST:,}")
        raise Invalid(fields={fields[-1]: words})


def _line(
    transfer: Transfer,
    thing: Thing,
    packed: dict[Thing, TransferLine],
    field: str,
    units: Mapping[int, Unit],
) -> TransferLine:
    """The line of this thing; a new one, of no pieces yet, if it is not packed. Invalid for a unit that is."""
    item_id, unit_id = thing
    if thing not in packed:
        packed[thing] = TransferLine(
            transfer_id=transfer.id, item_id=item_id, unit_id=unit_id, quantity=0
        )
        db.session.add(packed[thing])
    elif unit_id:
        words = _("%(tag)s is already on this transfer", tag=units[unit_id].tag)
        raise _invalid(field, words)
    return packed[thing]


def _resolve(
    wanted: Wanted, units: Mapping[int, Unit], items: Collection[int], field: str
) -> tuple[Thing, int]:
    """The thing and how many pieces of it; a batch goes as a whole."""
    if wanted.unit is not None:
        unit = units.get(wanted.unit)
        if unit is None or wanted.item not in (None, unit.item_id):
            words = _("This item has no such unit") if unit else _("Unit not found")
            raise _invalid(field, words)
        return (unit.item_id, unit.id), _whole(unit, wanted.quantity, field)
    if wanted.item is None:
        raise _invalid(field, _("Enter a unit or an item"))
    if wanted.item not in items:
        raise _invalid(field, _("Item not found"))
    return (wanted.item, None), wanted.quantity


def _whole(unit: Unit, quantity: int, field: str) -> int:
    """All pieces of a unit. Invalid if another number is wanted."""
    whole = max(1, unit.on_hand)
    if quantity not in (1, whole):
        words = ngettext(
            "%(tag)s can only move as a whole: %(num)s piece",
            "%(tag)s can only move as a whole: %(num)s pieces",
            whole,
            tag=unit.tag,
        )
        raise _invalid(field, words)
    return whole


def _invalid(field: str, words: str) -> Invalid:
    return Invalid(fields={field: words})
