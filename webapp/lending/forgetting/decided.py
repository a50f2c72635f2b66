"""What was decided about loans, without who it was: the facts and words of events name nobody any more."""

from collections.abc import Collection, Iterable

from sqlalchemy import bindparam, select, update

from webapp.core import rows
from webapp.core.db import db
from webapp.people import forgotten

from ..guards import FORGOTTEN
from ..models import Checkout, CheckoutEvent
from ..models.events import Facts

TABLE = CheckoutEvent.__table__
WRITE = (
    update(TABLE)  # type: ignore[arg-type]
    .where(TABLE.c.id == bindparam("key"))
    .values(
        before=bindparam("new_before"),
        after=bindparam("new_after"),
        why="",
        by=bindparam("new_by"),
    )
)
PEOPLE = ("student", "contact")  # facts that are somebody's id
JOBS = ("roll_over", "job")  # facts that name a job in which it was decided


def about(loans: Iterable[Checkout]) -> list[CheckoutEvent]:
    """All that was decided about these loans."""
    ids = [loan.id for loan in loans]
    query = select(CheckoutEvent).where(CheckoutEvent.checkout_id.in_(ids))
    return rows.listed(query.order_by(CheckoutEvent.id))


def whose(events: Iterable[CheckoutEvent]) -> set[int]:
    """Who had the loans at some time, or fetched them for others, by these events."""
    facts = [each for event in events for each in (event.before, event.after)]
    return {each[name] for each in facts for name in PEOPLE if each.get(name)}


def jobs(events: Iterable[CheckoutEvent]) -> set[int]:
    """The jobs in which some of it was decided for many."""
    return {event.after[name] for event in events for name in JOBS if event.after.get(name)}


def forget(events: Iterable[CheckoutEvent], people: Collection[int]) -> None:
    """Take these people out of the events; their loans are marked as forgotten already, or the guards refuse it."""
    values = [
        {
            "key": event.id,
            "new_before": _without(event.before),
            "new_after": _without(event.after),
            "new_by": forgotten.ID if event.by in people else event.by,
        }
        for event in events
    ]
    if values:
        db.session.connection().execute(WRITE, values)


def _without(facts: Facts) -> Facts:
    return {name: value and FORGOTTEN.get(name, value) for name, value in facts.items()}
