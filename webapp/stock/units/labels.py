"""Labels: what is printed and stuck on units, a sheet after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import segno
from sqlalchemy import Select, select

from webapp.core.actor import Actor
from webapp.core.words import lazy

from ..models import Movement, Unit
from . import codes, units

MOST = 300  # labels in one go


@dataclass(frozen=True)
class Paper:
    label: str
    each: int  # labels on a sheet


PAPERS = {
    "a4-l7160": Paper(lazy("A4, 21 labels (L7160)"), 21),
    "us-5160": Paper(lazy("Letter, 30 labels (5160)"), 30),
}


def chosen(
    actor: Actor,
    *,
    ids: Sequence[int] = (),
    item: int | None = None,
    operation: int | None = None,
    after: int = 0,
) -> list[Unit]:
    """These units, or those of an item, or those an operation moved; by id, one more than fits in one go. For staff."""
    among: Select[int | None] | Sequence[int] | None = None
    if operation:
        among = select(Movement.unit_id).where(
            Movement.operation_id == operation, Movement.unit_id.is_not(None)
        )
    elif ids:
        among = list(ids)
    elif not item:
        return []
    return units.search(actor, item=item, among=among, after=after, limit=MOST + 1)


def sheets(units: Sequence[Unit], on_sheet: int, start: int) -> list[list[Unit | None]]:
    """Spread over sheets of so many labels, the first of which are used up to `start`, counted from one."""
    slots: list[Unit | None] = [None] * (start - 1)
    slots += units
    return [slots[place : place + on_sheet] for place in range(0, len(slots), on_sheet)]


@lru_cache(maxsize=1000)
def code(base_url: str, id: int) -> str:
    """The QR code of a unit's address, as inline SVG."""
    qr = segno.make(f"{base_url}/t/{codes.printed(id)}", error="m", micro=False)
    return qr.svg_inline(omitsize=True, border=2)
