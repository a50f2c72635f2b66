"""Offers whose clock runs over days that close: a change of the open days tells whose it pushes, and pushes it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.words import _
from webapp.school import calendar, open_days
from webapp.school.effects.parties import Choices, Hit, Told
from webapp.school.open_days import OpenDays
from webapp.stock.ledger import ledger

from ..models import Checkout, ItemWait
from . import clocks

OFFERS = (
    select(
        ItemWait.id,
        ItemWait.student_id,
        ItemWait.student_name,
        ItemWait.item_name,
        ItemWait.offered_at,
        Checkout.offered_until,
    )
    .join(Checkout, Checkout.wait_id == ItemWait.id)
    .where(
        ItemWait.status == "offered",
        Checkout.stored_status == "approved",
        Checkout.offered_until.is_not(None),
    )
)


def find(
    before: OpenDays, after: OpenDays, people: Collection[int] | None, _since: date
) -> list[Hit]:
    """The offers that are open longer by the days decided after; by person and id. No clock is ever put back."""
    query = OFFERS if people is None else OFFERS.where(ItemWait.student_id.in_(people))
    rows = db.session.execute(query)
    found = (
        _hit(after, (id, person, name, thing), at, until)
        for id, person, name, thing, at, until in rows
    )
    return sorted(filter(None, found), key=lambda hit: (hit.person, hit.id))


def _hit(
    after: OpenDays,
    who: tuple[int, int, str, str],
    offered_at: datetime | None,
    until: datetime | None,
) -> Hit | None:
    """`who` is the place's id, whose it is, with their name, and what is offered."""
    if offered_at is None or until is None:
        return None
    pushed = clocks.runs_until(offered_at, after)
    if pushed <= until:
        return None
    was, becomes = clocks.last_day(until), clocks.last_day(pushed)
    return Hit("offer", *who, was, becomes)


def hold(_hits: Sequence[Hit]) -> None:
    """Nothing is offered and nothing lapses meanwhile."""
    ledger.lock()


def settle(_actor: Actor, hits: Sequence[Hit], _choices: Choices, _job: int) -> list[Told]:
    """Push one person's, whatever was chosen for loans; the caller holds stock's lock."""
    loans = _taken(hits)
    told = []
    for hit in hits:
        loan, offered_at = loans[hit.id]
        until = clocks.runs_until(offered_at, open_days.now_decided())
        loan.offered_until = max(loan.offered_until or until, until)
        becomes = _(
            "you can say yes to it until %(at)s",
            at=calendar.written(loan.offered_until, "%A %-d %B, %H:%M"),
        )
        day, was = clocks.last_day(loan.offered_until), calendar.in_words(hit.was)
        told.append(Told(hit, loan.id, day, hit.thing, was, becomes))
    db.session.flush()
    return told


def _taken(hits: Sequence[Hit]) -> dict[int, tuple[Checkout, datetime]]:
    """What is offered to each of these, by the ids of their places, held and read anew; and when it was."""
    query = select(ItemWait.id, Checkout, ItemWait.offered_at)
    query = query.join(Checkout, Checkout.wait_id == ItemWait.id)
    query = query.where(
        ItemWait.id.in_([hit.id for hit in hits]),
        ItemWait.status == "offered",
        Checkout.offered_until.is_not(None),
    )
    query = query.order_by(Checkout.id).with_for_update(of=Checkout)
    rows = db.session.execute(query.execution_options(populate_existing=True))
    return {id: (loan, offered_at) for id, loan, offered_at in rows if offered_at}
