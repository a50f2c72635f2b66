"""Recent acts: many small adjustments by one person count as the big one they are."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import case, func, select

from webapp.core import clock, money
from webapp.core.db import db
from webapp.school import settings

from ..ledger.not_undone import not_undone
from ..models import Item, Level, Movement, Operation

KINDS = ("adjust", "write off", "stocktake", "lost on the way")


def worth(person: int, items: Collection[int]) -> int:
    """What one person took off the books, or put on them, of these items lately: minor units, without signs.

    At the value in the books or at what replacing it costs, whichever is more; without what was undone, and what two
    people agreed on. The caller has stock's lock.
    """
    since = clock.now() - timedelta(hours=settings.get("second_person_hours"))
    book = func.abs(Movement.value_delta_minor)
    replacing = Movement.quantity * Item.value_minor
    asked = (
        select(func.coalesce(func.sum(case((book > replacing, book), else_=replacing)), 0))
        .select_from(Level)
        .join(Movement, (Movement.level_id == Level.id) & (Movement.created_at >= since))
        .join(Operation, Operation.id == Movement.operation_id)
        .join(Item, Item.id == Movement.item_id)
        .where(
            Level.item_id.in_(items),
            Operation.kind.in_(KINDS),
            Operation.actor_id == person,
        )
        .where(
            Operation.approved_by.is_(None),
            Movement.type.not_in(("TRANSFER_OUT", "TRANSFER_IN")),
        )
        .where(not_undone(Operation.id))
    )
    return int(db.session.scalar(asked) or 0)


def why(now: int, before: int) -> str:
    """Why a second person must agree to something of this worth, after as much before; empty if none needs to."""
    limit, hours = settings.get("second_person_minor"), settings.get("second_person_hours")
    if not now or now + before <= limit:
        return ""
    told = {
        name: money.told(minor, settings.currency())
        for name, minor in (("now", now), ("limit", limit))
    }
    all_of_it = money.told(now + before, settings.currency())
    if now > limit:
        return (
            f"It is worth {told['now']}; above {told['limit']} a second person must approve"
        )
    lately = (
        f"with what the same person adjusted of it in the last {hours} hours {all_of_it}"
    )
    return f"It is worth {told['now']}, {lately}; above {told['limit']} a second person must approve"
