"""Choices: which tagged units an item has on the shelf for whoever has to name one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select, union_all

from webapp.core import rows
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


class Aside(NamedTuple):
    """A unit that lies ready for a loan, and whose loan it is."""

    unit_id: int
    checkout_id: int
    name: str


def promised(checkout: Checkout, unit_ids: Collection[int]) -> dict[int, str]:
    """For whom else these units lie ready, those that do; a batch has pieces for several."""
    return others(checkout, set_aside(unit_ids), unit_ids)


def others(
    checkout: Checkout, aside: Mapping[int, Sequence[Aside]], unit_ids: Collection[int]
) -> dict[int, str]:
    """Of what is set aside, for whom these units are, if not for this loan."""
    return {
        id: each.name
        for id in unit_ids
        for each in aside.get(id, ())
        if each.checkout_id != checkout.id
    }


def set_aside(unit_ids: Collection[int]) -> dict[int, list[Aside]]:
    """For which loans these units lie ready, in one query."""
    if not unit_ids:
        return {}
    ready = (
        select(CheckoutUnit.unit_id, Checkout.id, Checkout.student_name)
        .join(Checkout, Checkout.id == CheckoutUnit.checkout_id)
        .where(pieces.ASIDE, ~CheckoutUnit.is_batch, CheckoutUnit.unit_id.in_(unit_ids))
    )
    meant = select(Checkout.pinned_unit_id, Checkout.id, Checkout.student_name)
    meant = meant.where(MEANT, Checkout.pinned_unit_id.in_(unit_ids))
    aside: dict[int, list[Aside]] = {}
    for each in rows.made(Aside, union_all(ready, meant)):
        aside.setdefault(each.unit_id, []).append(each)
    return aside


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
