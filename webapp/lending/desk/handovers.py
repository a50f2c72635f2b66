"""Handovers: what leaves the desk, and what comes back to it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Unpack

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.rows import assign
from webapp.core.words import _
from webapp.people import people
from webapp.repairs import opening
from webapp.repairs.opening import Damaged
from webapp.school import calendar
from webapp.stock.ledger.ledger import Line
from webapp.stock.operations.undo import Operation
from webapp.stock.units import units as stock_units

from .. import access
from ..loans import checkouts, looking_along, pieces
from ..loans.looking_along import Look
from ..models import Checkout
from ..models.checkouts import Columns
from ..notices import ready_notices
from ..rules import limits, second_look
from ..units import choosing, naming
from ..units.choosing import Plan
from ..units.in_stock import ASK, InStock
from ..units.naming import Reference
from . import by_hours, collecting, counter, counter_terms, endings, setting_aside, settling
from .coming_back import Parts
from .counter_terms import AS_PROMISED, Change, Terms
from .endings import Part, Told


def set_aside(
    actor: Actor,
    id: int,
    *,
    unit: Reference | None = None,
    units: Sequence[Reference] | None = None,
) -> Checkout:
    """It lies ready at the desk, perhaps as certain units; the borrower is told.

    What lies ready already may become another unit; Conflict if nothing would change.
    """
    checkout = checkouts.take(actor, id, access.may_hand_out(actor), "approved")
    names = choosing.references(unit, units)
    if checkout.ready_at and not names:
        raise Conflict(_("Already set aside"), facts={"status": checkout.status})
    check_is_taken(checkout)
    limits.check_early(checkout)
    is_new = setting_aside.reserve(actor, checkout, names)
    if checkout.ready_at and not is_new:
        raise Conflict(_("Already set aside"), facts={"status": checkout.status})
    checkout.ready_at = clock.now()
    db.session.flush()
    ready_notices.ready(checkout)
    return checkout


def add_unit(actor: Actor, id: int, *, unit: Reference) -> Checkout:
    """One of several pieces lies at the desk as a certain unit; the others are to follow. Nobody is told yet."""
    checkout = checkouts.take(actor, id, access.may_hand_out(actor), "approved")
    limits.check_early(checkout)
    setting_aside.add(actor, checkout, unit)
    return checkout


def hand_out(
    actor: Actor,
    id: int,
    *,
    unit: Reference | None = None,
    units: Sequence[Reference] | None = None,
    accessories: Collection[int] | None = None,
    quantity: int | None = None,
    due_date: date | None = None,
) -> Checkout:
    """The pieces leave the room; units may be named, and their condition and tags go with the loan.

    Of several, `quantity` may leave now: the rest stays promised, as a loan of its own. `due_date` is when it is due,
    if not as it was promised. `accessories` are those of the units that go along, if somebody looked; the others are
    then known to be missing. Conflict, with the units that could leave, if too few are named where the pieces have
    tags.
    """
    checkout = checkouts.take(actor, id, access.may_hand_out(actor), "approved")
    collecting.check_may_collect(people.contact(checkout.student_id))
    terms = Terms(quantity, due_date)
    names = choosing.references(unit, units)
    leave_with(actor, checkout, names, accessories, terms)
    db.session.flush()
    return checkout


def return_item(actor: Actor, id: int, **told: Unpack[Told]) -> Checkout:
    """End pieces of a loan as it is told: returned, damaged, lost or used up; all unless fewer are named.

    From approved, what comes back is handed out first. Invalid for a day of return before they went out or in the
    future; Conflict if fewer are out, if they cannot end so, or if nobody said which units it is about.
    """
    part = endings.read(told)
    checkout = _take_out(actor, id, part)
    parts = endings.check(checkout, part)
    operation = _end(actor, checkout, part, parts)
    _look_at(actor, checkout, part, parts, operation)
    if not checkout.out:
        endings.close(checkout)
    db.session.flush()
    settling.mark(actor, [(checkout, operation.id)] if part.not_settled else [])
    endings.tell(checkout, part.ending, operation.id, sum(count for _row, count in parts))
    return checkout


def _take_out(actor: Actor, id: int, part: Part) -> Checkout:
    """The loan, out; what was only approved is handed out first, unless it is said to be gone."""
    states = ("out",) if part.ending.is_gone else ("out", "approved")
    checkout = checkouts.take(actor, id, access.may_take_back(actor), *states)
    if checkout.status == "approved":
        _leave(actor, checkout, part.names, AS_PROMISED)
    return checkout


def _end(actor: Actor, checkout: Checkout, part: Part, parts: Parts) -> Operation:
    """Write it into the ledger; what came back damaged gets its repairs."""
    if part.ending.state == "damaged":
        _open_repairs(actor, checkout, parts, part.notes)
    return endings.record(actor, checkout, part, parts)


def _look_at(
    actor: Actor, checkout: Checkout, part: Part, parts: Parts, operation: Operation
) -> None:
    """Note the condition and the accessories of what came back, if somebody looked; of what is gone neither."""
    missing = []
    unit_ids = [row.unit_id for row, _count in parts if row.unit_id]
    if not part.ending.is_gone:
        _assess(unit_ids, part.condition)
        look = Look(checkout, operation.id, unit_ids, part.accessories)
        missing = looking_along.check(actor, look)
    checkout.return_notes = noted(checkout.return_notes, part.notes)
    checkout.missing_accessories = [*checkout.missing_accessories, *missing]


def _assess(unit_ids: Collection[int], condition: str | None) -> None:
    if condition:
        stock_units.assess(unit_ids, condition)


def leave_with(
    actor: Actor,
    checkout: Checkout,
    names: Sequence[Reference],
    accessories: Collection[int] | None,
    terms: Terms = AS_PROMISED,
    *,
    is_new: bool = False,
) -> None:
    """Out of the school's hands, with those accessories of its units that are there, if somebody looked."""
    operation = leave(actor, checkout, names, terms, is_new=is_new)
    look = Look(checkout, operation.id, checkout.unit_ids, accessories)
    looking_along.check(actor, look)


def leave(
    actor: Actor,
    checkout: Checkout,
    names: Sequence[Reference],
    terms: Terms = AS_PROMISED,
    *,
    is_new: bool = False,
) -> Operation:
    """Out of the school's hands, from where they were set aside or else from the shelf, perhaps as certain units.

    What its item lends by the hour is due today, unless another day is said. Conflict if the desk is closed for today
    by now. A loan that `is_new` is made in the same act, until the day that is said.
    """
    terms = by_hours.terms(checkout, terms, checkout.item_hours, is_new=is_new)
    return _leave(actor, checkout, names, terms)


def _leave(
    actor: Actor, checkout: Checkout, names: Sequence[Reference], terms: Terms
) -> Operation:
    counter_terms.check(actor, checkout, terms)
    change = Change(checkout, terms, plan_leaving(checkout, names, terms))
    counter.leave_on(actor, [change])
    lines = lines_out(checkout, change.plan)
    operation = pieces.move(actor, checkout, "hand out", lines)
    ready_notices.fetched([checkout])
    assign(checkout, as_out(checkout, terms.due_at))
    return operation


def plan_leaving(
    checkout: Checkout,
    names: Sequence[Reference],
    terms: Terms = AS_PROMISED,
    *,
    besides: int = 0,
    stock: InStock = ASK,
) -> Plan:
    """Which of its pieces leave on these terms.

    Conflict if they cannot, if others have a promise for days before its first one, or for one of the units until the
    day it is due.
    """
    check_is_taken(checkout)
    second_look.check_is_done(checkout)
    count, due_on = terms.quantity, terms.due_date
    plan = choosing.plan(checkout, names, stock, pieces=count, due_on=due_on)
    choosing.check_named(checkout, plan, stock)
    if due_on and due_on > checkout.due_on:
        naming.check_not_promised(checkout, plan.unit_ids, stock, due_on)
    limits.check_early(checkout, pieces=count, until=due_on, besides=besides, stock=stock)
    return plan


def check_is_taken(checkout: Checkout) -> None:
    """Conflict while its borrower has not said yes to what the queue offers them."""
    if checkout.is_offer:
        words = _(
            "It is offered to %(name)s, who has not said yes yet; take the offer for them first",
            name=checkout.student_name,
        )
        facts = {"wait": checkout.wait_id, "queue": checkout.item_id}
        raise Conflict(words, facts=facts)


def as_out(checkout: Checkout, due_at: datetime | None) -> Columns:
    """What of a loan changes as it leaves: who comes before the first day has it from today on.

    `due_at` is the moment at which it is due, where it is lent by the hour.
    """
    return {
        "stored_status": "out",
        "out_at": clock.now(),
        "due_at": due_at,
        "starts_on": min(checkout.starts_on, calendar.today()),
    }


def lines_out(checkout: Checkout, plan: Plan) -> list[Line]:
    """What was set aside leaves; where it was another piece, that goes back on the shelf."""
    return [
        *setting_aside.back(checkout, plan.released),
        *pieces.lines(checkout, "RENTAL_OUT", "reserved", "on_rent", plan.kept),
        *(
            Line(
                checkout.item_id,
                part.location_id,
                "RENTAL_OUT",
                "available",
                "on_rent",
                part.quantity,
                part.unit_id,
            )
            for part in plan.fresh
        ),
    ]


def _open_repairs(actor: Actor, checkout: Checkout, parts: Parts, description: str) -> None:
    """One for each unit that came back damaged, and for the loose pieces of each place."""
    opening.from_returns(actor, list(damaged(checkout, parts, description)))


def damaged(checkout: Checkout, parts: Parts, description: str) -> Iterator[Damaged]:
    """What is to be assessed of what came back damaged."""
    for row, count in parts:
        yield Damaged(
            checkout.id,
            checkout.item_id,
            row.location_id,
            row.unit_id,
            count,
            description,
        )


def noted(before: str, notes: str) -> str:
    """What earlier returns said, with what this one adds."""
    return f"{before}\n{notes}".strip()[:2000] if notes else before
