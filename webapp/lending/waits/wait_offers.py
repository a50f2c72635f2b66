"""Offers: what comes back usable is promised to the first in line who can have it, until an hour on an open day."""

import logging
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Refusal
from webapp.people import people, system_user
from webapp.stock.items import archiving
from webapp.stock.ledger import ledger

from ..asking import expiry
from ..availability import availability
from ..decisions import giving_up
from ..desk import setting_aside
from ..loans import events, pieces
from ..models import Checkout, ItemWait, Request
from ..models.endings import NOT_TAKEN
from ..models.events import Facts
from ..notices import notices
from ..queues import in_line, likely, passed_over, swapping
from ..queues.likely import Outlook
from ..rules import most_loans, promising
from ..suspensions import suspended
from . import (
    clocks,
    offered,
    wait_events,
    wait_notices,
    waits,
    withdrawing,
)

MOST_IDS = 500  # in one statement; of more items, all that anybody waits for are looked at
log = logging.getLogger(__name__)


def accept(actor: Actor, id: int) -> Checkout:
    """Yes: it is theirs, or, where somebody has to approve it, asked for and kept until it is answered.

    Staff may say so for who stands at the desk. An offer that ran out is good while nobody else was offered it.
    Conflict if nothing is offered any more, if its borrower may not come in any more, or if it is not there.
    """
    wait = waits.find(actor, id)
    people.lock(wait.student_id)
    wait = waits.take(actor, id, "offered")
    loan = offered.locked(wait)
    if loan is None:
        _settle(wait)
        raise waits.already_over(wait)
    promising.check_may_borrow(loan)
    suspended.check(loan.student_id, reader=actor.id)
    setting_aside.reserve(actor, loan)  # moves nothing, but where it does not lie there
    wait.status, wait.ended_at = "taken", clock.now()
    wait_events.record(actor, wait, "taken", facts={"checkout": loan.id})
    wait_notices.call_back(wait, loan)
    _take(actor, loan)
    db.session.flush()
    return loan


def leave(actor: Actor, id: int) -> ItemWait:
    """Out of the queue, or no to what is offered, which goes to the next. Conflict if there is nothing to leave."""
    wait = waits.take(actor, id, "waiting", "offered")
    if wait.status == "waiting":
        _end(actor, wait, "left")
        return wait
    loan = offered.locked(wait)
    if loan is None:
        _settle(wait)
        raise waits.already_over(wait)
    wait_notices.call_back(wait, loan)
    _end(actor, wait, "declined")
    giving_up.give_up(actor, loan.id, ending=NOT_TAKEN)
    return wait


def sweep() -> None:
    """Every offer that ran out, and everything that can be offered now. The worker's, in a transaction of its own."""
    lines = in_line.everywhere()
    running = rows.listed(select(ItemWait.item_id).where(ItemWait.status == "offered"))
    _see_to({*lines, *running})


def hear(item_ids: Collection[int]) -> None:
    """Some pieces of these items may be free: whoever waits for some is offered them."""
    query = select(ItemWait.item_id).where(ItemWait.status.in_(("waiting", "offered")))
    if len(item_ids) <= MOST_IDS:
        query = query.where(ItemWait.item_id.in_(item_ids))
    if awaited := set(rows.listed(query.distinct())):
        _see_to(awaited & set(item_ids))


def _see_to(item_ids: Collection[int]) -> None:
    """One item after the other; what fails for one holds up neither the others nor the act it is part of."""
    if not item_ids:
        return
    ledger.lock()
    for item_id in sorted(item_ids):
        try:
            with db.session.begin_nested():
                _see_to_item(item_id)
        except Exception:  # whatever it is, the act that released it must not fail for it
            log.exception("the queue of item %s is held up", item_id)


def _see_to_item(item_id: int) -> None:
    for wait in _open(item_id, "offered"):
        _see_to_offer(wait)
    terms = archiving.terms(item_id)
    line = _open(item_id, "waiting")
    if not line or terms.is_archived or not terms.is_borrowable:
        return
    passed = passed_over.of(line)
    outlook = Outlook(availability.shelf(item_id), terms.max_checkout_days)
    for wait in _unserved(line):
        if not offered.is_free_now(outlook.shelf):
            return
        if not wait.is_resting and _offer(wait, outlook.shelf, outlook.longest):
            outlook.look_again(availability.shelf(item_id))
        elif wait.status == "waiting":
            likely.of(outlook, [wait], passed)


def _unserved(line: Sequence[ItemWait]) -> list[ItemWait]:
    """Those for whom the queue has something. Who asked for it in the usual way and got it waits no more."""
    for wait in line:
        if wait.has_got:
            _end(system_user.ACTOR, wait, "taken")
    return [wait for wait in line if not wait.is_served]


def _open(item_id: int, status: str) -> Sequence[ItemWait]:
    query = select(ItemWait).where(ItemWait.item_id == item_id, ItemWait.status == status)
    query = query.order_by(*in_line.SERVED).with_for_update(of=ItemWait)
    return rows.listed(query.execution_options(populate_existing=True))


def _see_to_offer(wait: ItemWait) -> None:
    """End one that ran out. What pushes its end, as a closed day or a clock that was put back, pushes it here."""
    loan = offered.locked(wait)
    if loan is None:
        _settle(wait)
        return
    now = clock.now()
    if wait.offered_at is None or wait.offered_at - now > clock.SKEW:
        wait.offered_at = now  # a clock that ran ahead wrote it
        loan.offered_until = clocks.runs_until(now)
    elif loan.offered_until is None or loan.offered_until <= now:
        _run_out(wait, loan)
    db.session.flush()


def _run_out(wait: ItemWait, loan: Checkout) -> None:
    """Pushed, if closed days came in between; else over."""
    until = clocks.runs_until(wait.offered_at or clock.now())
    if until > clock.now():
        loan.offered_until = until
        return
    wait_notices.call_back(wait, loan)
    _end(system_user.ACTOR, wait, "lapsed")
    giving_up.give_up(system_user.ACTOR, loan.id, ending=NOT_TAKEN)
    wait_notices.lapsed(wait)


def _settle(wait: ItemWait) -> None:
    """What was offered is no offer any more, though nobody answered it here: its loan was cancelled.

    By whom it was offered to, that is a no; by staff, that takes the offer back, but not the place.
    """
    loan = offered.last_of(wait)
    who = people.acting(loan.cancelled_by) if loan and loan.cancelled_by else None
    if loan is None or who is None or who.id == wait.student_id:
        _end(who or system_user.ACTOR, wait, "declined")
    elif people.acting(wait.student_id) is None:
        _end(system_user.ACTOR, wait, "left")  # they may not come in any more
    else:
        withdrawing.by_staff(who, wait, loan)


def _end(actor: Actor, wait: ItemWait, status: str) -> None:
    wait.status, wait.ended_at = status, clock.now()
    db.session.flush()
    wait_events.record(actor, wait, status)


def _offer(wait: ItemWait, shelf: availability.Shelf, longest: int) -> bool:
    """True if they are offered it now; each is put to the rules, as if they asked for it themselves."""
    who = people.acting(wait.student_id)
    if who is None:
        _end(system_user.ACTOR, wait, "left")  # they may not come in any more
        return False
    due = offered.due_day(wait, shelf, longest)
    if due is None:
        return False
    try:
        suspended.check(who.id)
        old = _to_come_back(who, wait)
        with db.session.begin_nested():
            loan = offered.promise(wait, due, swap=old)
    except (Refusal, IntegrityError):  # not for them, or the database knows better
        db.session.refresh(wait)
        return False
    if not _is_as_told(wait, loan):
        wait_notices.offered(wait, loan)
    return True


def _is_as_told(wait: ItemWait, loan: Checkout) -> bool:
    """Whether it is the same that they were offered before, and the e-mail that this was withdrawn has not left: it is
    kept in the house.
    """
    earlier = offered.before(loan)
    if earlier is None or not wait_notices.call_back_withdrawn(wait, earlier):
        return False
    is_as_long = clocks.runs_until(earlier.requested_at) == loan.offered_until
    return is_as_long and earlier.due_on == loan.due_on


def _to_come_back(who: Actor, wait: ItemWait) -> Checkout | None:
    """What they give back for it, where they may have no more than they have. Conflict if they may not have it then."""
    try:
        most_loans.check(who, who.id)
    except Conflict:
        if old := swapping.of([wait]).get(wait.id):
            return old
        raise
    return None


def _take(actor: Actor, loan: Checkout) -> None:
    """Agreed to at once where nobody has to approve it; else it is asked for, and kept meanwhile."""
    terms = archiving.terms(loan.item_id)
    before = events.state(loan)
    loan.offered_until = None
    if terms.needs_approval:
        _ask_for(actor, loan, before)
        return
    events.record(actor, loan, "take", before)
    before = events.state(loan)
    loan.needs_look = terms.needs_second_look
    loan.decided_at = clock.now()
    db.session.flush()
    events.record(system_user.ACTOR, loan, "approve", before)
    notices.decided(loan)


def _ask_for(actor: Actor, loan: Checkout, before: Facts) -> None:
    """Its pieces stay on the shelf meanwhile, and count as taken: `daily_sums` keeps them for it."""
    aside = setting_aside.all_aside(loan)
    pieces.move(actor, loan, "release", setting_aside.back(loan, aside))
    loan.status, loan.decided_by, loan.decided_at = "pending", None, None
    loan.expires_at = expiry.of(loan.starts_on, loan.due_on)
    db.session.flush()
    events.record(actor, loan, "take", before)
    notices.requested(db.session.get_one(Request, loan.request_id), loan, besides=0)
