"""The day's run: all that comes due by the day, for the worker and for whoever calls it; it may stop anywhere."""

from collections.abc import Callable, Iterable

from flask.cli import AppGroup

from .core.chores import ForEach, Outside
from .core.db import transaction
from .lending.decisions import missed_pickups
from .lending.forgetting import chores as forgetting
from .lending.loans import checkouts
from .lending.renewals import by_itself
from .lending.suspensions import by_itself as suspending_itself
from .lending.telling import digests, guardian_copies, late_hours, weekly
from .lending.today import daily_run
from .lending.waits import wait_offers as queue_offers
from .pictures import tidying
from .rooms.reservations import no_shows, pending
from .rooms.waits import wait_offers

OFTEN = (  # these are due at any minute
    no_shows.mark,
    pending.expire,
    wait_offers.sweep,
    queue_offers.sweep,
    ForEach(late_hours.due, late_hours.write),
)
DAILY = (
    checkouts.expire,
    ForEach(missed_pickups.due, missed_pickups.release),
    ForEach(daily_run.due, daily_run.set_aside),
    ForEach(suspending_itself.due, suspending_itself.see_to),
    ForEach(by_itself.due, by_itself.renew),
    ForEach(digests.due, digests.write),
    ForEach(guardian_copies.due, guardian_copies.write),
    ForEach(weekly.due, weekly.write),
    *forgetting.CHORES,
    Outside(tidying.tidy),
)
cli = AppGroup("day", help="What comes due by the day.")


@cli.command("run")
def run() -> None:
    """Let requests and offers lapse, set aside, release what nobody fetched, write the day's e-mails, and
    forget who had what is over for long.

    Any number of times, also beside the worker: what was done is not done again.
    """
    see_to((*OFTEN, *DAILY))


def see_to(chores: Iterable[Callable[[], object]]) -> None:
    """What is due, soon and late; each chore in transactions of its own, so that one cannot undo another."""
    for chore in chores:
        if isinstance(chore, (ForEach, Outside)):
            chore()
        else:
            with transaction():
                chore()
