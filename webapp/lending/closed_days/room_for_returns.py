"""Room for returns: on which day a loan that is moved is due, where only so many people a day bring something back.

The school's own limit of visits holds too, but for a week only: then the loan is due on the next open day all the same.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from webapp.school import open_days

from ..availability import availability
from ..days import due_days
from ..days.visits import PUSHED, Room
from ..models import Checkout

LOOK_AHEAD = 120  # days over which returns are spread


def first_day(
    loan: Checkout,
    day: date,
    most: int,
    taken_on: date,
    busy: Mapping[date, int],
    room: Room,
) -> date:
    """The first open day from one on, in time for the end of term, on which fewer people bring something back, and
    its borrower has `room` at the desk.

    The day itself where that would take what others are promised, from `taken_on` on. `busy` is how many others bring
    something back on each day; without a `most`, only the desk's room counts.
    """
    decided = open_days.now_decided()
    spread: date | None = None  # the first that would do but for the desk's room
    for ahead in range(LOOK_AHEAD):
        later = decided.after(day, ahead)
        is_taken = ahead and availability.end_of(loan.starts_on, later) > taken_on
        if is_taken or due_days.settle(loan.starts_on, later).is_moved:
            break
        if spread and (later - spread).days > PUSHED:
            break
        if most and busy.get(later, 0) >= most:
            continue
        spread = spread or later
        if not room.is_full(later):
            return later
    return spread or day


class Returns:
    """Who brings something back on each day, while loans are moved one by one."""

    def __init__(self, rows: Mapping[date, Counter[int]]) -> None:
        self._by_day = {day: Counter(people) for day, people in rows.items()}

    def busy_for(self, person: int) -> dict[date, int]:
        """How many others on each day."""
        return {
            day: sum(count > 0 for id, count in people.items() if id != person)
            for day, people in self._by_day.items()
        }

    def move(self, person: int, before: date, after: date) -> None:
        """One of a person's loans."""
        for day, step in ((before, -1), (after, 1)):
            self._by_day.setdefault(day, Counter())[person] += step
