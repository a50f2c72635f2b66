"""Operations people do to stock beside lending: receive, return, sell, adjust, write off; a line or a thousand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotAllowed, NotFound

from .. import access
from ..items import suppliers
from ..ledger import ledger
from ..models import Operation, PendingOperation, Reason
from . import entries, notices, orders, outcomes, pending, reasons
from .entries import Problems
from .orders import Order, Plan
from .outcomes import Outcome


@dataclass(frozen=True)
class Trial:
    """What an operation would do; `why` says why a second person would have to agree, if so."""

    outcome: Outcome
    why: str


def act(
    actor: Actor, kind: str, lines: Sequence[Mapping[str, Any]], **about: Any
) -> Operation | PendingOperation:
    """Do it, all of it or nothing; or let it wait, where one person is not enough. For staff.

    `kind` is one of `orders.KINDS`; a line is what `schemas.acts.LineInput` reads. `about` are reason (of an
    adjustment, by code), notes, reference, supplier (id) and purchased_on.
    Invalid and Conflict name the lines, and the numbers where too few are there.
    """
    plan = _planned(actor, kind, lines, **about)
    if plan.why:
        waiting = pending.keep(actor, plan.order, plan.why)
        notices.asked(pending.find(actor, waiting.id))
        return waiting
    return orders.carry_out(actor, plan)


def try_out(
    actor: Actor, kind: str, lines: Sequence[Mapping[str, Any]], **about: Any
) -> Trial:
    """What `act` with the same would do; nothing of it stays."""
    with db.session.begin_nested() as trial:
        plan = _planned(actor, kind, lines, **about)
        outcome = outcomes.of(actor, orders.carry_out(actor, plan).id)
        trial.rollback()
    db.session.expire_all()
    return Trial(outcome, plan.why)


def approve(actor: Actor, id: int) -> PendingOperation:
    """Agree as the second person: it is carried out now, if stock still allows it.

    NotAllowed for who asked for it; Conflict if it was decided already, or as for `act`.
    """
    waiting = pending.take(actor, id)
    pending.check_may_agree(actor, waiting)
    order = Order.read(waiting.said)
    plan = orders.plan(order, _reason(actor, order), by=waiting.requested_by)
    asker = Actor(waiting.requested_by, "", "", 0)
    done = orders.carry_out(asker, plan, approved_by=actor.id)
    return _answer(actor, waiting, "approved", done)


def reject(actor: Actor, id: int) -> PendingOperation:
    """Say no as the second person, or take back what one asked for oneself. Conflict if it was decided already."""
    waiting = pending.take(actor, id)
    if waiting.requested_by != actor.id:
        pending.check_may_agree(actor, waiting)
    return _answer(actor, waiting, "rejected")


def _answer(
    actor: Actor,
    waiting: PendingOperation,
    decision: str,
    operation: Operation | None = None,
) -> PendingOperation:
    """Write it down, and tell who asked."""
    decided = pending.decide(actor, waiting, decision, operation)
    notices.answered(pending.find(actor, decided.id))
    return decided


def _planned(
    actor: Actor,
    kind: str,
    lines: Sequence[Mapping[str, Any]],
    *,
    reason: str | None = None,
    notes: str = "",
    reference: str = "",
    supplier: int | str | None = None,
    purchased_on: date | None = None,
) -> Plan:
    if not access.may_receive(actor):
        raise NotAllowed("Only staff can change stock")
    ledger.lock()
    problems = Problems(len(lines))
    found = entries.found(lines, problems)
    said = Order(kind, (), reason=reason, note=notes, reference=reference)
    why = _reason(actor, said)
    problems.check()
    if supplier is not None:
        if kind != "receive":
            raise Invalid(fields={"supplier": "Only a delivery comes from a supplier"})
        supplier = suppliers.id_of(supplier)
        if supplier not in (known := suppliers.in_use()):
            raise Invalid(fields={"supplier": "Supplier not found"})
        notes = f"From {known[supplier]}. {notes}".strip()
    order = Order(
        kind, tuple(filter(None, found)), reason, notes, reference, supplier, purchased_on
    )
    return orders.plan(order, why, by=actor.id)


def _reason(actor: Actor, order: Order) -> Reason | None:
    """The reason of an adjustment; Invalid if it has none, or says too little, or something else has one."""
    if order.kind != "adjust":
        if order.reason:
            raise Invalid(fields={"reason": "Only an adjustment has a reason"})
        return None
    if not order.reason:
        raise Invalid(fields={"reason": "Choose a reason for the adjustment"})
    try:
        reason = reasons.find(actor, order.reason)
    except NotFound as no:
        raise Invalid(fields={"reason": no.message}) from None
    if reason.needs_note and not order.note:
        raise Invalid(fields={"notes": f"Say what happened: “{reason.label}” needs a note"})
    return reason
