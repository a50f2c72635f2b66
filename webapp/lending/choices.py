"""Choices: which tagged units an item has on the shelf for whoever has to name one."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select, union_all

from webapp.core.db import db
from webapp.stock.units import units

from . import pieces
from .models import Checkout, CheckoutUnit

OFFERED = 24  # units named by a refusal
MEANT = (Checkout.stored_status == "approved") & Checkout.ready_at.is_not(None)
SET_ASIDE = select(Checkout.pinned_unit_id).where(
    MEANT, Checkout.pinned_unit_id.is_not(None)
)
CHOICES = units.tags_on_shelf(except_ids=SET_ASIDE)


class Choice(NamedTuple):
    """A unit that could be handed out; a batch has several `pieces` on the shelf."""

    id: int
    tag: str
    pieces: int = 1


def promised(checkout: Checkout, unit_ids: Collection[int]) -> dict[int, str]:
    """For whom else these units lie ready, those that do; a batch has pieces for several."""
    if not unit_ids:
        return {}
    ready = (
        select(CheckoutUnit.unit_id, Checkout.student_name)
        .join(Checkout, Checkout.id == CheckoutUnit.checkout_id)
        .where(pieces.ASIDE, ~CheckoutUnit.is_batch, CheckoutUnit.unit_id.in_(unit_ids))
    )
    meant = select(Checkout.pinned_unit_id, Checkout.student_name)
    meant = meant.where(MEANT, Checkout.pinned_unit_id.in_(unit_ids))
    others = Checkout.id != checkout.id
    query = union_all(ready.where(others), meant.where(others))
    return {id: name for id, name in db.session.execute(query) if id}


def on_shelf(item_ids: Collection[int]) -> dict[int, list[Choice]]:
    """The units of each item that could be handed out now: on the shelf, not blocked, set aside for nobody."""
    there: dict[int, list[Choice]] = {id: [] for id in item_ids}
    rows = db.session.execute(CHOICES, {"item_ids": list(there)})
    for item_id, id, tag, pieces_there in rows:
        there[item_id].append(Choice(id, tag, pieces_there))
    return there


def first_ids(there: Sequence[Choice], missing: int) -> list[int]:
    """The ids of the first units that fit for so many pieces."""
    return [choice.id for choice, _count in first(there, missing)]


def first(there: Sequence[Choice], missing: int) -> Iterator[tuple[Choice, int]]:
    """The first units that fit, with how many pieces of each."""
    for choice in there:
        if missing < 1:
            return
        count = min(missing, choice.pieces)
        missing -= count
        yield choice, count


def as_facts(there: list[Choice]) -> dict[str, Any]:
    return {"units": [{"id": unit.id, "tag": unit.tag} for unit in there[:OFFERED]]}
