"""Certain units: a loan may be of one unit and no other; that clashes with what else this unit is promised for."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, literal, or_, select, union_all

from webapp.core.db import db, sent_at
from webapp.core.errors import Conflict, Invalid, Offer
from webapp.core.words import _
from webapp.school import calendar
from webapp.stock.sets.sets import SetPart
from webapp.stock.units import units
from webapp.stock.units.units import Unit

from . import availability, events
from .availability import FOREVER
from .models import Basket, BasketLine, Checkout, CheckoutUnit
from .naming import Reference

GONE = or_(
    Unit.blocked_reason.is_not(None), Unit.available + Unit.reserved + Unit.on_rent < 1
)  # it cannot be lent at all
PROMISED = Checkout.stored_status.in_(("approved", "out")) | Checkout.is_held
Days = tuple[date, date]  # from the first until before the second
Loans = Select[Any, date, date, str]  # of which unit, from when until when, in which state


def ask_for(line: Checkout, reference: Reference) -> None:
    """Let a new line be of one unit of its item.

    NotFound if the item has no such unit, Conflict if that is not for loan or somebody else has it or asks for it on
    one of these days, Invalid for more than one piece, and for a batch, which is many.
    """
    unit = units.pick(line.item_id, reference)
    if unit.batch_code is not None:
        words = _("%(tag)s is a batch of several pieces: ask for how many", tag=unit.tag)
        raise Invalid(fields={"unit": words})
    _check_one(line)
    line.pinned_unit_id = unit.id
    _check_free(line, unit.tag, _asked_or_taken(line, unit.id))


def _check_one(line: Checkout) -> None:
    if line.quantity != 1:
        raise Invalid(fields={"quantity": _("One certain thing is one piece")})


def check_can_be_asked(line: Checkout) -> None:
    """Conflict, with the first days that would do, if its unit is taken or asked for by somebody else then."""
    if id := line.pinned_unit_id:
        _check_one(line)
        _check_free(line, events.tag_of_unit(line) or "", _asked_or_taken(line, id))


def _asked_or_taken(line: Checkout, id: int) -> list[Days]:
    """When a unit is anybody else's, or in somebody else's basket."""
    return taken([id], besides=line.id or 0, except_basket_of=line.student_id)[id]


def check_can_be_given(line: Checkout) -> None:
    """The same for whoever decides: what others only asked for does not count."""
    if id := line.pinned_unit_id:
        promised = taken([id], besides=line.id, is_asked=False)[id]
        _check_free(line, events.tag_of_unit(line) or "", promised)


def _check_free(line: Checkout, tag: str, spans: Sequence[Days]) -> None:
    starts, ends = line.starts_on, availability.end_of(line.starts_on, line.due_on)
    if not overlaps(spans, starts, ends):
        return
    first = free_from(spans, starts, ends)
    if first is None:
        facts = {"unit": line.pinned_unit_id, "free": 0}
        raise Conflict(_("%(tag)s is not free for those days", tag=tag), facts=facts)
    raise _free_later(line, tag, first)


def _free_later(line: Checkout, tag: str, first: date) -> Conflict:
    """With the first day from which it is free for as long, and the offer to have it then."""
    day, last = calendar.in_words(first), first + (line.due_on - line.starts_on)
    change = {"checkout_date": first.isoformat(), "due_date": last.isoformat()}
    return Conflict(
        _("%(tag)s is not free for those days; from %(day)s on it is", tag=tag, day=day),
        facts={
            "unit": line.pinned_unit_id,
            "free": 0,
            "free_from": first.isoformat(),
        },
        offers=[Offer(_("From %(day)s", day=day), change)],
    )


def overlaps(spans: Sequence[Days], starts: date, ends: date) -> bool:
    """Whether one of these spans holds one of the days of [starts, ends)."""
    return any(first < ends and starts < last for first, last in spans)


def free_from(spans: Sequence[Days], starts: date, ends: date) -> date | None:
    """The first later day from which none of these spans is in the way for as long; None if there is none."""
    length = ends - starts
    later = sorted(last for _first, last in spans if starts < last < FOREVER - length)
    return next((day for day in later if not overlaps(spans, day, day + length)), None)


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
    for id in db.session.scalars(select(Unit.id).where(Unit.id.in_(unit_ids), GONE)):
        spans[id].append((date.min, FOREVER))
    loans = [*_loans(unit_ids, besides, is_asked=is_asked)]
    if is_asked:
        loans.append(_collected(unit_ids, except_basket_of))
    _add(spans, loans)
    return spans


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
        yield row[0], _during(row[1], row[2], row[3])


def _meant(
    unit_ids: Collection[int], *, is_asked: bool
) -> Select[int, int, date, date, str]:
    """Which of these units are meant by which loan, and its days."""
    days = Checkout.starts_on, Checkout.due_on, Checkout.stored_status
    return select(Unit.id, Checkout.id, *days).where(
        Checkout.pinned_unit_id == Unit.id,
        availability.OPEN if is_asked else PROMISED,
        Unit.id.in_(unit_ids),
    )


def _add(spans: dict[int, list[Days]], loans: Sequence[Loans]) -> None:
    """To each unit the days of its loans."""
    for id, starts, due, status in db.session.execute(union_all(*loans)):
        spans[id].append(_during(starts, due, status))


def _loans(
    unit_ids: Collection[int], besides: int, *, is_asked: bool
) -> tuple[Loans, Loans]:
    """Which of these units are meant by a loan, or named for it, and its days."""
    days = Checkout.starts_on, Checkout.due_on, Checkout.stored_status
    others = Checkout.id != besides
    meant = select(Checkout.pinned_unit_id, *days).where(
        availability.OPEN if is_asked else PROMISED,
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
    query = select(SetPart.unit_id, *days, literal("pending"))
    query = query.join(BasketLine, BasketLine.set_id == SetPart.set_id).join(Basket)
    return query.where(
        SetPart.unit_id.in_(unit_ids),
        ~BasketLine.is_for_later,
        Basket.held_until > sent_at(),
        Basket.user_id != except_basket_of,
    )


def _during(starts: date, due: date, status: str) -> Days:
    """The days of a loan; what should be back or fetched by now has no end, and what is out has begun."""
    today = calendar.today()
    is_late = status != "pending" and due < today
    first = min(starts, today) if status == "out" or is_late else starts
    return first, FOREVER if is_late else availability.end_of(starts, due)
