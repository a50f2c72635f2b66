"""Leaving: on which of a person's loans the things of a pile leave, and whether the rules of lending let them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from webapp.core.errors import Refusal
from webapp.core.words import _
from webapp.people.people import Named

from ..days.due_days import DueDay
from ..desk.counter_terms import AS_PROMISED, Terms, terms_until
from ..models import Checkout
from ..units.choosing import Plan
from ..units.in_stock import ReadAtOnce
from . import new_loans, spreading
from .codes import Line, Read

NOTHING = Plan([], [], [])
Shares = list[tuple["Leaving", int]]  # so many pieces of each


@dataclass
class Leaving:
    """A loan whose pieces leave, with the lines they are named by; a new one has no id yet."""

    loan: Checkout
    is_new: bool = False
    is_more: bool = False  # new, of an item of which the person has something approved
    lines: list[Line] = field(default_factory=list)
    plan: Plan = NOTHING
    terms: Terms = AS_PROMISED
    due: DueDay | None = None  # what was said, or its item allows, and where that was moved

    @property
    def pieces(self) -> int:
        """How many leave."""
        return self.terms.quantity or self.loan.quantity

    @property
    def rest(self) -> int:
        """How many stay promised."""
        return self.loan.quantity - self.pieces

    @property
    def due_on(self) -> date:
        return self.terms.due_date or self.loan.due_on

    @property
    def is_longer(self) -> bool:
        """Whether it is to be kept longer than it was promised."""
        return not self.is_new and self.due_on > self.loan.due_on

    @property
    def unit_ids(self) -> list[int]:
        return [*dict.fromkeys(line.unit_id for line in self.lines if line.unit_id)]

    @property
    def counted(self) -> int:
        """How many pieces its lines are so far."""
        return sum(line.quantity for line in self.lines)

    @property
    def has_counted(self) -> bool:
        """Whether pieces of it were counted, not named by their tags alone."""
        return any(line.is_counted for line in self.lines)


def sorted_out(
    read: Read,
    promised: Sequence[Checkout],
    stock: ReadAtOnce,
    person: Named,
    due: DueDay | None,
) -> list[Leaving]:
    """Which things leave on which of the person's loans; what they did not ask for is a new one for each item.

    All of them until a day, if that is not as it was promised.
    """
    known = _promised_until(promised, due)
    new = dict[int, Leaving]()
    for line in sorted(read.things, key=partial(_comes_later, promised=promised)):
        if _say_why_it_stays(line, promised, stock):
            continue
        if shares := _fitting(known, line):
            _put_on(read, line, shares)
        elif not _say_miscounted(line, known) and line.choose(line.loan_ids):
            _add_new(new, line, person, due)
    return [each for each in known if each.lines] + _more(new, promised)


def _promised_until(promised: Sequence[Checkout], due: DueDay | None) -> list[Leaving]:
    terms = terms_until(due)
    return [Leaving(loan, terms=terms, due=due) for loan in promised]


def _more(new: dict[int, Leaving], promised: Sequence[Checkout]) -> list[Leaving]:
    """The new ones, by item, each marked where some of its item was approved."""
    approved = {loan.item_id for loan in promised}
    for item_id in approved & new.keys():
        new[item_id].is_more = True
    return list(new.values())


def _fitting(known: Sequence[Leaving], line: Line) -> Shares:
    """The loan that a thing may leave on: the one that was chosen, else the likeliest of several.

    More counted pieces than are left to leave on one of them leave on several.
    """
    with_room = [each for each in known if _room(each, line)]
    with_room.sort(key=lambda each: _distance(each.loan, line))
    if with_room and not line.is_counted:
        least = _distance(with_room[0].loan, line)
        with_room = [each for each in with_room if _distance(each.loan, line) == least]
    line.could_be = [each.loan for each in with_room]
    meant = [each for each in with_room if _may_be_meant(each, line)]
    return spreading.shares(line.pieces, [(each, _room(each, line)) for each in meant])


def _may_be_meant(leaving: Leaving, line: Line) -> bool:
    """Whether no loan was chosen for it, or this one."""
    return line.code.checkout in (None, leaving.loan.id)


def _put_on(read: Read, line: Line, shares: Shares) -> None:
    """It leaves on these loans; one scan alone stands for all that were promised."""
    lines = read.split(line, [count for _leaving, count in shares])
    for each, (leaving, count) in zip(lines, shares, strict=True):
        is_all = each.is_one_scan and not leaving.lines
        each.quantity = leaving.loan.quantity if is_all else count
        leaving.lines.append(each)
        if leaving.has_counted:
            fewer = leaving.counted if leaving.counted < leaving.loan.quantity else None
            leaving.terms = leaving.terms._replace(quantity=fewer)


def _add_new(
    new: dict[int, Leaving], line: Line, person: Named, due: DueDay | None
) -> None:
    terms = terms_until(due)
    due = due or new_loans.due_day(line)
    loan = new_loans.of_line(line, person, due.day)
    each = new.setdefault(line.item_id, Leaving(loan, is_new=True, terms=terms, due=due))
    line.quantity = line.pieces
    each.loan.quantity += line.quantity
    each.lines.append(line)


def _say_why_it_stays(line: Line, promised: Sequence[Checkout], stock: ReadAtOnce) -> bool:
    return say_blocked(line, stock) or _say_set_aside(line, promised, stock)


def _comes_later(line: Line, promised: Sequence[Checkout]) -> tuple[bool, bool]:
    """What lies ready comes first, then what somebody chose a loan for."""
    return not _is_aside(line, promised), line.code.checkout is None


def _is_aside(line: Line, promised: Sequence[Checkout]) -> bool:
    unit = line.unit
    return unit is not None and any(
        unit.id in (*loan.unit_ids, loan.pinned_unit_id) for loan in promised
    )


def _say_set_aside(line: Line, promised: Sequence[Checkout], stock: ReadAtOnce) -> bool:
    """Whether it lies ready for somebody else."""
    if line.unit is None or _is_aside(line, promised):
        return False
    own = {loan.id for loan in promised}
    for each in stock.aside(line.unit.id):
        if each.checkout_id in own:
            continue
        if line.code.anyway:
            line.taken_from = each.name
            stock.let_go(line.unit.id)
            return False
        line.instead = [choice.tag for choice in stock.on_shelf(line.unit.item_id)[:1]]
        line.say("aside", "alert", _("Set aside for somebody else:"), each.name)
        return True
    return False


def _room(leaving: Leaving, line: Line) -> int:
    """How many more pieces of a thing may leave on a loan."""
    loan = leaving.loan
    if loan.item_id != line.item_id:
        return 0
    left = loan.quantity - leaving.counted
    if line.is_counted or line.unit_id in loan.unit_ids:
        return left
    others = {each.unit_id for each in leaving.lines if each.unit} - {line.unit_id}
    taken = others | (set(loan.unit_ids) - {line.unit_id})
    return min(1, left, loan.quantity - len(taken))


def _distance(loan: Checkout, line: Line) -> int:
    """How well a thing fits a loan: what it is of or lies ready for it first, what it is not of last."""
    if line.unit_id and line.unit_id in (*loan.unit_ids, loan.pinned_unit_id):
        return 0
    return 1 if loan.pinned_unit_id is None else 2


def _say_miscounted(line: Line, known: Sequence[Leaving]) -> bool:
    """Whether more was counted than was asked for, in the whole pile; where nothing is left of that, it is more."""
    chosen = line.code.checkout
    of_item = [each for each in known if each.loan.item_id == line.item_id]
    asked = [each for each in of_item if _may_be_meant(each, line)]
    has_room = any(_room(each, line) for each in asked)
    if not (line.is_counted and asked and (chosen or has_room)):
        return False
    _say_counted(line, asked)
    return True


def _say_counted(line: Line, asked: Sequence[Leaving]) -> None:
    """How many were asked for on these loans, and how many were counted for them."""
    promised = sum(each.loan.quantity for each in asked)
    counted = line.pieces + sum(each.counted for each in asked)
    headline = _("Asked for %(number)s.", number=promised)
    if line.code.checkout:
        line.loan = asked[0].loan
        headline = _("On the loan that was chosen: %(number)s.", number=promised)
    words = _("Counted are %(number)s: enter how many leave", number=counted)
    line.say("miscounted", "alert", headline, words)


def say_blocked(line: Line, stock: ReadAtOnce) -> bool:
    """Whether somebody keeps a unit back."""
    try:
        if line.unit:
            stock.pick(line.unit.item_id, line.unit.id)
    except Refusal as no:
        line.say("blocked", "alert", _("It cannot leave."), no.message)
        return True
    return False
