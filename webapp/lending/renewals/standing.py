"""Standing: what whoever answers a request to keep something should know, and whether it can be as it was asked."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from webapp.core.words import _, ngettext
from webapp.school import calendar, open_days

from ..availability import availability
from ..availability.availability import FOREVER
from ..days import due_days
from ..models import Checkout, ItemWait, RenewalRequest
from ..waits import needed
from . import added_days

Fact = tuple[str, str, str]  # tone, the strong words, the others


class Standing(NamedTuple):
    """Of one request that waits. `taken_on` is the first day on which others have it, FOREVER if none is known; `until`
    is the last day that would do, none where no day later than its due day does; `why` is why it cannot be as asked.
    """

    taken_on: date
    waiting: Sequence[ItemWait]
    is_late: bool
    until: date | None
    why: str = ""

    @property
    def free_until(self) -> date | None:
        """The last day before others have it; none is known where nobody has it."""
        return None if self.taken_on == FOREVER else calendar.after(self.taken_on, -1)

    @property
    def names(self) -> list[str]:
        """Who waits, for staff."""
        return [wait.student_name for wait in self.waiting]

    @property
    def facts(self) -> list[Fact]:
        """For staff, as the card of a request for a loan tells its own; not what `why` says already."""
        told = [_others(self), _in_queue(self.names), _lateness(self.is_late)]
        return [fact for fact in told if fact[1] != self.why]


def of(asked: RenewalRequest) -> Standing | None:
    """Of one; none where it does not wait."""
    return of_all([asked]).get(asked.id)


def of_all(rows: Sequence[RenewalRequest]) -> dict[int, Standing]:
    """By the ids of those of these requests that wait, in a fixed number of queries."""
    waiting = [asked for asked in rows if asked.is_waiting]
    if not waiting:
        return {}
    loans = [asked.checkout for asked in waiting]
    taken, queues = added_days.of_all(loans), needed.in_the_way(loans)
    return {
        asked.id: _standing(
            asked,
            taken[asked.checkout_id].first_day(asked.checkout),
            queues.get(asked.checkout_id, ()),
        )
        for asked in waiting
    }


def _standing(asked: RenewalRequest, taken_on: date, queue: Sequence[ItemWait]) -> Standing:
    loan = asked.checkout
    until, why = _possible(loan, asked.asked_until, taken_on)
    if until <= max(loan.due_on, calendar.after(calendar.today(), -1)):
        return Standing(taken_on, queue, loan.due_on < calendar.today(), None, why)
    return Standing(taken_on, queue, loan.due_on < calendar.today(), until, why)


def _possible(loan: Checkout, wished: date, taken_on: date) -> tuple[date, str]:
    """The last day that would do, which is the wished one unless it says why not."""
    decided = open_days.now_decided()
    settled = due_days.settle_in_term(wished)
    if availability.end_of(min(loan.starts_on, settled.day), settled.day) > taken_on:
        last = decided.until_day(added_days.last_before(loan, taken_on))
        words = _("Others have it from %(day)s.", day=calendar.in_words(taken_on))
        return last, words
    if wished < calendar.today():
        words = _("%(day)s is over.", day=calendar.in_words(wished))
        return wished, words
    return settled.day, f"{settled.words}." if settled.is_moved else ""


def _others(standing: Standing) -> Fact:
    if standing.free_until is None:
        return "ok", _("Nobody else has it promised."), ""
    day = calendar.in_words(standing.taken_on)
    return "ok", _("Others have it from %(day)s.", day=day), ""


def _in_queue(names: Sequence[str]) -> Fact:
    if not names:
        return "ok", _("Nobody waits for it."), ""
    words = ngettext(
        "%(num)s person waits for it:", "%(num)s people wait for it:", len(names)
    )
    shown = ", ".join(names[:3])
    return "wait", words, f"{shown} …" if len(names) > 3 else shown


def _lateness(is_late: bool) -> Fact:
    if is_late:
        return "alert", _("It is late."), ""
    return "ok", _("It is not late."), ""
