"""Leaving: on which of a person's loans the things of a pile leave, and whether the rules of lending let them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from webapp.core.errors import Refusal
from webapp.core.words import _
from webapp.people.people import Named
from webapp.school import calendar

from ..choosing import Plan
from ..counter_terms import AS_PROMISED, Terms
from ..in_stock import ReadAtOnce
from ..models import Checkout
from .codes import Line

NOTHING = Plan([], [], [])


@dataclass
class Leaving:
    """A loan whose pieces leave, with the lines they are named by; a new one has no id yet."""

    loan: Checkout
    is_new: bool = False
    is_more: bool = False  # new, of an item of which the person has something approved
    lines: list[Line] = field(default_factory=list)
    plan: Plan = NOTHING
    terms: Terms = AS_PROMISED

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
        return [line.unit_id for line in self.lines if line.unit_id]


def sorted_out(
    here: Sequence[Line],
    promised: Sequence[Checkout],
    stock: ReadAtOnce,
    person: Named,
    due_date: date | None,
) -> list[Leaving]:
    """Which things leave on which of the person's loans; what they did not ask for is a new one for each item.

    All of them until `due_date`, if that is not as it was promised.
    """
    known = [Leaving(loan, terms=Terms(due_date=due_date)) for loan in promised]
    new = dict[int, Leaving]()
    for line in sorted(here, key=partial(_comes_later, promised=promised)):
        if _say_why_it_stays(line, promised, stock):
            continue
        fitting = _fitting(known, line)
        if fitting:
            fitting.lines.append(line)
        elif line.choose(line.loan_ids) and not _say_miscounted(line, known):
            _add_new(new, line, person, due_date)
    return [each for each in known if each.lines] + _more(new, promised)


def _more(new: dict[int, Leaving], promised: Sequence[Checkout]) -> list[Leaving]:
    """The new ones, by item, each marked where some of its item was approved."""
    approved = {loan.item_id for loan in promised}
    for item_id in approved & new.keys():
        new[item_id].is_more = True
    return list(new.values())


def _fitting(known: Sequence[Leaving], line: Line) -> Leaving | None:
    """The loan that a thing may leave on: the one that was chosen, else the likeliest of several."""
    with_room = [each for each in known if _has_room(each, line)]
    least = min((_distance(each.loan, line) for each in with_room), default=0)
    could = [each for each in with_room if _distance(each.loan, line) == least]
    line.could_be = [each.loan for each in could]
    meant = [each for each in could if line.code.checkout in (None, each.loan.id)]
    if meant and line.is_counted:
        _count(meant[0], line)
    return meant[0] if meant else None


def _add_new(
    new: dict[int, Leaving], line: Line, person: Named, due_date: date | None
) -> None:
    loan = _new_loan(line, person, due_date)
    each = new.setdefault(line.item_id, Leaving(loan, is_new=True))
    each.loan.quantity += line.pieces
    each.lines.append(line)


def _say_why_it_stays(line: Line, promised: Sequence[Checkout], stock: ReadAtOnce) -> bool:
    return say_blocked(line, stock) or _say_set_aside(line, promised, stock)


def _comes_later(line: Line, promised: Sequence[Checkout]) -> bool:
    return not _is_aside(line, promised)


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


def _has_room(leaving: Leaving, line: Line) -> bool:
    """Whether a thing may be one of a loan's pieces, or as many of them as were counted."""
    loan = leaving.loan
    if loan.item_id != line.item_id:
        return False
    if line.is_counted:
        return not leaving.lines and (_is_all(line) or line.pieces <= loan.quantity)
    others = {each.unit_id for each in leaving.lines if each.unit} - {line.unit_id}
    taken = others | (set(loan.unit_ids) - {line.unit_id})
    return line.unit_id in loan.unit_ids or len(taken) < loan.quantity


def _is_all(line: Line) -> bool:
    """Whether one scan stands for all that were promised."""
    return line.code.quantity is None and line.scanned == 1


def _count(leaving: Leaving, line: Line) -> None:
    """How many leave; of fewer than were promised the rest stays promised."""
    promised = leaving.loan.quantity
    if _is_all(line):
        line.quantity = promised
    elif line.pieces < promised:
        leaving.terms = leaving.terms._replace(quantity=line.pieces)


def _distance(loan: Checkout, line: Line) -> int:
    """How well a thing fits a loan: what it is of or lies ready for it first, what it is not of last."""
    if line.unit_id and line.unit_id in (*loan.unit_ids, loan.pinned_unit_id):
        return 0
    return 1 if loan.pinned_unit_id is None else 2


def _say_miscounted(line: Line, leaving: Sequence[Leaving]) -> bool:
    """Whether more was counted than was asked for."""
    if not line.is_counted:
        return False
    asked = [
        each.loan.quantity
        for each in leaving
        if each.loan.item_id == line.item_id and not each.lines
    ]
    if not asked:
        return False
    line.most = asked[0]
    line.say(
        "miscounted",
        "alert",
        _("Asked for %(number)s.", number=asked[0]),
        _("Counted are %(number)s: enter how many leave", number=line.pieces),
    )
    return True


def _new_loan(line: Line, person: Named, due_date: date | None) -> Checkout:
    """Nobody asked for it: it goes along from today until the day its item must be back, or another one."""
    item = line.item
    assert item is not None  # it stands for something
    today = calendar.today()
    return Checkout(
        item_id=item.id,
        item_name=item.name,
        student_id=person.id,
        student_name=person.name,
        quantity=0,
        stored_status="pending",
        starts_on=today,
        due_on=due_date or calendar.last_of(today, item.max_checkout_days),
    )


def say_blocked(line: Line, stock: ReadAtOnce) -> bool:
    """Whether somebody keeps a unit back."""
    try:
        if line.unit:
            stock.pick(line.unit.item_id, line.unit.id)
    except Refusal as no:
        line.say("blocked", "alert", _("It cannot leave."), no.message)
        return True
    return False
