"""At the counter: what the desk changes as it hands out, fewer pieces now and the rest later, or another due date."""

from collections.abc import Sequence
from datetime import date

from webapp.core.actor import Actor
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.school import calendar

from ..availability import availability, unit_days
from ..loans import events, loan_writes
from ..models import Checkout
from ..models.checkouts import Columns
from . import counter_terms, parting
from .counter_terms import Change

KIND = "counter"  # of the event


def leave_on(actor: Actor, changes: Sequence[Change]) -> None:
    """Write the terms of these loans before they leave; the caller has checked them, and holds stock's lock."""
    changed = [change for change in changes if change.is_one]
    if not changed:
        return
    leaving = [change.loan for change in changed]
    before = [events.state(loan) for loan in leaving]
    columns = {change.loan: _columns(change) for change in changed}
    parted = [change for change in changed if change.rest]
    rests = parting.promise_rest(actor, parted) if parted else {}
    loan_writes.write(columns)
    also = [{"rest": rests.get(loan.id)} for loan in leaving]
    events.record_all(actor, KIND, zip(leaving, before, strict=True), also=also)


def _columns(change: Change) -> Columns:
    """Who comes before the first day has it from today on, and may be due back before that day."""
    loan, rest = change.loan, change.rest
    return {
        "starts_on": min(loan.starts_on, calendar.today()),
        "due_on": change.due_on,
        "quantity": loan.quantity - rest,
        "asked_quantity": loan.asked_quantity - rest,
    }


def check_put_back(loan: Checkout) -> None:
    """Conflict if a hand-out cannot be undone: for the days that its promise had more, others have it by now."""
    event = events.last_standing(loan.id, KIND)
    if event is None:
        return
    first, due_on = event.asked_from, event.asked_until
    if due_on <= loan.due_on:
        return
    taken_on = counter_terms.taken_on(loan, due_on, loan.quantity, first=first)
    taken_on = taken_on or _unit_taken_on(loan, first, due_on)
    if taken_on:
        words = _(
            "It would be promised until %(due)s again, but others have it from %(day)s",
            due=calendar.in_words(due_on),
            day=calendar.in_words(taken_on),
        )
        facts = {"taken_on": taken_on.isoformat(), "item": loan.item_id}
        raise Conflict(words, facts=facts)


def _unit_taken_on(loan: Checkout, first: date, due_on: date) -> date | None:
    """The first day on which others are to have a unit that this loan would be promised again."""
    ready = [row.unit_id for row in loan.in_hands if row.aside_at]
    ids = [id for id in (loan.pinned_unit_id, *ready) if id]
    ends = availability.end_of(first, due_on)
    promised = unit_days.taken(ids, besides=loan.id, is_asked=False)
    spans = [span for id in ids for span in promised[id] if span[0] > date.min]
    taken = [span[0] for span in spans if unit_days.overlaps([span], first, ends)]
    return min(taken, default=None)


def put_back(actor: Actor, loan: Checkout) -> None:
    """A hand-out was undone: promised for the days it was, and with the rest, if nothing was done with that since."""
    event = events.last_standing(loan.id, KIND)
    if event is None:
        return
    before = events.state(loan)
    loan.starts_on, loan.due_on = event.asked_from, event.asked_until
    parting.rejoin(actor, loan, event)
    events.record(actor, loan, "undo", before, undoes=event.id)
