"""Offered: the loan that is promised to whoever is first in line, until they say yes, or no, or too late.

It is a loan like any other, approved by Backline and taken off the shelf, so that everybody who counts what is free
counts it, and the desk knows for whom it lies there.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from webapp.core import clock, rows
from webapp.core.db import db
from webapp.core.rows import assign
from webapp.people import system_user
from webapp.school import calendar, open_days

from ..asking import expiry
from ..availability import unit_days
from ..availability.availability import ONE_DAY, Shelf
from ..availability.unit_days import Days
from ..days import due_days
from ..days.visits import Room
from ..decisions import decisions
from ..desk import setting_aside
from ..loans import events
from ..models import Checkout, ItemWait, Request
from . import clocks, wait_events


def loans_of(waits: Iterable[ItemWait]) -> dict[int, Checkout]:
    """What is offered now to each of these, by their ids; no query where nothing is."""
    ids = [wait.id for wait in waits if wait.status == "offered"]
    if not ids:
        return {}
    query = select(Checkout).where(
        Checkout.wait_id.in_(ids),
        Checkout.stored_status == "approved",
        Checkout.offered_until.is_not(None),
    )
    return {loan.wait_id: loan for loan in rows.listed(query) if loan.wait_id}


def locked(wait: ItemWait) -> Checkout | None:
    """What is offered to them, as it is now; None if it is no offer any more."""
    query = select(Checkout).where(
        Checkout.wait_id == wait.id,
        Checkout.stored_status == "approved",
        Checkout.offered_until.is_not(None),
    )
    query = query.with_for_update(of=Checkout).execution_options(populate_existing=True)
    return db.session.scalars(query).one_or_none()


def last_of(wait: ItemWait) -> Checkout | None:
    """What was offered to them last, whatever became of it; the caller has stock's lock."""
    query = select(Checkout).where(Checkout.wait_id == wait.id)
    query = query.order_by(Checkout.id.desc()).limit(1)
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def before(loan: Checkout) -> Checkout | None:
    """What was offered to the same place before this, whatever became of it."""
    query = select(Checkout).where(Checkout.wait_id == loan.wait_id, Checkout.id < loan.id)
    return db.session.scalars(query.order_by(Checkout.id.desc()).limit(1)).first()


def due_day(wait: ItemWait, shelf: Shelf, longest: int) -> date | None:
    """Until when they could have it from today on: as long as it is lent, or until the day before others have it.

    None if that is too short for them, or if too few are free.
    """
    today = calendar.today()
    room = Room(wait.student_id)
    wished = due_days.latest(today, longest, room)
    last = _last_free(wait, shelf, today, wished.day)
    if last is None:
        return None
    decided = open_days.now_decided()
    needed = due_days.settle(today, calendar.last_of(today, wait.days)).day
    shortest, due = min(needed, wished.day), decided.until_day(last)
    return room.until_day(decided, shortest, due) if due >= shortest else None


def _last_free(wait: ItemWait, shelf: Shelf, today: date, last: date) -> date | None:
    """The last day, not after `last`, until which as many are free; None if not even today."""
    spans = unit_days.taken([wait.unit_id])[wait.unit_id] if wait.unit_id else []
    changes = {step.day for step in shelf.steps} | {first for first, _last in spans}
    dues = (shelf.last_due(today, day) for day in changes if day > today)
    ends = sorted({last, *(due for due in dues if today <= due < last)}, reverse=True)
    return next((due for due in ends if _is_free(wait, shelf, spans, due)), None)


def _is_free(wait: ItemWait, shelf: Shelf, spans: Sequence[Days], due: date) -> bool:
    today = calendar.today()
    ends = shelf.end_of(today, due)
    is_taken = unit_days.overlaps(spans, today, ends)
    return not is_taken and shelf.free(today, ends) >= wait.quantity


def promise(wait: ItemWait, due: date, *, swap: Checkout | None = None) -> Checkout:
    """Promise it to them from today on, and take it off the shelf. Conflict if too few are there.

    `swap` is what they give back for it.
    """
    now = clock.now()
    loan = _loan(wait, _request(wait, due), swap.id if swap else None)
    before = events.state(loan)
    assign(loan, decisions.as_promised(system_user.ACTOR))
    loan.offered_until = clocks.runs_until(now)
    wait.status, wait.offered_at = "offered", now
    db.session.flush()
    events.record(system_user.ACTOR, loan, "offer", before)
    setting_aside.reserve(system_user.ACTOR, loan)
    wait_events.record(system_user.ACTOR, wait, "offered", facts={"checkout": loan.id})
    return loan


def _request(wait: ItemWait, due: date) -> Request:
    request = Request(
        student_id=wait.student_id,
        student_name=wait.student_name,
        asked_by=wait.student_id,
        starts_on=calendar.today(),
        due_on=due,
        sent_at=clock.now(),
    )
    db.session.add(request)
    db.session.flush()
    return request


def _loan(wait: ItemWait, request: Request, swaps_id: int | None) -> Checkout:
    loan = Checkout(
        request_id=request.id,
        student_id=wait.student_id,
        student_name=wait.student_name,
        item_id=wait.item_id,
        item_name=wait.item_name,
        pinned_unit_id=wait.unit_id,
        quantity=wait.quantity,
        starts_on=request.starts_on,
        due_on=request.due_on,
        asked_from=request.starts_on,
        asked_until=request.due_on,
        requested_at=request.sent_at,
        expires_at=expiry.of(request.starts_on, request.due_on),
        wait_id=wait.id,
        swaps_id=swaps_id,
    )
    db.session.add(loan)
    db.session.flush()
    return loan


def is_free_now(shelf: Shelf) -> bool:
    """Whether one could be offered at all, before anybody looks closer."""
    today = calendar.today()
    return shelf.free(today, today + ONE_DAY) > 0
