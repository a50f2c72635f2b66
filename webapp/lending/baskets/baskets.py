"""Baskets: what somebody puts together before they ask for it, each person their own.

What is in one is held for half an hour after each addition or change, and never longer than two hours after the first;
then it stays in the basket, and others may ask for it.
"""

from datetime import date, timedelta

from sqlalchemy import bindparam, func, select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.core.words import _
from webapp.people import people
from webapp.school import calendar
from webapp.stock.ledger import ledger

from ..days import desk_room, pickup_days
from ..days.loan_days import Days
from ..days.near_days import Bounds
from ..days.visits import room_for
from ..models import Basket, BasketLine
from ..rules import limits
from ..suspensions import suspended

HOLD = timedelta(minutes=30)
LONGEST_HOLD = timedelta(hours=2)
LINE, BASKET = BasketLine.__table__.c, Basket.__table__.c
COUNT = (  # asked on each page of a student: built once, of columns instead of objects
    select(func.count())
    .select_from(BasketLine.__table__.join(Basket.__table__))
    .where(~LINE.is_for_later, BASKET.user_id == bindparam("whose"))
)
DAYS = select(BASKET.starts_on, BASKET.due_on).where(
    BASKET.user_id == bindparam("whose"), BASKET.starts_on >= bindparam("today")
)


def of(actor: Actor) -> Basket:
    """The actor's own; an empty one, which is not stored, for who has none."""
    return _of(actor.id) or Basket(user_id=actor.id, purpose="")


def count(actor: Actor) -> int:
    """How many things would be asked for if the actor's basket was sent."""
    return db.session.scalar(COUNT, {"whose": actor.id}) or 0


def days(actor: Actor) -> Days | None:
    """The days for which somebody collects things now; None if their basket has none, or they have begun."""
    values = {"whose": actor.id, "today": calendar.today()}
    starts, due = db.session.execute(DAYS, values).one_or_none() or (None, None)
    return Days(starts, due) if starts and due else None


def change(
    actor: Actor,
    *,
    checkout_date: date | None = None,
    due_date: date | None = None,
    purpose: str | None = None,
) -> Basket:
    """Other days for everything in it, or another note; None leaves something as it is.

    Invalid for days that make no sense, Conflict for other days while they are suspended. What cannot be had on them
    stays in, and says so: see `basket_checks`.
    """
    basket = taken(actor)
    starts = checkout_date or basket.starts_on
    due = due_date or basket.due_on
    if (starts, due) != (basket.starts_on, basket.due_on):
        suspended.check(actor.id, reader=actor.id)
        _set_days(basket, _checked_days(actor, basket, starts, due))
    if purpose is not None:
        basket.purpose = purpose
    db.session.flush()
    return basket


def _checked_days(
    actor: Actor, basket: Basket, starts: date | None, due: date | None
) -> Days:
    """Both days, where they make sense. Invalid if not, and where one is said of a basket that has none."""
    if starts and starts != basket.starts_on:
        limits.check_first(actor, starts)
    if due:
        limits.check_near("due_date", due)
    if not starts or not due:
        missing = "due_date" if starts else "checkout_date"
        raise Invalid(fields={missing: _("Choose both days")})
    limits.check_days(starts, due)
    room = room_for(actor, kept=_days_of(basket))
    desk_room.check_due(actor, (starts, due), room)
    bounds = Bounds(pickup_days.last(actor), first=pickup_days.first(actor), room=room)
    desk_room.check((starts, due), lambda *_days: True, bounds)
    return Days(starts, due)


def _days_of(basket: Basket) -> list[date]:
    """Those that it has already: its lines say themselves what is wrong with them."""
    return [day for day in (basket.starts_on, basket.due_on) if day]


def taken(actor: Actor) -> Basket:
    """The actor's own as it is now, with their lock and stock's held until the transaction ends."""
    people.lock(actor.id)
    ledger.lock()
    basket = _of(actor.id)
    if basket is None:
        basket = Basket(user_id=actor.id)
        db.session.add(basket)
        db.session.flush()
    return basket


def touch(basket: Basket) -> None:
    """Hold what is in it a while longer; anew, if it was held no more for as long as it can be held at all."""
    now = clock.now()
    if basket.held_until + LONGEST_HOLD <= now:
        basket.started_at = now
    basket.held_until = min(now + HOLD, basket.started_at + LONGEST_HOLD)
    db.session.flush()


def _of(user_id: int) -> Basket | None:
    query = select(Basket).where(Basket.user_id == user_id)
    query = query.execution_options(populate_existing=True)
    return db.session.scalars(query).one_or_none()


def _set_days(basket: Basket, days: Days) -> None:
    """These days for everything in it."""
    basket.starts_on, basket.due_on = days
    for line in basket.lines[:]:
        line.starts_on, line.due_on = days
        basket.merge(line)
    touch(basket)
