"""When the demo school is open: a term around today and the next one, the holidays ahead, Christmas of every year; and
how many may come to its desk: on one weekday no more than come already."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from webapp.core.actor import Actor
from webapp.lending.days.visits import Visits
from webapp.school import closed_days, open_days, opening_hours, terms
from webapp.school.effects import changes
from webapp.school.effects.parties import Choices
from webapp.school.recurring import WEEKDAYS

TERM = timedelta(days=120)
USUAL_VISITS = 12
HOLIDAYS = timedelta(days=13)  # from the first to the last day


def move_in(admin: Actor, today: date) -> None:
    """Nearly everything that is planned is on earlier days; what is due later moves, as at any other school."""
    starts = today - timedelta(days=70)
    ends = starts + TERM
    _decide(
        admin,
        partial(
            closed_days.add,
            admin,
            name="Christmas",
            starts_on=date(today.year, 12, 24),
            ends_on=date(today.year + 1, 1, 1),
            yearly=True,
        ),
    )
    _add_term(admin, "Term 1", starts)
    _decide(
        admin,
        partial(
            closed_days.add,
            admin,
            name="Holidays",
            starts_on=ends + timedelta(days=1),
            ends_on=ends + timedelta(days=1) + HOLIDAYS,
        ),
    )
    _add_term(admin, "Term 2", ends + timedelta(days=2) + HOLIDAYS)
    _limit_visits(admin, today)


def _limit_visits(admin: Actor, today: date) -> None:
    """Twelve a day, and the next day after tomorrow on which somebody comes is full."""
    desk, most = Visits(), dict[str, int | None].fromkeys(WEEKDAYS, USUAL_VISITS)
    coming = (today + timedelta(days=ahead) for ahead in range(2, 7))
    if full := next(filter(desk.people, coming), None):
        most[WEEKDAYS[full.weekday()]] = len(desk.people(full))
    opening_hours.decide(admin, visits=most)


def _add_term(admin: Actor, name: str, starts: date) -> None:
    ends = starts + TERM
    back_by = open_days.now_decided().until_day(ends - timedelta(days=3))
    days = {"starts_on": starts, "ends_on": ends, "return_by": back_by}
    _decide(admin, partial(terms.add, admin, name=name, **days))


def _decide(admin: Actor, act: Callable[[], object]) -> None:
    """With all that it hits."""
    changes.decide(admin, act, Choices())
