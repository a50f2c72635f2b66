"""Verdicts: whether a borrower may keep a thing longer without asking, until when, and if not, why.

One answer for the card on Home, the loan's page, programs and the link in an e-mail, known before anybody taps; and the
one that `renewing` gives once it holds the locks.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from webapp.core.words import _, ngettext
from webapp.school import calendar, settings
from webapp.stock.items import archiving
from webapp.stock.items.archiving import Terms

from .. import events
from ..models import Checkout, CheckoutEvent, Suspension
from ..models.events import Facts
from ..suspensions import suspended
from ..waits import needed
from . import added_days
from .added_days import FREE, Taken

FROM_AFAR = {"renewal", "roll_over"}  # an answer, or many at once: nobody looked at it


@dataclass(frozen=True)
class Verdict:
    """Either the day `until` which a loan may be kept, or the `reason` why not: a key of _SENTENCES.

    `day` is the one that the reason is about: from when on others have it, from when on it may be kept longer, or by
    which all is due back.
    """

    until: date | None = None
    reason: str = ""
    day: date | None = None
    count: int = 0  # renewals that the reason is about, or that will do after this one
    kept: CheckoutEvent | None = None  # by which it was kept longer last, if that stands

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
        return _SENTENCES[self.reason](self)

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
    standing, waiting = _against(out)
    for loan in out:
        its_events, suspension = longer.get(loan.id, ()), standing.get(loan.student_id)
        known = Known(terms[loan.item_id], taken[loan.id], its_events, suspension)
        yield loan, known._replace(waiting=waiting[loan.id])


def _against(out: Sequence[Checkout]) -> tuple[dict[int, Suspension], Counter[int]]:
    """Which of their borrowers are suspended, by their ids, and how many wait for each of them."""
    return suspended.of({loan.student_id for loan in out}), needed.counted(out)


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


def _say_waited_for(verdict: Verdict) -> str:
    return ngettext(
        "You cannot keep it longer: %(num)s person waits for it.",
        "You cannot keep it longer: %(num)s people wait for it.",
        verdict.count,
    )


def _say_too_often(verdict: Verdict) -> str:
    return ngettext(
        "You have kept it longer %(num)s time already, and that is as often as it goes.",
        "You have kept it longer %(num)s times already, and that is as often as it goes.",
        verdict.count,
    )


def _say_must_be_seen(verdict: Verdict) -> str:
    return ngettext(
        "It was kept longer %(num)s time without being shown: bring it to the desk first.",
        "It was kept longer %(num)s times without being shown: bring it to the desk first.",
        verdict.count,
    )


def _day(verdict: Verdict) -> str:
    return calendar.in_words(verdict.day) if verdict.day else ""


_SENTENCES: dict[str, Callable[[Verdict], str]] = {
    "not_out": lambda _verdict: _("It is not out, so it cannot be kept longer."),
    "not_renewable": lambda verdict: _(
        "It cannot be kept longer: bring it back by %(day)s.", day=_day(verdict)
    ),
    "waited_for": _say_waited_for,
    "promised": lambda verdict: _("Somebody else has it from %(day)s.", day=_day(verdict)),
    "too_often": _say_too_often,
    "suspended": lambda _verdict: _(
        "You cannot keep it longer while you are suspended: bring it back in time."
    ),
    "overdue": lambda _verdict: _(
        "Too late to keep it longer by yourself. Bring it, or ask."
    ),
    "too_soon": lambda verdict: _(
        "You can keep it longer from %(day)s on.", day=_day(verdict)
    ),
    "past_term": lambda verdict: _(
        "It cannot be kept longer: everything is due by %(day)s.", day=_day(verdict)
    ),
    "must_be_seen": _say_must_be_seen,
}
