"""Receiving: a pile that was looked at is taken back, written in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import partial

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _
from webapp.people.people import Named
from webapp.repairs import opening
from webapp.school import calendar
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Entry
from webapp.stock.movements import returns
from webapp.stock.operations import losses
from webapp.stock.operations.undo import Operation
from webapp.stock.units import units

from ..desk import endings, handovers, settling
from ..loans import loan_writes, looking_along, pieces
from ..loans.looking_along import Look
from ..models import Checkout, Pile
from ..models.checkouts import Columns
from . import giving, holding, piles, receipts, taking_back
from .codes import Code, Line
from .coming import Ending
from .piles import Done
from .taking_back import TakeBack


def take_back(
    actor: Actor,
    codes: Sequence[Code],
    person: Named | None = None,
    returned_on: date | None = None,
) -> Done:
    """Take back all that nothing is against, of whomever; what needs an answer stays where it is.

    Invalid for a day in the future; Conflict if nothing of it is out.
    """
    _check_day(returned_on)
    look = partial(taking_back.look, actor, codes, person, returned_on)
    back, contacts = holding.look_twice(look)
    if not back.endings:
        raise Conflict(
            _("Nothing of this can be taken back"), facts=giving.as_facts(back.lines)
        )
    pile = receipts.new(actor, "take_back", piles.next_number(), back.person)
    pile.goods = _receive(actor, pile, back)
    db.session.flush()
    receipts.tell(pile, contacts.values())
    return Done(pile, back.lines, back.also)


def _check_day(returned_on: date | None) -> None:
    if returned_on and returned_on > calendar.today():
        words = _("That day is in the future; the latest is today")
        raise Invalid(fields={"returned_on": words})


def _receive(actor: Actor, pile: Pile, back: TakeBack) -> receipts.Goods:
    """Move it, end what is over, and note the condition and the accessories; what the receipt says."""
    lines = [line for each in back.endings for line in each.lines]
    conditions = {line.unit.id: line.unit.condition for line in lines if line.unit}
    _open_repairs(actor, back.endings)
    looks = _move(actor, pile, back.endings)
    was_missing = giving.missing(lines)
    looking_along.check_all(actor, looks)
    missing = giving.missing(lines)
    _assess(lines)
    _close(back.endings, missing - was_missing)
    return [
        receipts.goods_of(
            line,
            each.loan,
            missing=missing,
            condition=_condition(line, conditions),
        )
        for each in back.endings
        for line in each.lines
    ]


def _move(actor: Actor, pile: Pile, ended: Sequence[Ending]) -> list[Look]:
    """Into the ledger, and the loans' rows after it. The accessories seen."""
    operations = ledger.record_all(actor, [_entry(pile, each) for each in ended])
    lines = [line for each in ended for line in each.lines]
    units.these([line.unit_id for line in lines])  # read again, all at once
    pieces.follow_all({each.loan.id: each.loan for each in ended}.values())
    _let_losses_wait(actor, ended, operations)
    _mark_unsettled(actor, ended, operations)
    return [*_looks(ended, operations)]


def _let_losses_wait(
    actor: Actor, ended: Sequence[Ending], operations: Sequence[Operation]
) -> None:
    """Who must agree where what is gone is worth much; who had it reads of it in the receipt's e-mail."""
    gone = [
        operation.id
        for each, operation in zip(ended, operations, strict=True)
        if each.part.ending.is_gone
    ]
    losses.let_wait(actor, gone)


def _looks(ended: Sequence[Ending], operations: Sequence[Operation]) -> Iterator[Look]:
    """Which accessories came along; of what is gone nobody looks at them."""
    for each, operation in zip(ended, operations, strict=True):
        if not each.part.ending.is_gone:
            yield giving.look_at(each.loan, operation, each.lines)


def _open_repairs(actor: Actor, ended: Sequence[Ending]) -> None:
    damaged = [
        piece
        for each in ended
        if each.part.ending.state == "damaged"
        for piece in handovers.damaged(each.loan, each.parts, _notes(each.lines))
    ]
    if damaged:
        opening.from_returns(actor, damaged)


def _entry(pile: Pile, ending: Ending) -> Entry:
    entry = endings.entry(ending.loan, ending.part, ending.parts)
    entry.about["pile_id"] = pile.id
    entry.about["note"] = _notes(ending.lines)
    return entry


def _notes(lines: Sequence[Line]) -> str:
    return "\n".join(dict.fromkeys(line.code.notes for line in lines if line.code.notes))


def _condition(line: Line, before: dict[int, str]) -> str:
    if line.kind == "damaged":
        return "damaged"
    return line.code.condition or (before[line.unit.id] if line.unit else "")


def _assess(lines: Sequence[Line]) -> None:
    """One statement for each condition that there is."""
    by_condition = defaultdict[str, list[int]](list)
    for line in lines:
        condition = "damaged" if line.kind == "damaged" else line.code.condition
        if line.unit and condition and line.kind in ("back", "damaged"):
            by_condition[condition].append(line.unit.id)
    for condition in sorted(by_condition):
        units.assess(by_condition[condition], condition)


def _close(ended: Sequence[Ending], newly_missing: Collection[int]) -> None:
    """Loans of which nothing is out any more are over; each keeps what was noted."""
    changes: dict[Checkout, Columns] = {each.loan: {} for each in ended}
    over = {loan.id: loan for loan in changes if not loan.out}
    for id, ended_before in returns.of_checkouts(over).items():
        changes[over[id]] = endings.as_closed(over[id], ended_before)
    for each in ended:
        changes[each.loan] |= _said(each, changes[each.loan], newly_missing)
    loan_writes.write(changes)


def _said(ended: Ending, so_far: Columns, newly_missing: Collection[int]) -> Columns:
    """What one return adds to the notes of its loan, and to what did not come back."""
    before = so_far.get("return_notes", ended.loan.return_notes)
    missing = so_far.get("missing_accessories", ended.loan.missing_accessories)
    return {
        "return_notes": handovers.noted(before, _notes(ended.lines)),
        "missing_accessories": [*missing, *_names(ended.lines, newly_missing)],
    }


def _mark_unsettled(
    actor: Actor, ended: Sequence[Ending], operations: Sequence[Operation]
) -> None:
    """The loans of which something came back that is not settled, each with the return."""
    back = [
        (each.loan, operation.id)
        for each, operation in zip(ended, operations, strict=True)
        if any(line.code.not_settled for line in each.lines)
    ]
    settling.mark(actor, back)


def _names(lines: Sequence[Line], ids: Collection[int]) -> Iterator[str]:
    for line in lines:
        yield from (each.name for each in line.accessories if each.id in ids)
