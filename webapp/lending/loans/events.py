"""Events: what was decided about a loan and moved nothing, kept in the order in which it happened."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.stock.units import units

from ..models import Checkout, CheckoutEvent
from ..models.events import Facts
from . import lateness

_undoing = aliased(CheckoutEvent)
STANDS = ~(  # that it was not undone
    select(_undoing.id).where(_undoing.undoes == CheckoutEvent.id).exists()
)
LONGER = ("extend", "renew")  # what lets it be due on another day
MADE_LONGER = (
    select(CheckoutEvent)
    .where(
        CheckoutEvent.checkout_id.in_(bindparam("ids", expanding=True)),
        CheckoutEvent.kind.in_(LONGER),
        STANDS,
    )
    .order_by(CheckoutEvent.id)
)
AT_DESK = ("counter", "parted", "joined", "accessories", "unsettled", "settled")
NO_PROMISE = (
    "undo",
    "give",
    "contact",
    "look",
    *AT_DESK,
)  # decides nothing about what is promised


def state(checkout: Checkout) -> Facts:
    """What a decision may change, as an event keeps it."""
    return {
        "status": checkout.stored_status,
        "item": checkout.item_id,
        "item_name": checkout.item_name,
        "unit": checkout.pinned_unit_id,
        "unit_tag": tag_of_unit(checkout),
        "quantity": checkout.quantity,
        "starts_on": checkout.starts_on.isoformat(),
        "due_on": checkout.due_on.isoformat(),
        "due_at": lateness.told(checkout),
        "student": checkout.student_id,
        "student_name": checkout.student_name,
        "notes": checkout.notes or "",  # of a loan that is not written yet there are none
        "needs_look": checkout.needs_look,
    }


def tag_of_unit(checkout: Checkout) -> str | None:
    """The tag of the certain unit that it is of now; a query only where there is one."""
    id = checkout.pinned_unit_id
    return units.these([id])[id].tag if id else None


def record(
    actor: Actor,
    checkout: Checkout,
    kind: str,
    before: Facts,
    *,
    why: str = "",
    undoes: int | None = None,
    at: datetime | None = None,
    also: Facts | None = None,
) -> int:
    """Keep one decision, and answer its id: `before` is the checkout's `state` until now, and what has changed is
    read from it. `at` is now, if not said; `also` is what is kept besides.
    """
    columns = _columns(actor, checkout, kind, before)
    event = CheckoutEvent(**columns, at=at or clock.now(), why=why, undoes=undoes)
    event.after |= also or {}
    db.session.add(event)
    db.session.flush()
    return event.id


def record_all(
    actor: Actor,
    kind: str,
    changed: Iterable[tuple[Checkout, Facts]],
    moment: datetime | None = None,
    *,
    why: str = "",
    also: Sequence[Facts] = (),
) -> None:
    """The same decision about several checkouts, at one moment, each with its state until now.

    `also` is what is kept of each besides its state, in the same order.
    """
    same = {"at": moment or clock.now(), "why": why}
    columns = [
        _columns(actor, checkout, kind, before) | same for checkout, before in changed
    ]
    for each, besides in zip(columns, also, strict=False):
        each["after"] |= besides
    rows.insert_all(CheckoutEvent, columns)


def _columns(actor: Actor, checkout: Checkout, kind: str, before: Facts) -> Facts:
    return {
        "checkout_id": checkout.id,
        "kind": kind,
        "before": before,
        "after": state(checkout),
        "by": actor.id,
    }


def promised_from(checkout: Checkout) -> date:
    """The day from which a loan was promised, whenever it left; where no decision was kept, as it was asked for."""
    promises = (
        event for event in listed(checkout.id) if event.after["status"] == "approved"
    )
    last = max(promises, key=lambda event: event.id, default=None)
    return date.fromisoformat(last.after["starts_on"]) if last else checkout.asked_from


def listed(checkout_id: int) -> list[CheckoutEvent]:
    """What was decided about a loan, oldest first; the caller has checked who may know."""
    query = select(CheckoutEvent).where(CheckoutEvent.checkout_id == checkout_id)
    return rows.listed(query.order_by(CheckoutEvent.id))


def readable(actor: Actor, checkout: Checkout) -> list[CheckoutEvent]:
    """What of that the actor may read: a borrower what was decided while it was theirs, and so does who fetches it in
    their stead; staff all.
    """
    every, is_contact = story(checkout.id), checkout.stands_in_id == actor.id
    if actor.is_staff:
        return every
    whose = checkout.student_id if is_contact else actor.id
    return [
        event for event in every if event.after.get("student", checkout.student_id) == whose
    ]


def story(checkout_id: int) -> list[CheckoutEvent]:
    """The same, and before it what was decided about the loan that it was parted from, until it was."""
    own = listed(checkout_id)
    parted = next((event for event in own if event.kind == "parted"), None)
    if parted is None:
        return own
    whole = story(parted.after["parted_from"])
    return [event for event in whole if event.at < parted.at] + own


def wholes(student_id: int) -> dict[int, int]:
    """Of a person's loans that were parted from another one, which one that is; by their ids."""
    query = select(CheckoutEvent).join(Checkout, Checkout.id == CheckoutEvent.checkout_id)
    query = query.where(Checkout.student_id == student_id, CheckoutEvent.kind == "parted")
    return {event.checkout_id: event.after["parted_from"] for event in rows.listed(query)}


def standing_together(checkout_ids: Iterable[int], kind: str) -> list[CheckoutEvent]:
    """What was decided of this kind about these loans in the last act that was not undone."""
    decisions = all_standing(checkout_ids, kind)
    last = max((event.at for event in decisions), default=None)
    return [event for event in decisions if event.at == last]


def all_standing(checkout_ids: Iterable[int], kind: str) -> list[CheckoutEvent]:
    """All that was decided of this kind about these loans and not undone, oldest first."""
    query = select(CheckoutEvent).where(
        CheckoutEvent.checkout_id.in_(list(checkout_ids)),
        CheckoutEvent.kind == kind,
        STANDS,
    )
    return rows.listed(query.order_by(CheckoutEvent.id))


def words_with_answers(loans: Iterable[Checkout]) -> dict[int, str]:
    """What was said to the borrowers of these loans with their approvals; not what was said to whose they were before.

    One statement; only those with words.
    """
    whose = {loan.id: loan.student_id for loan in loans}
    said = {}
    for event in all_standing(whose, "approve"):
        student_id = whose[event.checkout_id]
        if event.why and event.after.get("student", student_id) == student_id:
            said[event.checkout_id] = event.why
    return said


def of_act(request_id: int, event: CheckoutEvent) -> list[CheckoutEvent]:
    """What was decided about a request in the same act as this, and the same, whether or not it was undone since."""
    query = select(CheckoutEvent).join(Checkout, Checkout.id == CheckoutEvent.checkout_id)
    query = query.where(
        Checkout.request_id == request_id,
        CheckoutEvent.kind == event.kind,
        CheckoutEvent.at == event.at,
    )
    return rows.listed(query.order_by(CheckoutEvent.id))


def standing(checkout_id: int) -> int | None:
    """The last decision on what is lent that was not undone; None where it was made before they were kept.

    Whose it is, who looked at it, and what the desk said as it handed out or took back is no decision about what was
    promised.
    """
    query = select(CheckoutEvent.id).where(
        CheckoutEvent.checkout_id == checkout_id,
        CheckoutEvent.kind.not_in(NO_PROMISE),
        STANDS,
    )
    return db.session.scalar(query.order_by(CheckoutEvent.id.desc()).limit(1))


def decision(checkout_id: int) -> int | None:
    """The last approval or refusal that was not undone, whatever was changed since; None as for `standing`."""
    query = select(CheckoutEvent.id).where(
        CheckoutEvent.checkout_id == checkout_id,
        CheckoutEvent.kind.in_(("approve", "decline")),
        STANDS,
    )
    return db.session.scalar(query.order_by(CheckoutEvent.id.desc()).limit(1))


def changes_since(checkout_id: int, event_id: int | None) -> list[CheckoutEvent]:
    """What was promised instead, or put back, after this decision."""
    query = select(CheckoutEvent).where(
        CheckoutEvent.checkout_id == checkout_id,
        CheckoutEvent.kind.in_(("change", "undo")),
        CheckoutEvent.id > (event_id or 0),
    )
    return rows.listed(query.order_by(CheckoutEvent.id))


def standing_of(checkout_id: int, *kinds: str) -> list[CheckoutEvent]:
    """What of these kinds was said about a loan and not undone, oldest first."""
    query = select(CheckoutEvent).where(
        CheckoutEvent.checkout_id == checkout_id, CheckoutEvent.kind.in_(kinds), STANDS
    )
    return rows.listed(query.order_by(CheckoutEvent.id))


def longer(checkout_ids: Iterable[int]) -> dict[int, list[CheckoutEvent]]:
    """By loan, what let it be due on another day and was not undone, oldest first; one query."""
    by_loan: dict[int, list[CheckoutEvent]] = defaultdict(list)
    for event in rows.listed(MADE_LONGER, {"ids": list(checkout_ids)}):
        by_loan[event.checkout_id].append(event)
    return by_loan


def last_standing(checkout_id: int, kind: str) -> CheckoutEvent | None:
    """The last of this kind about a loan that was not undone."""
    events = standing_together([checkout_id], kind)
    return events[-1] if events else None
