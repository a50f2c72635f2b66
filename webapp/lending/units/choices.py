"""Choices: which tagged units an item has on the shelf for whoever has to name one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, case, cast, func, null, select, union_all

from webapp.core import rows
from webapp.core.db import db
from webapp.stock.items import archiving
from webapp.stock.units import units

from ..availability import availability, looked_after
from ..loans import pieces
from ..models import Checkout, CheckoutUnit

OFFERED = 24  # units named by a refusal
NO_DAY = cast(null(), Date)
IS_KEPT = (Checkout.stored_status == "approved") | Checkout.is_held
PROMISED = IS_KEPT & Checkout.pinned_unit_id.is_not(None)
SET_ASIDE = select(Checkout.pinned_unit_id).where(PROMISED, Checkout.ready_at.is_not(None))
PROMISED_FROM = (
    select(func.min(Checkout.starts_on))
    .where(PROMISED, Checkout.pinned_unit_id == units.Unit.id)
    .correlate(units.Unit)
    .scalar_subquery()
)
CHOICES = units.tags_on_shelf(except_ids=SET_ASIDE).add_columns(
    PROMISED_FROM, archiving.service_days(units.Unit.item_id)
)


class Choice(NamedTuple):
    """A unit that could be handed out; a batch has several `pieces` on the shelf.

    One that somebody is to have later may go until the day it is `promised_from`.
    """

    id: int
    tag: str
    pieces: int = 1
    promised_from: date | None = None


class Aside(NamedTuple):
    """A unit that lies ready for a loan, or is promised for it from a day on, and whose loan it is."""

    unit_id: int
    checkout_id: int
    name: str
    promised_from: date | None = None  # none where it lies ready

    def is_due(self, today: date) -> bool:
        """Whether it lies ready, or should by now."""
        return self.promised_from is None or self.promised_from <= today


def promised(
    checkout: Checkout, unit_ids: Collection[int], due_on: date | None = None
) -> dict[int, Aside]:
    """Who else is to have these units on the days of this loan; a batch has pieces for several.

    It lasts until `due_on`, if that is not as it was promised.
    """
    return others(checkout, set_aside(unit_ids), unit_ids, due_on)


def others(
    checkout: Checkout,
    aside: Mapping[int, Sequence[Aside]],
    unit_ids: Collection[int],
    due_on: date | None = None,
) -> dict[int, Aside]:
    """Of what is set aside or promised, whose these units are while this loan lasts, if not its own."""
    ends = _end_of(checkout, due_on)
    return {
        id: each
        for id in unit_ids
        for each in aside.get(id, ())
        if each.checkout_id != checkout.id
        and (each.promised_from is None or each.promised_from < ends)
    }


def set_aside(unit_ids: Collection[int]) -> dict[int, list[Aside]]:
    """For which loans these units lie ready or are promised, in one query."""
    if not unit_ids:
        return {}
    aside: dict[int, list[Aside]] = {}
    for each in rows.made(Aside, union_all(_ready(unit_ids), _meant(unit_ids))):
        aside.setdefault(each.unit_id, []).append(each)
    return aside


def _ready(unit_ids: Collection[int]) -> Select[int | None, int, str, date | None]:
    query = select(CheckoutUnit.unit_id, Checkout.id, Checkout.student_name, NO_DAY)
    return query.join(Checkout, Checkout.id == CheckoutUnit.checkout_id).where(
        pieces.ASIDE, ~CheckoutUnit.is_batch, CheckoutUnit.unit_id.in_(unit_ids)
    )


def _meant(unit_ids: Collection[int]) -> Select[int | None, int, str, date | None]:
    """Where a loan is of one of them; its first day, unless somebody was told that it is there."""
    first_day = case((Checkout.ready_at.is_not(None), None), else_=Checkout.starts_on)
    columns = Checkout.pinned_unit_id, Checkout.id, Checkout.student_name, first_day
    return select(*columns).where(
        PROMISED, ~pieces.IS_ASIDE, Checkout.pinned_unit_id.in_(unit_ids)
    )


def on_shelf(item_ids: Collection[int]) -> dict[int, list[Choice]]:
    """The units of each item that could be handed out now: on the shelf, not blocked, set aside for nobody.

    Those that are looked after still are the last ones; one query more where an item has such days.
    """
    there: dict[int, list[Choice]] = {id: [] for id in item_ids}
    served = []
    rows = db.session.execute(CHOICES, {"item_ids": list(there)})
    for item_id, id, tag, count, promised_from, days in rows:
        there[item_id].append(Choice(id, tag, count, promised_from))
        if days:
            served.append(id)
    return _not_ready_last(there, served) if served else there


def _not_ready_last(
    there: dict[int, list[Choice]], served: Collection[int]
) -> dict[int, list[Choice]]:
    found = looked_after.not_ready(looked_after.of_units(served))
    not_ready = {each.piece.unit_id for each in found}
    return {
        item_id: sorted(choices, key=lambda choice: choice.id in not_ready)
        for item_id, choices in there.items()
    }


def _end_of(checkout: Checkout, due_on: date | None) -> date:
    """The first day on which others can have what this loan takes until that day; who comes early has it from today."""
    due = due_on or checkout.due_on
    return availability.end_of(min(checkout.starts_on, due), due)


def for_loan(checkout: Checkout) -> list[Choice]:
    """The units that could be handed out now on this loan."""
    return until(checkout, on_shelf([checkout.item_id])[checkout.item_id])


def until(
    checkout: Checkout, there: Sequence[Choice], due_on: date | None = None
) -> list[Choice]:
    """The same among those that are `there`, perhaps until another day; only its own, where it is of one."""
    if meant := checkout.pinned_unit_id:
        return [unit for unit in there if unit.id == meant]
    return free_during(checkout, there, due_on)


def free_during(
    checkout: Checkout, there: Sequence[Choice], due_on: date | None = None
) -> list[Choice]:
    """Those of these units that nobody else is to have while this loan lasts."""
    ends = _end_of(checkout, due_on)
    return [
        unit for unit in there if unit.promised_from is None or unit.promised_from >= ends
    ]


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
