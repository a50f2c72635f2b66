"""Missed pick-ups: what was promised and nobody fetched goes to others, and may be promised again."""

from datetime import date, datetime

from sqlalchemy import Select, select

from webapp.core import clock, outbox
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people import system_user
from webapp.school import calendar, open_days, settings
from webapp.stock import released

from .. import access
from ..desk import setting_aside
from ..loans import checkouts, events, pieces, swaps
from ..models import Checkout
from ..notices import notices, ready_notices
from ..rules import promising


def due() -> list[int]:
    """Promises that may have waited long enough, by id; `release` looks closer."""
    query = _begun_before(_last_day_that_is_over())
    return list(db.session.scalars(query)) if settings.get("missed_days") else []


def release(id: int) -> bool:
    """Let go of a promise that nobody came for in time, and tell the borrower; False where it is not so."""
    checkout = checkouts.take(system_user.ACTOR, id, True, "approved")
    if not settings.get("missed_days") or checkout.is_offer:
        return False
    if _waits_since(checkout) > _last_day_that_is_over():
        return False
    before = events.state(checkout)
    if aside := setting_aside.all_aside(checkout):
        lines = setting_aside.back(checkout, aside)
        pieces.move(system_user.ACTOR, checkout, "missed", lines)
    ready_notices.call_back([id])
    checkout.status, checkout.closed_at = "missed", clock.now()
    released.note([checkout.item_id])
    event_id = events.record(system_user.ACTOR, checkout, "missed", before)
    notices.missed(checkout, event_id)
    return True


def undo(actor: Actor, id: int) -> Checkout:
    """Promise it again, from today on; its borrower is told if they know that it was let go of.

    Conflict if its last day is over, if its borrower may not come in any more, or if too few are left by now, or the
    certain unit is not.
    """
    checkout = checkouts.take(actor, id, access.may_hand_out(actor), "missed")
    promising.check_may_borrow(checkout)
    swaps.check_only_one(checkout)
    promising.check_is_not_over(checkout)
    before, event_id = events.state(checkout), events.standing(id)
    checkout.starts_on = max(checkout.starts_on, calendar.today())
    promising.check_can_be_promised(checkout)
    checkout.status, checkout.closed_at, checkout.ready_at = "approved", None, None
    events.record(actor, checkout, "undo", before, undoes=event_id)
    if not outbox.cancel("checkout", id, notices.missed_step(event_id)):
        notices.promised_again(checkout, event_id)
    return checkout


def undoable(actor: Actor, checkout: Checkout) -> bool:
    """Whether it can be promised again, as far as that is known without asking what is free; it asks nothing."""
    is_missed = checkout.status == "missed" and not checkout.forgotten_at
    return is_missed and access.may_hand_out(actor) and not promising.is_over(checkout)


def _begun_before(day: date) -> Select[int]:
    query = select(Checkout.id).where(
        Checkout.stored_status == "approved",
        Checkout.offered_until.is_(None),  # what is offered has a clock of its own
        Checkout.starts_on <= day,
    )
    return query.order_by(Checkout.id)


def _last_day_that_is_over() -> date:
    """What has waited since then has waited long enough: the desk was open on so many days after it, before today."""
    decided, count = open_days.now_decided(), settings.get("missed_days")
    return calendar.after(decided.before(calendar.today(), count), -1)


def _waits_since(checkout: Checkout) -> date:
    """The day from which it could be fetched: its first one, or when it was approved or lay ready, if later."""
    moments = (checkout.decided_at, checkout.ready_at)
    return max(checkout.starts_on, *(_day_of(at) for at in moments if at))


def _day_of(at: datetime) -> date:
    return calendar.local(at).date()
