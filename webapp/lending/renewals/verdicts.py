"""Verdicts: whether a borrower may keep a thing longer without asking, until when, and if not, why.

One answer for the card on Home, the loan's page, programs and the link in an e-mail, known before anybody taps; and the
one that `renewing` gives once it holds the locks.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from webapp.core.words import _
from webapp.school import calendar, settings
from webapp.stock.items import archiving

from ..loans import events, lateness, swaps
from ..models import Checkout, CheckoutEvent, Suspension
from ..models.events import Facts
from ..suspensions import suspended
from ..waits import needed
from . import added_days, refusal_words
from .cases import Case, Known, unseen
from .refusal_words import About


@dataclass(frozen=True)
class Verdict:
    """Either the day `until` which a loan may be kept, or the `reason` why not: a key of `refusal_words.SENTENCES`.

    `day` is the one that the reason is about: from when on others have it, from when on it may be kept longer, or by
    which all is due back.
    """

    until: date | None = None
    reason: str = ""
    until_at: datetime | None = None  # the moment on that day, of what is lent by the hour
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
            return _("You can keep it until %(day)s.", day=self.in_words)
        day = calendar.in_words(self.day) if self.day else ""
        is_past = self.day is not None and self.day < calendar.today()
        return refusal_words.of(self.reason, About(day, self.count, self.instead, is_past))

    @property
    def in_words(self) -> str:
        """The day until which it may be kept, or the time of today."""
        if self.until_at:
            return calendar.clock(self.until_at)
        return calendar.in_words(self.until) if self.until else ""


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
    case = Case(loan, known, by_itself)
    against = (check(case) for check in _CHECKS)
    agreed = Verdict(case.until, until_at=case.new_time, count=case.more_after)
    return next(filter(None, against), agreed)


def _swapped(case: Case) -> Verdict | None:
    """By itself it is kept until it comes back, so that nobody is late who waits for the other one."""
    instead = case.known.instead
    if instead is None or case.by_itself:
        return None
    return Verdict(reason="swapped", instead=instead)


def _not_renewable(case: Case) -> Verdict | None:
    terms = case.known.terms
    is_lent_so = not case.loan.due_at or case.hours
    if case.most and is_lent_so and terms.is_borrowable and not terms.is_archived:
        return None
    return Verdict(reason="not_renewable", day=case.loan.due_on)


def _waited_for(case: Case) -> Verdict | None:
    waiting = case.known.waiting
    return Verdict(reason="waited_for", count=waiting) if waiting else None


def _promised(case: Case) -> Verdict | None:
    if not case.is_promised:
        return None
    return Verdict(reason="promised", day=case.taken_on)


def _too_often(case: Case) -> Verdict | None:
    if case.left or case.by_itself:
        return None
    return Verdict(reason="too_often", count=case.renewed)


def _suspended(case: Case) -> Verdict | None:
    suspension = case.known.suspension
    return Verdict(reason="suspended", day=suspension.until) if suspension else None


def _overdue(case: Case) -> Verdict | None:
    is_late = lateness.is_past_due(case.loan.due_on, case.loan.due_at)
    if not is_late or settings.get("renew_late"):
        return None
    return Verdict(reason="overdue", day=case.loan.due_on)


def _too_soon(case: Case) -> Verdict | None:
    opens = added_days.opens(case.loan)
    if opens <= calendar.today() or case.by_itself:
        return None
    return Verdict(reason="too_soon", day=opens)


def _past_term(case: Case) -> Verdict | None:
    if not case.is_no_later:
        return None
    reason = "closing" if case.loan.due_at else "past_term"
    return Verdict(reason=reason, day=case.until)


def _must_be_seen(case: Case) -> Verdict | None:
    most = settings.get("unseen_renewals")
    count = unseen(case.known.longer)
    return Verdict(reason="must_be_seen", count=count) if most and count >= most else None


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
