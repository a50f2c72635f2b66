"""Recent acts: many small adjustments by one person count as the big one they are."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import case, exists, func, select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import settings

from ..ledger.not_undone import not_undone
from ..models import Item, Level, Movement, Operation, PendingOperation
from .because import Because

KINDS = ("adjust", "write off", "stocktake", "lost on the way", "lost", "used up")
BOOK = func.abs(Movement.value_delta_minor)
REPLACING = Movement.quantity * Item.value_minor
ADJUSTED = (
    select(func.coalesce(func.sum(case((BOOK > REPLACING, BOOK), else_=REPLACING)), 0))
    .select_from(Level)
    .where(
        Operation.kind.in_(KINDS),
        Operation.approved_by.is_(None),
        Movement.type.not_in(("TRANSFER_OUT", "TRANSFER_IN")),
        not_undone(Operation.id),
        ~exists().where(  # agreed to after it was recorded
            PendingOperation.operation_id == Operation.id,
            PendingOperation.decision == "approved",
        ),
    )
)


def worth(actor: Actor, items: Collection[int]) -> int:
    """What one person took off the books, or put on them, of these items lately: minor units, without signs.

    At the value in the books or at what replacing it costs, whichever is more; without what was undone, and what two
    people agreed on. Whoever issued a token in another's name and whom it names count as one person. The caller has
    stock's lock.
    """
    person = {actor.id, actor.issuer_id} - {None}
    since = clock.now() - timedelta(hours=settings.get("second_person_hours"))
    lately = (Movement.level_id == Level.id) & (Movement.created_at >= since)
    query = (
        ADJUSTED.join(Movement, lately)
        .join(Operation, Operation.id == Movement.operation_id)
        .join(Item, Item.id == Movement.item_id)
        .where(
            Level.item_id.in_(items),
            Operation.actor_id.in_(person) | Operation.issuer_id.in_(person),
        )
    )
    return int(db.session.scalar(query) or 0)


def because(now: int, before: int) -> Because | None:
    """Why a second person must agree to something of this worth, after as much before; None if none needs to."""
    limit = settings.get("second_person_minor")
    if not now or now + before <= limit:
        return None
    return Because(
        "worth" if now > limit else "worth_lately",
        now=now,
        before=before,
        limit=limit,
        hours=settings.get("second_person_hours"),
        currency=settings.currency(),
    )
