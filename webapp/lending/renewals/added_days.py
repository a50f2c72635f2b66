"""Added days: what a loan that is out would get by being kept longer, and from which of them on others have it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from webapp.school import calendar, open_days, settings

from ..availability import availability, unit_days
from ..availability.availability import FOREVER, ONE_DAY, Shelf
from ..availability.unit_days import Days
from ..days import due_days
from ..days.visits import ANY_DAY, Room, rooms_of
from ..models import Checkout

Count = Callable[[Shelf, date, date], int]  # how many are left on each day of [from, to)
GRANTABLE: Count = Shelf.grantable  # what others only asked for does not count
FREE: Count = Shelf.free


class Taken(NamedTuple):
    """What counts against keeping a loan: what is left of its item from day to day, and when its units are meant for
    others.
    """

    shelf: Shelf
    spans: Sequence[Days] = ()
    room: Room = ANY_DAY  # at the desk, for whoever brings it

    def first_day(self, loan: Checkout, count: Count = GRANTABLE) -> date:
        """The first day from now on which others have too many of it for this loan to go on; FOREVER if none is known.

        Days that it has already do not count, nor those on which it would be looked after.
        """
        today = calendar.today()
        starts = max(availability.end_of(loan.starts_on, loan.due_on), today)
        pieces = _pieces(loan)
        steps = (step.day for step in self.shelf.steps if step.day > starts)
        days = (day for day in (starts, *steps) if self._left(loan, count, day) < pieces)
        meant = (max(first, starts) for first, last in self.spans if last > starts)
        return min([next(days, FOREVER), *meant])

    def _left(self, loan: Checkout, count: Count, day: date) -> int:
        """How many are left on a day with its own pieces, where they are taken then."""
        end, pieces = day + ONE_DAY, _pieces(loan)
        if loan.due_on < calendar.today():  # what is late is taken without end
            return count(self.shelf, day, end) + pieces
        if count is FREE and day < self.shelf.end_of(loan.starts_on, loan.due_on):
            return self.shelf.free(day, end, own=pieces)
        return count(self.shelf, day, end)


def _pieces(loan: Checkout) -> int:
    return loan.out or loan.quantity


def of(loan: Checkout, *, is_asked: bool = False, except_basket_of: int = 0) -> Taken:
    """The same of one loan; where `is_asked`, what others asked for counts against its units too."""
    return of_all([loan], is_asked=is_asked, except_basket_of=except_basket_of)[loan.id]


def of_all(
    loans: Sequence[Checkout], *, is_asked: bool = False, except_basket_of: int = 0
) -> Mapping[int, Taken]:
    """By the ids of loans: three queries, however many. What is in one's own basket does not count."""
    shelves = availability.shelves(
        {loan.item_id for loan in loans}, except_basket_of=except_basket_of
    )
    unit_ids = {id for loan in loans for id in loan.unit_ids}
    spans = unit_days.meant(unit_ids, is_asked=is_asked, except_basket_of=except_basket_of)
    rooms = rooms_of(loans)
    return {
        loan.id: Taken(
            shelves[loan.item_id],
            [days for id in loan.unit_ids for other, days in spans[id] if other != loan.id],
            rooms[loan.id],
        )
        for loan in loans
    }


def last_before(loan: Checkout, taken_on: date) -> date:
    """The last day on which a loan may be due if others have it from a day on."""
    if taken_on == FOREVER:
        return FOREVER
    is_free_when_due = availability.end_of(loan.starts_on, taken_on) == taken_on
    return taken_on if is_free_when_due else calendar.after(taken_on, -1)


def opens(loan: Checkout) -> date:
    """The first day on which it may be kept longer."""
    ahead = settings.get("renew_days_before")
    return calendar.after(loan.due_on, -ahead) if ahead else calendar.today()


def new_day(
    loan: Checkout, taken: Taken, due_on: date, longest: int, taken_on: date
) -> tuple[date, str]:
    """The day on which it would be due once it is due on a day, and what made that earlier than `longest` more days, if
    anything did; `taken_on` is the first day on which others have it.

    From the later of that day and today, as long again, pushed off days that are closed or have no room; at most
    until the day before others have it, and until the last day of the term.
    """
    starts = max(due_on, calendar.today())
    wished, room = calendar.after(starts, longest), taken.room
    settled = due_days.settle_with_room(due_on, wished, room)
    if taken.shelf.end_of(loan.starts_on, settled.day) > taken_on:
        last = taken.shelf.last_due(loan.starts_on, taken_on)
        first = calendar.after(starts, 1)
        return room.until_day(open_days.now_decided(), first, last), "promised"
    return settled.day, "past_term" if settled.term else ""
