"""When the demo school is open: a term around today and the next one, the holidays ahead, Christmas of every year."""

from datetime import date, timedelta

from webapp.core.actor import Actor
from webapp.school import closed_days, open_days, terms

TERM = timedelta(days=120)
HOLIDAYS = timedelta(days=13)  # from the first to the last day


def move_in(admin: Actor, today: date) -> None:
    """Everything that is planned is on earlier days."""
    starts = today - timedelta(days=70)
    ends = starts + TERM
    closed_days.add(
        admin,
        name="Christmas",
        starts_on=date(today.year, 12, 24),
        ends_on=date(today.year + 1, 1, 1),
        yearly=True,
    )
    closed_days.add(
        admin,
        name="Holidays",
        starts_on=ends + timedelta(days=1),
        ends_on=ends + timedelta(days=1) + HOLIDAYS,
    )
    _add_term(admin, "This term", starts)
    _add_term(admin, "Next term", ends + timedelta(days=2) + HOLIDAYS)


def _add_term(admin: Actor, name: str, starts: date) -> None:
    ends = starts + TERM
    back_by = open_days.now_decided().until_day(ends - timedelta(days=3))
    terms.add(admin, name=name, starts_on=starts, ends_on=ends, return_by=back_by)
