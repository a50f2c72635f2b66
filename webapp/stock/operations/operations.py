"""Operations people do to stock beside lending: receive, return, sell, adjust, write off; a line or a thousand."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Self, Unpack

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotAllowed, NotFound
from webapp.core.words import _

from .. import access
from ..items import suppliers
from ..ledger import ledger
from ..models import Operation, PendingOperation, Reason
from . import entries, notices, outcomes, pending, plans, reasons, undo
from .because import Because, Stored
from .orders import Order, Plan
from .outcomes import Outcome
from .problems import Problems
from .requests import About, LineRequest


@dataclass(frozen=True)
class Trial:
    """What an operation would do; `because` says why a second person would have to agree, if so."""

    outcome: Outcome
    because: Because | None

    @property
    def why(self) -> str:
        """In words; empty if one person is enough."""
        return self.because.words if self.because else ""

    def as_dict(self) -> Stored:
        """As JSON can keep it."""
        because = self.because and self.because.as_dict()
        return {"outcome": asdict(self.outcome), "because": because}

    @classmethod
    def from_dict(cls, stored: Stored) -> Self:
        """What `as_dict` wrote."""
        because = stored["because"] and Because.from_dict(stored["because"])
        return cls(Outcome.from_dict(stored["outcome"]), because)


def act(
    actor: Actor, kind: str, lines: Sequence[LineRequest], **about: Unpack[About]
) -> Operation | PendingOperation:
    """Do it, all of it or nothing; or let it wait, where one person is not enough. For staff.

    `kind` is one of `orders.KINDS`. Invalid and Conflict name the lines, and the numbers where too few are there.
    """
    plan = _plan(
        actor,
        kind,
        lines,
        about,
    )
    if plan.because:
        waiting = pending.keep(actor, plan.order, plan.because)
        notices.requested(pending.find(actor, waiting.id))
        return waiting
    return plans.carry_out(actor, plan)


def try_out(
    actor: Actor, kind: str, lines: Sequence[LineRequest], **about: Unpack[About]
) -> Trial:
    """What `act` with the same would do; nothing of it stays."""
    with db.session.begin_nested() as trial:
        plan = _plan(
            actor,
            kind,
            lines,
            about,
        )
        outcome = outcomes.of_operation(actor, plans.carry_out(actor, plan).id)
        trial.rollback()
    db.session.expire_all()
    return Trial(outcome, plan.because)


def approve(actor: Actor, id: int) -> PendingOperation:
    """Agree as the second person: it is carried out now, if stock still allows it; a loss is recorded already.

    NotAllowed for who asked for it; Conflict if it was decided already, or as for `act`.
    """
    waiting = pending.take(actor, id)
    pending.check_may_agree(actor, waiting)
    if waiting.kind in pending.RECORDED:
        return _answer(actor, waiting, "approved")
    order = Order.from_dict(waiting.said)
    requester = Actor(
        waiting.requested_by,
        "",
        "",
        0,
    )  # in person, or by a token of their own: no other may ask
    plan = plans.make(order, _reason(actor, order), by=requester)
    operation = plans.carry_out(requester, plan, approved_by=actor.id)
    return _answer(
        actor,
        waiting,
        "approved",
        operation,
    )


def reject(actor: Actor, id: int) -> PendingOperation:
    """Say no as the second person, or take back what one asked for oneself; a loss is undone.

    Conflict if it was decided already, or if it cannot be undone any more.
    """
    waiting = pending.take(actor, id)
    if waiting.requested_by != actor.id:
        pending.check_may_agree(actor, waiting)
    answer = _answer(actor, waiting, "rejected")
    if waiting.kind in pending.RECORDED and waiting.operation_id:
        undo.undo(actor, waiting.operation_id)
    return answer


def _answer(
    actor: Actor,
    waiting: PendingOperation,
    decision: str,
    operation: Operation | None = None,
) -> PendingOperation:
    """Write it down, and tell who asked."""
    decided = pending.decide(
        actor,
        waiting,
        decision,
        operation,
    )
    notices.answered(pending.find(actor, decided.id))
    return decided


def _plan(
    actor: Actor,
    kind: str,
    lines: Sequence[LineRequest],
    about: About,
) -> Plan:
    if not access.may_receive(actor):
        raise NotAllowed(_("Only staff can change stock"))
    ledger.lock()
    problems = Problems(len(lines))
    read = entries.read(lines, problems)
    notes, supplier = about.get("notes", ""), about.get("supplier")
    order = Order(
        kind,
        tuple(filter(None, read)),
        about.get("reason"),
        notes,
        about.get("reference", ""),
        purchased_on=about.get("purchased_on"),
    )
    reason = _reason(actor, order)
    problems.check()
    if supplier is not None:
        order = _from_supplier(order, supplier)
    return plans.make(order, reason, by=actor)


def _from_supplier(order: Order, reference: int | str) -> Order:
    """The same of a supplier, who is named in the note too. Invalid if there is none, or it is no delivery."""
    if order.kind != "receive":
        raise Invalid(fields={"supplier": _("Only a delivery comes from a supplier")})
    supplier_id = suppliers.id_of(reference)
    if supplier_id not in (known := suppliers.in_use()):
        raise Invalid(fields={"supplier": _("Supplier not found")})
    note = f"From {known[supplier_id]}. {order.note}".strip()
    return replace(order, supplier_id=supplier_id, note=note)


def _reason(actor: Actor, order: Order) -> Reason | None:
    """The reason of an adjustment; Invalid if it has none, or says too little, or something else has one."""
    if order.kind != "adjust":
        if order.reason:
            raise Invalid(fields={"reason": _("Only an adjustment has a reason")})
        return None
    if not order.reason:
        raise Invalid(fields={"reason": _("Choose a reason for the adjustment")})
    try:
        reason = reasons.find(actor, order.reason)
    except NotFound as refusal:
        raise Invalid(fields={"reason": refusal.message}) from None
    if reason.needs_note and not order.note:
        raise Invalid(
            fields={
                "notes": _(
                    "Say what happened: “%(label)s” needs a note", label=reason.label
                )
            }
        )
    return reason
