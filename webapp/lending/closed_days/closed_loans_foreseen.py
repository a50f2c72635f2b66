"""Closed loans, foreseen: where exactly due days would move, and whose promise that hits; nothing is changed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from webapp.core import rows
from webapp.core.db import db
from webapp.school.effects.parties import Choices, Hit

from ..availability import availability
from ..days import visits
from ..days.visits import Room, Visits
from ..loans.filtering import OPEN
from ..models import Checkout
from ..renewals import added_days
from . import room_for_returns
from .room_for_returns import Returns


def foresee(hits: Sequence[Hit], choices: Choices) -> list[Hit]:
    """The same hits in the same order, due days as they would be spread; a few queries, however many there are."""
    ids = [hit.id for hit in hits if _is_moved(hit)]
    if choices.loans != "move" or not ids:
        return [*hits]
    known = _known(ids)
    is_bound = choices.most or visits.are_limited()
    days = _spread(hits, known, choices.most) if is_bound else {}
    return [
        _told(hit, days.get(hit.id, hit.becomes), known)
        if hit.becomes and _is_moved(hit)
        else hit
        for hit in hits
    ]


def _is_moved(hit: Hit) -> bool:
    """Whether it would be due on another day."""
    return hit.kind == "due" and hit.becomes is not None and not hit.is_by_hour


class _Known(NamedTuple):
    """The loans by id, from when on others have what they have, and what is promised of each item, first ones first."""

    loans: Mapping[int, Checkout]
    taken_on: Mapping[int, date]
    promises: Mapping[int, Sequence[Checkout]]


def _known(ids: Sequence[int]) -> _Known:
    query = select(Checkout).where(Checkout.id.in_(ids))
    loans = {loan.id: loan for loan in rows.listed(query)}
    taken = added_days.of_all(list(loans.values()))
    taken_on = {id: taken[id].first_day(loan) for id, loan in loans.items()}
    return _Known(loans, taken_on, _promises({loan.item_id for loan in loans.values()}))


def _spread(hits: Sequence[Hit], known: _Known, most: int) -> dict[int, date]:
    """By loan, the day with room, as `closed_loans.settle` finds it person by person."""
    returns, days, desk = _returns(min(hit.was for hit in hits)), {}, Visits()
    for hit in hits:
        if hit.becomes and _is_moved(hit):
            loan = known.loans[hit.id]
            day = days[hit.id] = room_for_returns.first_day(
                loan,
                hit.becomes,
                most,
                known.taken_on[hit.id],
                returns.busy_for(hit.person),
                Room(loan.comes_id, desk),
            )
            returns.move(hit.person, hit.was, day)
            desk.add(loan.comes_id, day)
    return days


def _returns(first: date) -> Returns:
    """Who brings something back on which day from one on."""
    by_day: dict[date, Counter[int]] = defaultdict(Counter)
    query = select(Checkout.due_on, Checkout.student_id)
    for day, person in db.session.execute(query.where(OPEN, Checkout.due_on >= first)):
        by_day[day][person] += 1
    return Returns(by_day)


def _promises(item_ids: Collection[int]) -> dict[int, list[Checkout]]:
    """What is promised of each item, by the day it begins."""
    query = select(Checkout).where(
        Checkout.item_id.in_(item_ids), Checkout.stored_status == "approved"
    )
    by_item: dict[int, list[Checkout]] = defaultdict(list)
    for loan in rows.listed(query.order_by(Checkout.starts_on, Checkout.id)):
        by_item[loan.item_id].append(loan)
    return by_item


def _told(hit: Hit, day: date, known: _Known) -> Hit:
    """With the day that it moves to, and the first promise that this hits."""
    loan, taken_on = known.loans[hit.id], known.taken_on[hit.id]
    hit = hit._replace(becomes=day)
    if availability.end_of(loan.starts_on, day) <= taken_on:
        return hit
    others = (
        each
        for each in known.promises.get(loan.item_id, ())
        if each.id != loan.id and each.due_on >= taken_on
    )
    if other := next(others, None):
        return hit._replace(promised_to=other.student_name, promised_on=other.starts_on)
    return hit
