"""At the counter: what the desk changes as it hands out, fewer pieces now and the rest later, or another due date."""

from collections.abc import Sequence
from datetime import date

from webapp.core.actor import Actor

from . import events, loan_writes, parting
from .counter_terms import Change
from .models import Checkout
from .models.checkouts import Columns

KIND = "counter"  # of the event


def leave_on(actor: Actor, changes: Sequence[Change]) -> None:
    """Write the terms of these loans before they leave; the caller has checked them, and holds stock's lock."""
    changed = [change for change in changes if change.is_one]
    if not changed:
        return
    leaving = [change.loan for change in changed]
    before = [events.state(loan) for loan in leaving]
    columns = {change.loan: _columns(change) for change in changed}
    if parted := [change for change in changed if change.rest]:
        parting.promise_rest(actor, parted)
    loan_writes.write(columns)
    events.record_all(actor, KIND, zip(leaving, before, strict=True))


def _columns(change: Change) -> Columns:
    loan, rest = change.loan, change.rest
    return {
        "due_on": change.due_on,
        "quantity": loan.quantity - rest,
        "asked_quantity": loan.asked_quantity - rest,
    }


def put_back(actor: Actor, loan: Checkout) -> None:
    """A hand-out was undone: promised until the day it was, and with the rest, if nothing was done with that since."""
    event = events.last_standing(loan.id, KIND)
    if event is None:
        return
    before = events.state(loan)
    loan.due_on = date.fromisoformat(event.before["due_on"])
    parting.rejoin(loan, event)
    events.record(actor, loan, "undo", before, undoes=event.id)
