"""Cases: what there is to know of a loan that is to be kept longer, before anything is said to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from webapp.school import calendar, settings
from webapp.stock.items.archiving import Terms

from ..models import Checkout, CheckoutEvent, Suspension
from . import added_days, added_hours
from .added_days import FREE, Taken

FROM_AFAR = {"renewal", "roll_over"}  # an answer, or many at once: nobody looked at it


class Known(NamedTuple):
    """All that decides about one loan."""

    terms: Terms
    taken: Taken
    longer: Sequence[CheckoutEvent] = ()  # that stand, by which it is due on another day
    suspension: Suspension | None = None  # its borrower's
    waiting: int = 0  # people who wait for what it has, and whom free others cannot serve
    instead: Checkout | None = None  # what was asked for instead of it


@dataclass(frozen=True)
class Case:
    """What is asked of one loan."""

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
            left = min(left, most - unseen(self.known.longer) - 1)
        if self.new_time and self.hours:
            return added_hours.times_after(self.new_time, self.hours, left)
        due, count = self.until, 0
        while count < left and (later := self._new_day(due)[0]) > due:
            due, count = later, count + 1
        return count

    @cached_property
    def new_day(self) -> tuple[date, str]:
        return self._new_day(self.loan.due_on)

    def _new_day(self, due_on: date) -> tuple[date, str]:
        longest = self.known.terms.max_checkout_days
        taken, taken_on = self.known.taken, self.taken_on
        return added_days.new_day(self.loan, taken, due_on, longest, taken_on)

    @cached_property
    def taken_on(self) -> date:
        """The first day on which others have it."""
        return self.known.taken.first_day(self.loan, FREE)

    @property
    def hours(self) -> int:
        return self.known.terms.loan_hours or 0

    @cached_property
    def new_time(self) -> datetime | None:
        """The moment until which it may be kept, of what is out by the hour; None too where nothing would be gained."""
        if not self.loan.due_at or not self.hours:
            return None
        return added_hours.new_time(self.loan.due_at, self.hours)

    @property
    def until(self) -> date:
        if self.loan.due_at:
            return calendar.local(self.new_time or self.loan.due_at).date()
        return self.new_day[0]

    @property
    def is_promised(self) -> bool:
        """Whether others have it on a day that it would get."""
        if not self.loan.due_at:
            return self.is_no_later and self.new_day[1] == "promised"
        return self.loan.due_on < self.until and self.taken_on <= self.until

    @property
    def is_no_later(self) -> bool:
        """Whether nothing would be gained."""
        if self.loan.due_at:
            return self.new_time is None
        return self.until <= self.loan.due_on or self.until < calendar.today()


def unseen(longer: Sequence[CheckoutEvent]) -> int:
    """How often it was kept longer since somebody at the desk set its due day, or handed it out."""
    count = 0
    for event in longer:
        if event.kind == "renew":
            count += 1
        elif not FROM_AFAR & event.after.keys():
            count = 0
    return count
