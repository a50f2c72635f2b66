"""Plans of a roll-over: what a class has, or a teacher's students, and which of it can be due on a later day.

What staff may say of one loan they may say of many: only what others are promised, and policy, refuse it. What a
borrower would be refused for is told too, and left out unless somebody ticks it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import undefer

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.errors import Invalid
from webapp.core.paging import WithId
from webapp.core.words import _
from webapp.people import groups, people
from webapp.school import calendar, open_days, settings
from webapp.stock.items import archiving

from .. import access
from ..availability import availability
from ..availability.availability import Shelf
from ..days import due_days
from ..loans import swaps
from ..models import Checkout, Request
from ..rules import limits
from ..suspensions import suspended
from ..waits import needed
from . import added_days, roll_reasons

MOST = 500  # loans in one act
Pieces = list[tuple[date, int]]  # that others of a plan keep from a day on


class Whose(NamedTuple):
    """A class or an ensemble, or a teacher, by id; one of both."""

    group: int | None = None
    teacher: int | None = None


@dataclass(frozen=True)
class Line:
    """A loan of a plan; `reason` is why it cannot be due then, or what speaks against it.

    `day` is the one that the reason is about; `told` says the reason in words where they are others' own.
    """

    loan: Checkout
    reason: str = ""
    day: date | None = None
    told: str = ""

    @property
    def is_possible(self) -> bool:
        return self.reason not in roll_reasons.REFUSED

    @property
    def is_chosen(self) -> bool:
        """Whether it is rolled over unless somebody says otherwise."""
        return not self.reason

    @property
    def words(self) -> str:
        return self.told or roll_reasons.in_words(self.reason, self.day)


class Plan(NamedTuple):
    """All that is out to some people, by their names, and the day on which it is to be due; `more` loans beyond."""

    name: str
    due_date: date
    lines: Sequence[Line]
    more: int = 0

    @property
    def chosen(self) -> list[int]:
        """The loans that are rolled over unless somebody says otherwise."""
        return [line.loan.id for line in self.lines if line.is_chosen]


def suggested() -> date | None:
    """The day by which all is back in the next term, or in this one where no later one is entered; None without."""
    decided, today = open_days.now_decided(), calendar.today()
    next_ones = [term for term in decided.terms if term.starts_on > today]
    this = [term for term in decided.terms if term.starts_on <= today < term.return_by]
    term = next(iter([*next_ones, *this]), None)
    return decided.until_day(term.return_by) if term else None


def make(actor: Actor, whose: Whose, due_date: date | None = None) -> Plan:
    """What would become of each loan that is out to them, in a fixed number of queries; nothing is changed.

    Invalid where neither or both are said, and for a day on which nothing can be due, with the one that would do.
    NotFound for whom the actor does not see; NotAllowed for all but staff.
    """
    name, who = _named(actor, whose)
    access.check_may_extend(actor)
    day = due_date or suggested()
    if day is None:
        words = _("Choose a day: no later term is entered")
        raise Invalid(fields={due_days.FIELD: words})
    check_day(day)
    loans = _loans(actor, who)
    lines = judge(actor, loans[:MOST], day)
    return Plan(name, day, lines, max(0, len(loans) - MOST))


def check_day(day: date) -> None:
    """Invalid for a day that is over, closed, or after the last one of its term; with the day that would do."""
    limits.check_near(due_days.FIELD, day)
    settled = due_days.settle_in_term(day)
    if settled.is_moved:
        raise Invalid(
            fields={due_days.FIELD: settled.words}, offers=[due_days.until(settled.day)]
        )


def _named(actor: Actor, whose: Whose) -> tuple[str, ColumnElement[bool]]:
    """What they are called, and whose loans that is."""
    match whose:
        case Whose(None, int(id)):
            teacher = people.find(actor, id)
            students = people.students_of(actor, id, also_disabled=True)
            return teacher.name, _has(students)
        case Whose(int(id), None):
            group, members = groups.find(actor, id), groups.members(actor, id)
            for_it = select(Request.id).where(Request.group_id == id)
            return group.name, or_(_has(members), Checkout.request_id.in_(for_it))
        case _:
            words = _("Choose a class or an ensemble, or a teacher")
            raise Invalid(fields={"group": words})


def _has(persons: Iterable[WithId]) -> ColumnElement[bool]:
    return Checkout.student_id.in_([person.id for person in persons])


def _loans(actor: Actor, whose: ColumnElement[bool]) -> list[Checkout]:
    """By name, and what is due first comes first; one more than goes into one act, at least."""
    query = access.visible_checkouts(actor).options(undefer(Checkout.group_name))
    is_by_day = Checkout.due_at.is_(None)  # else it is back the same day
    query = query.where(Checkout.stored_status == "out", is_by_day, whose)
    loans = rows.listed(query.order_by(Checkout.student_name, Checkout.due_on, Checkout.id))
    return sorted(
        loans, key=lambda loan: (loan.student_name.casefold(), loan.due_on, loan.id)
    )


def judge(actor: Actor, loans: Sequence[Checkout], due_date: date) -> list[Line]:
    """What would become of each; those before it that nothing is against count as kept until then."""
    if not loans:
        return []
    known = _Known(actor, loans, due_date)
    lines = []
    for loan in loans:
        line = known.line(loan)
        lines.append(line)
        if (
            line.is_chosen and loan.due_on >= calendar.today()
        ):  # what is late is taken anyway
            known.keep(loan)
    return lines


class _Known:
    """All that decides about these loans."""

    def __init__(self, actor: Actor, loans: Sequence[Checkout], due_date: date) -> None:
        self.actor, self.due_date = actor, due_date
        self.taken = added_days.of_all(loans)
        self.awaited = needed.names(loans)
        self.suspended = suspended.all_told_of({loan.student_id for loan in loans})
        self.terms = archiving.all_terms({loan.item_id for loan in loans})
        self.also_kept: dict[int, Pieces] = defaultdict(list)
        self.own = _own(actor, loans)
        self.known = people.contacts({loan.student_id for loan in loans})
        self.instead = swaps.asked_instead([loan.id for loan in loans])

    def keep(self, loan: Checkout) -> None:
        ends = availability.end_of(loan.starts_on, loan.due_on)
        self.also_kept[loan.item_id].append((ends, loan.out or loan.quantity))

    def line(self, loan: Checkout) -> Line:
        """The first reason that is against it."""
        if loan.due_on >= self.due_date:
            return Line(loan, "already", loan.due_on)
        if loan.student_id not in self.known:
            return Line(loan, "disabled")
        if loan.id in self.own:
            return Line(loan, "second_person")
        if self._is_too_long(loan):
            return Line(loan, "too_long")
        if (taken_on := self._taken_on(loan)) is not None:
            return Line(loan, "promised", taken_on)
        return self._against(loan)

    def _against(self, loan: Checkout) -> Line:
        """What its borrower would be refused for."""
        if loan.id in self.instead:
            return Line(loan, "swapped")
        if names := self.awaited.get(loan.id):
            return Line(loan, "waited_for", told=needed.in_words(names))
        if why := self.suspended.get(loan.student_id):
            name = loan.student_name
            words = _("%(name)s is suspended: %(why)s", name=name, why=why)
            return Line(loan, "suspended", told=f"{words}.")
        if loan.due_on < calendar.today() and not settings.get("renew_late"):
            return Line(loan, "overdue", loan.due_on)
        return Line(loan)

    def _is_too_long(self, loan: Checkout) -> bool:
        if access.may_approve(self.actor):
            return False
        longest = self.terms[loan.item_id].max_checkout_days
        last = due_days.latest(calendar.today(), longest)
        return self.due_date > last.day and not last.term

    def _taken_on(self, loan: Checkout) -> date | None:
        count = partial(_left, self.also_kept[loan.item_id])
        taken_on = self.taken[loan.id].first_day(loan, count)
        ends = availability.end_of(min(loan.starts_on, self.due_date), self.due_date)
        return taken_on if ends > taken_on else None


def _left(also_kept: Iterable[tuple[date, int]], shelf: Shelf, day: date, end: date) -> int:
    """How many can be given away on a day if these are kept, too."""
    kept = sum(pieces for first, pieces in also_kept if first <= day)
    return shelf.grantable(day, end) - kept


def _own(actor: Actor, loans: Sequence[Checkout]) -> Collection[int]:
    """Those that take a second person: as `second_person.check`, for all of them in one query at most."""
    if not settings.get("second_person_loans"):
        return ()
    staff = people.staff_among(loan.student_id for loan in loans) if actor.is_proxy else ()
    return {
        loan.id for loan in loans if loan.student_id in (actor.id, loan.decided_by, *staff)
    }
