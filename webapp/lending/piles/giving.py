"""Giving: a pile that was looked at is handed over, written in a fixed number of statements."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _
from webapp.people.people import Contact, Named
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import About, Entry
from webapp.stock.operations.undo import Operation
from webapp.stock.units import units

from ..asking import asking
from ..decisions import decisions
from ..desk import collecting, counter, handovers, letting_go
from ..desk.counter_terms import Change
from ..loans import events, loan_writes, looking_along, pieces
from ..loans.looking_along import Look
from ..models import Checkout, Pile
from ..models.checkouts import Columns
from ..notices import ready_notices
from ..rules import limits
from . import handing_over, holding, piles, receipts
from .codes import Code, Line
from .handing_over import HandOver
from .leaving import Leaving
from .piles import Done


def hand_over(
    actor: Actor,
    codes: Sequence[Code],
    *,
    person: Named | None,
    due_date: date | None = None,
) -> Done:
    """Hand out all that nothing is against; what needs an answer stays where it is.

    All is due on `due_date`, if that is said. Of what was promised in a number fewer may leave: the rest stays
    promised. Invalid if nobody is named; Conflict if nothing of it can leave.
    """
    _check_day(due_date)
    look = partial(handing_over.look, actor, codes, person=person, due_date=due_date)
    over, contacts = holding.look_twice(look)
    collector, borrowers = _check(over, contacts)
    pile = receipts.new(actor, "hand_over", piles.next_number(), collector)
    _promise_new(actor, contacts[collector.id], over.leaving)
    looking_along.check_all(actor, _leave(actor, pile, over.leaving))
    _tell(pile, over.leaving, borrowers)
    return Done(pile, over.lines, over.also)


def _tell(pile: Pile, leaving: Sequence[Leaving], borrowers: Sequence[Contact]) -> None:
    pile.goods = _goods(leaving)
    db.session.flush()
    receipts.tell(pile, borrowers)


def _let_go(actor: Actor, leaving: Sequence[Leaving]) -> None:
    """What lies ready for somebody else and goes all the same is set aside for them no more; their promise stays.

    Who leaves with theirs is not told any more that it lies ready.
    """
    ready_notices.fetched(each.loan for each in leaving)
    for each in leaving:
        for line in each.lines:
            if line.taken_from:
                letting_go.of_unit(actor, line.unit_id)


def _check_day(due_date: date | None) -> None:
    if due_date:
        limits.check_near("due_date", due_date)


def _goods(leaving: Sequence[Leaving]) -> receipts.Goods:
    """What the receipt says."""
    lines = [line for each in leaving for line in each.lines]
    are_missing = missing(lines)
    return [
        receipts.goods_of(
            line,
            each.loan,
            missing=are_missing,
            condition=line.unit.condition if line.unit else "",
            is_new=each.is_new,
        )
        for each in leaving
        for line in each.lines
    ]


def _check(over: HandOver, contacts: dict[int, Contact]) -> tuple[Named, list[Contact]]:
    """Who is at the desk, and who answers for what they get. Invalid without somebody, Conflict if nothing leaves."""
    if over.person is None:
        raise Invalid(fields={"person": _("Whose is it? Scan a card or type a name")})
    collecting.check_may_collect(contacts.get(over.person.id))
    if not over.leaving:
        raise Conflict(_("Nothing of this can be handed out"), facts=as_facts(over.lines))
    ids = dict.fromkeys(each.loan.student_id for each in over.leaving)
    return over.person, [_borrower(contacts, id, over.person) for id in ids]


def _borrower(contacts: dict[int, Contact], id: int, person: Named) -> Contact:
    """Who answers for it; whether `person` may collect was looked at."""
    if id == person.id:
        return contacts[id]
    return collecting.check_may_collect(contacts.get(id))


def as_facts(lines: Sequence[Line]) -> dict[str, list[dict[str, str]]]:
    """Why nothing goes, code by code."""
    told = [{"code": line.written, "why": line.sentence} for line in lines]
    return {"codes": told}


def _promise_new(actor: Actor, borrower: Contact, leaving: Sequence[Leaving]) -> None:
    """What nobody asked for: asked for and approved by whoever hands it out, as walk-ins are."""
    new = [each for each in leaving if each.is_new]
    if not new:
        return
    before = [events.state(each.loan) for each in new]
    columns = [_what(each.loan) | decisions.as_promised(actor) for each in new]
    made = asking.put_under_one_request(actor, borrower, columns)
    for each, loan in zip(new, made, strict=True):
        each.loan = loan
        for line in each.lines:
            line.loan = loan
    events.record_all(actor, "approve", zip(made, before, strict=True))


def _what(loan: Checkout) -> Columns:
    names = ("item_id", "item_name", "quantity", "starts_on", "due_on")
    return {name: getattr(loan, name) for name in names}


def _leave(actor: Actor, pile: Pile, leaving: Sequence[Leaving]) -> list[Look]:
    """Out of the school's hands; which accessories go along of what somebody looked at."""
    _let_go(actor, leaving)
    changes = _changes(leaving)
    counter.leave_on(actor, changes)
    operations = ledger.record_all(actor, [_entry(pile, each) for each in changes])
    units.these([id for each in leaving for id in each.unit_ids])  # read again, all at once
    pieces.follow_all(each.loan for each in leaving)
    loan_writes.write(
        {each.loan: handovers.as_out(each.loan, each.terms.due_at) for each in leaving}
    )
    acts = zip(leaving, operations, strict=True)
    return [look_at(each.loan, operation, each.lines) for each, operation in acts]


def _changes(leaving: Sequence[Leaving]) -> list[Change]:
    return [Change(each.loan, each.terms, each.plan) for each in leaving]


def _entry(pile: Pile, change: Change) -> Entry:
    """How the ledger writes it."""
    about = About(checkout_id=change.loan.id, pile_id=pile.id)
    return Entry("hand out", handovers.lines_out(change.loan, change.plan), about)


def look_at(loan: Checkout, operation: Operation, lines: Sequence[Line]) -> Look:
    """What one act of a pile moved, and what was there of the things that somebody looked at."""
    looked = {
        line.unit.id: line.code.accessories
        for line in lines
        if line.unit and line.code.accessories is not None
    }
    there = [id for ids in looked.values() for id in ids]
    return Look(loan, operation.id, looked.keys(), there if looked else None)


def missing(lines: Sequence[Line]) -> set[int]:
    """The ids of the accessories that are not there."""
    return {each.id for line in lines for each in line.accessories if each.is_missing}
