"""Days of units: when certain units are promised or out, asked for, or looked after once they came back."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, literal, or_, select, union_all

from webapp.core.db import db, sent_at
from webapp.school import calendar, open_days
from webapp.stock.items import archiving
from webapp.stock.sets.sets import SetPart
from webapp.stock.units.units import Unit

from ..days import due_days
from ..loans import filtering
from ..models import Basket, BasketLine, Checkout, CheckoutUnit
from . import availability, looked_after
from .availability import FOREVER

GONE = or_(
    Unit.blocked_reason.is_not(None), Unit.available + Unit.reserved + Unit.on_rent < 1
)  # it cannot be lent at all
PROMISED = Checkout.stored_status.in_(("approved", "out")) | Checkout.is_held
UNITS = select(Unit.id, GONE, archiving.service_days(Unit.item_id))
EndOf = Callable[[date, date], date]
Days = tuple[date, date]  # from the first until before the second
# of which unit, from when until when, in which state, and for how many open days it is looked after then
Loans = Select[Any, date, date, str, int]
NO_SERVICE = literal(0)


def overlaps(spans: Sequence[Days], starts: date, ends: date) -> bool:
    """Whether one of these spans holds one of the days of [starts, ends)."""
    return any(first < ends and starts < last for first, last in spans)


def free_from(spans: Sequence[Days], starts: date, due: date, end_of: EndOf) -> date | None:
    """The first later open day from which none of these spans is in the way for as long; None if there is none.

    `end_of` is the first day on which others can have what is lent on some days.
    """
    length, decided = due - starts, open_days.now_decided()
    later = sorted(last for _first, last in spans if starts < last < FOREVER - length)
    for day in map(decided.from_day, later):
        last = due_days.settle(day, calendar.after(day, length.days)).day
        if not overlaps(spans, day, end_of(day, last)):
            return day
    return None


def taken(
    unit_ids: Collection[int],
    *,
    besides: int = 0,
    is_asked: bool = True,
    except_basket_of: int = 0,
) -> dict[int, list[Days]]:
    """When these units are promised or out, and where `is_asked`, asked for or held in a basket.

    Always, where one cannot be lent at all. Neither the loan `besides` counts, nor the basket of `except_basket_of`.
    """
    spans: dict[int, list[Days]] = defaultdict(list)
    if not unit_ids:
        return spans
    served = _add_gone(spans, unit_ids)
    loans = [*_loans(unit_ids, besides, is_asked=is_asked)]
    if is_asked:
        loans.append(_collected(unit_ids, except_basket_of))
        _add_service(spans, served)
    _add(spans, loans)
    return spans


def _add_gone(spans: dict[int, list[Days]], unit_ids: Collection[int]) -> list[int]:
    """What cannot be lent at all is taken always; those of the others that are looked after once they come back."""
    served = []
    for id, is_gone, days in db.session.execute(UNITS.where(Unit.id.in_(unit_ids))):
        if is_gone:
            spans[id].append((date.min, FOREVER))
        elif days:
            served.append(id)
    return served


def _add_service(spans: dict[int, list[Days]], unit_ids: Collection[int]) -> None:
    """When what came back of these units is looked after; one query, and none for no units."""
    for each in looked_after.not_ready(looked_after.of_units(unit_ids)):
        if id := each.piece.unit_id:
            spans[id].append((date.min, calendar.after(each.until, 1)))


def meant(
    unit_ids: Collection[int], *, is_asked: bool = True, except_basket_of: int = 0
) -> dict[int, list[tuple[int, Days]]]:
    """When these units are meant by loans, each with its id, and where `is_asked`, held in a basket, with 0 instead.

    That they are out to somebody, or lie ready, does not count.
    """
    spans: dict[int, list[tuple[int, Days]]] = defaultdict(list)
    if not unit_ids:
        return spans
    for row in db.session.execute(_meant(unit_ids, is_asked=is_asked)):
        spans[row[0]].append((row[1], _during(row[2], row[3], row[4])))
    if is_asked:
        for id, days in _in_baskets(unit_ids, except_basket_of):
            spans[id].append((0, days))
    return spans


def _in_baskets(
    unit_ids: Collection[int], except_basket_of: int
) -> Iterator[tuple[int, Days]]:
    for row in db.session.execute(_collected(unit_ids, except_basket_of)):
        yield row[0], _during(row[1], row[2], row[3], row[4])


def _meant(
    unit_ids: Collection[int], *, is_asked: bool
) -> Select[int, int, date, date, str]:
    """Which of these units are meant by which loan, and its days."""
    days = Checkout.starts_on, Checkout.due_on, Checkout.stored_status
    return select(Unit.id, Checkout.id, *days).where(
        Checkout.pinned_unit_id == Unit.id,
        filtering.OPEN if is_asked else PROMISED,
        Unit.id.in_(unit_ids),
    )


def _add(spans: dict[int, list[Days]], loans: Sequence[Loans]) -> None:
    """To each unit the days of its loans."""
    for id, starts, due, status, days in db.session.execute(union_all(*loans)):
        spans[id].append(_during(starts, due, status, days))


def _loans(
    unit_ids: Collection[int], besides: int, *, is_asked: bool
) -> tuple[Loans, Loans]:
    """Which of these units are meant by a loan, or named for it, and its days."""
    service = archiving.service_days(Checkout.item_id) if is_asked else NO_SERVICE
    days = Checkout.starts_on, Checkout.due_on, Checkout.stored_status, service
    others = Checkout.id != besides
    meant = select(Checkout.pinned_unit_id, *days).where(
        filtering.OPEN if is_asked else PROMISED,
        Checkout.pinned_unit_id.in_(unit_ids),
        others,
    )
    named = select(CheckoutUnit.unit_id, *days).join(Checkout)
    named = named.where(
        CheckoutUnit.ended_at.is_(None), CheckoutUnit.unit_id.in_(unit_ids), others
    )
    return meant, named


def _collected(unit_ids: Collection[int], except_basket_of: int) -> Loans:
    """Which of them are in a set that is held in somebody else's basket, as if they were asked for."""
    days = BasketLine.starts_on, BasketLine.due_on
    service = archiving.service_days(SetPart.item_id)
    query = select(SetPart.unit_id, *days, literal("pending"), service)
    query = query.join(BasketLine, BasketLine.set_id == SetPart.set_id).join(Basket)
    return query.where(
        SetPart.unit_id.in_(unit_ids),
        ~BasketLine.is_for_later,
        Basket.held_until > sent_at(),
        Basket.user_id != except_basket_of,
    )


def _during(starts: date, due: date, status: str, service_days: int = 0) -> Days:
    """The days of a loan; what should be back or fetched by now has no end, and what is out has begun."""
    today = calendar.today()
    is_late = status != "pending" and due < today
    first = min(starts, today) if status == "out" or is_late else starts
    days = service_days if due >= today else 0  # what nobody fetched comes back from nobody
    return first, FOREVER if is_late else availability.end_of(starts, due, days)
