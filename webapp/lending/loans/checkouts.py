"""Checkouts: finding them, and taking one to act on it."""

from datetime import date, datetime
from typing import Unpack

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased, undefer

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed
from webapp.core.words import _, lazy
from webapp.people import system_user
from webapp.school import calendar, settings
from webapp.stock import released
from webapp.stock.ledger import ledger

from .. import access
from ..models import Checkout
from . import events, filtering, lateness
from .filtering import Filter

SAID = {
    "pending": lazy("still waiting for an answer"),
    "approved": lazy("approved"),
    "missed": lazy("released, because it was not picked up in time"),
    "out": lazy("already out"),
    "returned": lazy("already back"),
    "rejected": lazy("declined"),
    "cancelled": lazy("cancelled"),
    "lost": lazy("recorded as lost"),
}
CHANGED = lazy("This request was changed in the meantime; look at it again")
SENTENCES = {  # where there is something to do about it
    "expired": lazy("Nobody answered this request in time; please send a new one"),
    "lost": lazy(
        "This loan is recorded as lost; if it was found again, choose Found on its page"
    ),
}


_other = aliased(Checkout)
IS_LAST_OF_SET = ~exists().where(  # of one person's parts of a set, none of them open; true of what is in no set
    _other.request_set_id == Checkout.request_set_id,
    _other.student_id == Checkout.student_id,
    ~_other.is_joined,
    or_(
        _other.id > Checkout.id,
        _other.stored_status.in_(("approved", "out")),
        _other.is_waiting,
    ),
)


def listed(
    actor: Actor,
    *,
    before: int | None = None,
    limit: int = 50,
    **wanted: Unpack[Filter],
) -> list[Checkout]:
    """Newest first, those that are wanted."""
    query = access.visible_checkouts(actor).where(*filtering.conditions(**wanted))
    if before:
        query = query.where(Checkout.id < before)
    return list(db.session.scalars(query.order_by(Checkout.id.desc()).limit(limit)))


def in_hand(actor: Actor, student: int) -> list[Checkout]:
    """What a person has, may pick up or waits for; what is due first comes first. What is only offered is not in it."""
    query = (
        access.visible_checkouts(actor)
        .where(
            Checkout.student_id == student,
            filtering.OPEN,
            Checkout.offered_until.is_(None),
        )
        .order_by(Checkout.due_on, Checkout.id)
    )
    return list(db.session.scalars(query.limit(100)))


def out_to(actor: Actor, student_id: int, *, lock: bool = False) -> list[Checkout]:
    """What a person has, due first; with `lock`, as the database has it now and until the transaction ends."""
    query = access.visible_checkouts(actor).where(
        Checkout.student_id == student_id, Checkout.stored_status == "out"
    )
    if lock:
        query = query.with_for_update(of=Checkout)
        query = query.execution_options(populate_existing=True)
    loans = rows.listed(query.order_by(Checkout.id))
    return sorted(loans, key=lambda loan: (loan.due_on, loan.id))


def over(
    actor: Actor, student: int, *, before: int | None = None, limit: int = 50
) -> list[Checkout]:
    """What a person neither has nor is to get any more, newest first; a set once nothing of it is open, by one part."""
    query = access.visible_checkouts(actor).where(
        Checkout.student_id == student, ~filtering.OPEN, IS_LAST_OF_SET
    )
    if before:
        query = query.where(Checkout.id < before)
    return rows.listed(query.order_by(Checkout.id.desc()).limit(limit))


def to_hand_out(actor: Actor, limit: int) -> list[Checkout]:
    """What is promised or lies ready; what is to be fetched first comes first."""
    query = access.visible_checkouts(actor).where(Checkout.stored_status == "approved")
    return rows.listed(query.order_by(Checkout.starts_on, Checkout.id).limit(limit))


def holders(actor: Actor, item: int) -> list[Checkout]:
    """Who has an item, or may pick it up; what is due first comes first."""
    query = (
        access.visible_checkouts(actor)
        .where(Checkout.item_id == item, Checkout.stored_status.in_(("out", "approved")))
        .order_by(Checkout.due_on, Checkout.id)
    )
    return list(db.session.scalars(query.limit(50)))


def kept_for(actor: Actor, item: int) -> list[Checkout]:
    """Those who said yes to a piece that the queue offered them, and wait for its answer: it is kept until then."""
    query = access.visible_checkouts(actor).where(
        Checkout.item_id == item, Checkout.is_held
    )
    return list(db.session.scalars(query.order_by(Checkout.id).limit(50)))


def find(actor: Actor, id: int, *, lock: bool = False) -> Checkout:
    """One the actor may see; with `lock`, as the database has it now and until the transaction ends."""
    query = access.readable_checkouts(actor).where(Checkout.id == id)
    query = query.options(undefer(Checkout.lines_asked))
    return rows.find(query, _("Loan not found"), lock=lock)


def state_out(due_on: date, due_at: datetime | None) -> str:
    """What is out until a day, or a moment of it, is called so, as the chips know it."""
    if lateness.is_past_due(due_on, due_at):
        return "overdue"
    return "due_soon" if due_on <= soon() else "out"


def is_overdue(checkout: Checkout) -> bool:
    """From the day after it is due, as the school's clock turns, or from the moment at which it is due."""
    return checkout.status == "out" and lateness.is_past_due(
        checkout.due_on, checkout.due_at
    )


def is_due_soon(checkout: Checkout) -> bool:
    """From the day on which a letter reminds of it."""
    return checkout.status == "out" and checkout.due_on <= soon()


def asked_ahead(checkout: Checkout) -> bool:
    """Whether it was asked for before its first day."""
    return checkout.asked_from > calendar.local(checkout.requested_at).date()


def begins_later(checkout: Checkout) -> bool:
    """Whether its first day is still to come."""
    return checkout.status in ("pending", "approved") and (
        checkout.starts_on > calendar.today()
    )


def soon() -> date:
    """The last day that is near, as the school has set it."""
    return calendar.after(calendar.today(), settings.get("due_soon_days"))


def expire() -> int:
    """Close requests that nobody answered in time; how many. The worker's, in a transaction of its own."""
    query = (
        select(Checkout)
        .where(Checkout.stored_status == "pending", Checkout.expires_at <= clock.now())
        .order_by(Checkout.id)
        .limit(500)
        .with_for_update(skip_locked=True)
    )
    unanswered = db.session.scalars(query).all()
    before = [(checkout, events.state(checkout)) for checkout in unanswered]
    for checkout in unanswered:
        checkout.status, checkout.closed_at = "expired", checkout.expires_at
    db.session.flush()
    events.record_all(system_user.ACTOR, "expired", before)
    released.note(checkout.item_id for checkout in unanswered)
    return len(unanswered)


def take(actor: Actor, id: int, may: bool, *states: str) -> Checkout:
    """The checkout as it is now, with stock's writer lock and its own held, in a state where this can be done."""
    if not may:
        find(actor, id)
        raise NotAllowed(_("This request is not yours to decide"))
    ledger.lock()
    checkout = find(actor, id, lock=True)
    check_state(checkout, *states)
    return checkout


def check_remembered(checkout: Checkout) -> None:
    """Conflict once who had it is forgotten: then nothing that was done with it is changed or undone any more."""
    if checkout.forgotten_at:
        words = _("Who had this loan is forgotten, so nothing about it can be undone")
        facts = {
            "status": checkout.status,
            "version": checkout.version,
            "checkout": checkout.id,
        }
        raise Conflict(words, facts=facts)


def check_state(checkout: Checkout, *states: str, reason: str = "") -> None:
    """Conflict, with what it is now and perhaps the reason in a word, unless it is in one of these states."""
    check_remembered(checkout)
    if checkout.status not in states:
        words = SENTENCES.get(checkout.status) or _(
            "This loan is %(state)s", state=SAID[checkout.status]
        )
        facts = {
            "status": checkout.status,
            "version": checkout.version,
            "checkout": checkout.id,
        }
        raise Conflict(words, facts=facts | ({"reason": reason} if reason else {}))
