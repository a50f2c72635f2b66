"""Verdicts: whether a borrower may keep a thing longer without asking, until when, and if not, why.

One answer for the card on Home, the loan's page, programs and the link in an e-mail, known before anybody taps; and the
one that `renewing` gives once it holds the locks.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from webapp.core.words import _
from webapp.school import calendar, settings
from webapp.stock.items import archiving
from webapp.stock.items.archiving import Terms

from .. import events, swaps
from ..models import Checkout, CheckoutEvent, Suspension
from ..models.events import Facts
from ..suspensions import suspended
from ..waits import needed
from . import added_days, refusal_words
from .added_days import FREE, Taken
from .refusal_words import About

FROM_AFAR = {"renewal", "roll_over"}  # an answer, or many at once: nobody looked at it


@dataclass(frozen=True)
class Verdict:
    """Either the day `until` which a loan may be kept, or the `reason` why not: a key of `refusal_words.SENTENCES`.

    `day` is the one that the reason is about: from when on others have it, from when on it may be kept longer, or by
    which all is due back.
    """

    until: date | None = None
    reason: str = ""
    day: date | None = None
    count: int = 0  # renewals that the reason is about, or that will do after this one
    kept: CheckoutEvent | None = None  # by which it was kept longer last, if that stands
    instead: Checkout | None = None  # what it is to be swapped for

    @property
    def facts(self) -> Facts:
        """As a refusal tells it to programs."""
        return {"reason": self.reason, "day": self.day and self.day.isoformat()}

    @property
    def is_fresh(self) -> bool:
        """Whether its borrower has kept it longer today, so that they may think better of it."""
        return bool(
            self.kept
            and not self.kept.is_automatic
            and calendar.local(self.kept.at).date() == calendar.today()
        )

    @property
    def words(self) -> str:
        """Why not, or until when, in a sentence for the borrower."""
        if self.until:
            return _("You can keep it until %(day)s.", day=calendar.in_words(self.until))
        day = calendar.in_words(self.day) if self.day else ""
        is_past = self.day is not None and self.day < calendar.today()
        return refusal_words.of(self.reason, About(day, self.count, self.instead, is_past))

    @property
    def in_words(self) -> str:
        """The day until which it may be kept."""
        return calendar.in_words(self.until) if self.until else ""


class Known(NamedTuple):
    """All that decides about one loan."""

    terms: Terms
    taken: Taken
    longer: Sequence[CheckoutEvent] = ()  # that stand, by which it is due on another day
    suspension: Suspension | None = None  # its borrower's
    waiting: int = 0  # people who wait for what it has, and whom free others cannot serve
    instead: Checkout | None = None  # what was asked for instead of it


def of(loan: Checkout) -> Verdict:
    """Of one loan, as it is now."""
    return of_all([loan])[loan.id]


def of_all(loans: Sequence[Checkout]) -> dict[int, Verdict]:
    """By the ids of loans, in a fixed number of queries; what the first one's borrower has in their basket is free."""
    verdicts = {loan.id: Verdict(reason="not_out") for loan in loans}
    for loan, known in _known([loan for loan in loans if loan.status == "out"]):
        verdicts[loan.id] = replace(judge(loan, known), kept=_kept(known.longer))
    return verdicts


def _known(out: Sequence[Checkout]) -> Iterator[tuple[Checkout, Known]]:
    """What decides about each of these."""
    if not out:
        return
    terms = archiving.all_terms({loan.item_id for loan in out})
    taken = added_days.of_all(out, is_asked=True, except_basket_of=out[0].student_id)
    longer = events.longer([loan.id for loan in out])
    suspensions, waiting, instead = _against(out)
    for loan in out:
        yield (
            loan,
            Known(
                terms[loan.item_id],
                taken[loan.id],
                longer.get(loan.id, ()),
                suspensions.get(loan.student_id),
                waiting[loan.id],
                instead.get(loan.id),
            ),
        )


def _against(
    out: Sequence[Checkout],
) -> tuple[dict[int, Suspension], Counter[int], dict[int, Checkout]]:
    """Which of their borrowers are suspended, by their ids; and by those of the loans, how many wait for each, and what
    was asked for instead.
    """
    return (
        suspended.of({loan.student_id for loan in out}),
        needed.counted(out),
        swaps.instead_of([loan.id for loan in out]),
    )


def _kept(longer: Sequence[CheckoutEvent]) -> CheckoutEvent | None:
    """The last of these, if it was keeping it longer."""
    return longer[-1] if longer and longer[-1].kind == "renew" else None


def judge(loan: Checkout, known: Known, *, by_itself: bool = False) -> Verdict:
    """The first reason that is against it, in the order in which they are asked, or the day until which it may be kept.

    What is kept longer `by_itself` may be so any number of times, and as soon as it is due.
    """
    case = _Case(loan, known, by_itself)
    against = (check(case) for check in _CHECKS)
    agreed = Verdict(case.until, count=case.more_after)
    return next(filter(None, against), agreed)


@dataclass(frozen=True)
class _Case:
    """What the checks ask about."""

    loan: Checkout
    known: Known
    by_itself: bool

    @cached_property
    def most(self) -> int:
        usual, own = settings.get("most_renewals"), self.known.terms.max_renewals
        return usual if own is None else own

    @cached_property
    def renewed(self) -> int:
        """How often its borrower has kept it longer; what Backline does itself costs none."""
        longer = self.known.longer
        return sum(event.kind == "renew" and not event.is_automatic for event in longer)

    @property
    def left(self) -> int:
        return max(0, self.most - self.renewed)

    @property
    def more_after(self) -> int:
        """How often it may be kept longer after this time: as often as it goes, while that gains a day and
        nobody has to see it first.
        """
        most, left = settings.get("unseen_renewals"), self.left - 1
        if most:
            left = min(left, most - _unseen(self.known.longer) - 1)
        due, count = self.until, 0
        while count < left and (later := self._new_day(due)[0]) > due:
            due, count = later, count + 1
        return count

    @cached_property
    def new_day(self) -> tuple[date, str]:
        return self._new_day(self.loan.due_on)

    def _new_day(self, due_on: date) -> tuple[date, str]:
        longest = self.known.terms.max_checkout_days
        return added_days.new_day(self.loan, self.known.taken, due_on, longest)

    @property
    def until(self) -> date:
        return self.new_day[0]

    @property
    def is_no_later(self) -> bool:
        """Whether nothing would be gained."""
        return self.until <= self.loan.due_on or self.until < calendar.today()


def _swapped(case: _Case) -> Verdict | None:
    """By itself it is kept until it comes back, so that nobody is late who waits for the other one."""
    instead = case.known.instead
    if instead is None or case.by_itself:
        return None
    return Verdict(reason="swapped", instead=instead)


def _not_renewable(case: _Case) -> Verdict | None:
    terms = case.known.terms
    if case.most and terms.is_borrowable and not terms.is_archived:
        return None
    return Verdict(reason="not_renewable", day=case.loan.due_on)


def _waited_for(case: _Case) -> Verdict | None:
    waiting = case.known.waiting
    return Verdict(reason="waited_for", count=waiting) if waiting else None


def _promised(case: _Case) -> Verdict | None:
    if not case.is_no_later or case.new_day[1] != "promised":
        return None
    return Verdict(reason="promised", day=case.known.taken.first_day(case.loan, FREE))


def _too_often(case: _Case) -> Verdict | None:
    if case.left or case.by_itself:
        return None
    return Verdict(reason="too_often", count=case.renewed)


def _suspended(case: _Case) -> Verdict | None:
    suspension = case.known.suspension
    return Verdict(reason="suspended", day=suspension.until) if suspension else None


def _overdue(case: _Case) -> Verdict | None:
    if case.loan.due_on >= calendar.today() or settings.get("renew_late"):
        return None
    return Verdict(reason="overdue", day=case.loan.due_on)


def _too_soon(case: _Case) -> Verdict | None:
    opens = added_days.opens(case.loan)
    if opens <= calendar.today() or case.by_itself:
        return None
    return Verdict(reason="too_soon", day=opens)


def _past_term(case: _Case) -> Verdict | None:
    return Verdict(reason="past_term", day=case.until) if case.is_no_later else None


def _must_be_seen(case: _Case) -> Verdict | None:
    most = settings.get("unseen_renewals")
    unseen = _unseen(case.known.longer)
    return Verdict(reason="must_be_seen", count=unseen) if most and unseen >= most else None


_CHECKS = (  # in this order; what somebody owes is never asked about, for there are no debts
    _swapped,
    _not_renewable,
    _suspended,
    _waited_for,
    _promised,
    _too_often,
    _overdue,
    _past_term,
    _must_be_seen,
    _too_soon,  # the last: what it promises for a later day must come true on it
)


def _unseen(longer: Sequence[CheckoutEvent]) -> int:
    """How often it was kept longer since somebody at the desk set its due day, or handed it out."""
    count = 0
    for event in longer:
        if event.kind == "renew":
            count += 1
        elif not FROM_AFAR & event.after.keys():
            count = 0
    return count
