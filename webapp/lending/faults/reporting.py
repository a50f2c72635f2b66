"""Reporting: who has a thing says what is broken of it, and may take that back."""

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _
from webapp.stock.ledger import ledger

from .. import access
from ..loans import checkouts
from ..models import Checkout, FaultReport
from . import faults, notices


def report(
    actor: Actor,
    checkout: int,
    *,
    words: str,
    unit: int | None = None,
    is_playable: bool = False,
) -> FaultReport:
    """Say what is broken of what is out on a loan; the desk is told, and sees it until that is back. Nothing moves.

    For its borrower, for who fetches it in their stead, and for staff. Without a `unit` it is the only one that is out,
    or a piece without a tag. Conflict if the loan is not out, or if its report waits already; Invalid for a unit that
    is not out on it.
    """
    loan = checkouts.take(actor, checkout, True, "out")
    unit_id = _unit(loan, unit)
    if known := faults.of_unit(loan.id, unit_id):
        raise Conflict(
            _("It is reported already: “%(words)s”", words=known.words),
            facts={"fault": known.id},
        )
    fault = FaultReport(
        checkout_id=loan.id,
        unit_id=unit_id,
        words=words,
        is_playable=is_playable,
        by=actor.id,
        at=clock.now(),
    )
    db.session.add(fault)
    db.session.flush()
    notices.reported(fault, by=actor.name)
    return fault


def _unit(loan: Checkout, unit: int | None) -> int | None:
    """The unit that is meant."""
    out = [row.unit_id for row in loan.in_hands]
    if unit is not None and unit not in out:
        raise Invalid(fields={"unit": _("This unit is not out on this loan")})
    return unit if unit is not None or len(out) != 1 else out[0]


def withdraw(actor: Actor, id: int) -> tuple[FaultReport, bool]:
    """Withdraw a report, and say whether somebody was told of it before; who was not is not. For who made it, and for
    staff.

    Conflict if it is withdrawn already, or if its thing is back.
    """
    fault = faults.find(actor, id)
    access.check_may_withdraw_fault(actor, fault.by)
    ledger.lock()
    checkouts.find(actor, fault.checkout_id, lock=True)
    fault = faults.find(actor, id, lock=True)
    if not faults.waiting_ids([id]):
        words = (
            _("This report is withdrawn already")
            if fault.withdrawn_at
            else _("It is back already, and the desk has seen the report")
        )
        raise Conflict(words, facts={"fault": id})
    fault.withdrawn_at = clock.now()
    db.session.flush()
    notices.call_back(fault)
    return fault, notices.was_told(fault)
