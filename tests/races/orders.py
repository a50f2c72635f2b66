"""Acts that may both happen, but in one order only: whoever comes second must know of the first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select

from webapp.core.db import db
from webapp.lending.decisions import decisions
from webapp.lending.models import Checkout, CheckoutEvent, ItemWait
from webapp.lending.renewals import verdicts
from webapp.lending.waits.waits import MOST
from webapp.school import calendar
from webapp.stock.models import Item

from .loan_contests import CHECKOUTS, TESS, _item, _wish
from .picture_orders import faces, out_of_order
from .queue_contests import ITEMS, _leave_all
from .rounds import Round
from .servers import CLIENTS

CLOSED_DAYS = "/api/inventory/closed-days/"


class Order(NamedTuple):
    rounds: Callable[..., Any]
    roles: list[str]  # whose programs ask, one for each client
    wrong: Callable[[Any], int]  # how often the second did not know of the first
    most_at_once: int = 500  # rounds that can be prepared before the first is raced


def kept_or_joined(count, people):
    """Eight keep what they have longer, while eight others join the queues for just these things."""
    for person in people:
        _leave_all(person)
    for number in range(count):
        items, asked = [], []
        for borrower, other in zip(people[::2], people[1::2], strict=True):
            item = _item(f"kept or waited for {number}, {borrower}", 1)
            renew = _due_tomorrow(item, borrower)
            asked += [renew, (f"{ITEMS}{item}/waitlist/", {"student": other})]
            items.append(item)
        yield Round(items, asked)


def kept_or_closed(count, people):
    """Fifteen keep what they have until a day on which, at the same moment, the school is closed."""
    for number in range(count):
        item = _item(f"kept or closed {number}", CLIENTS)
        db.session.get(Item, item).max_checkout_days = 14 + 7 * number
        renewals = [_due_tomorrow(item, person) for person in people[1:]]
        loan = db.session.scalars(select(Checkout).where(Checkout.item_id == item)).first()
        day = verdicts.of(loan).until
        closed = {"name": f"Closed {number}", "starts_on": str(day), "ends_on": str(day)}
        yield Round((item, day), [(CLOSED_DAYS, closed), *renewals])


def _due_tomorrow(item, person):
    """The renewal of something that is out until tomorrow."""
    loan = decisions.approve(TESS, _wish(item, person), hand_out=True)
    loan.due_on = calendar.today() + timedelta(days=1)
    db.session.flush()
    return f"{CHECKOUTS}{loan.id}/renew/", None


def kept_although_waited_for(items):
    """How many loans were kept longer after somebody had joined the queue."""
    query = (
        select(func.count())
        .select_from(CheckoutEvent)
        .join(Checkout, Checkout.id == CheckoutEvent.checkout_id)
        .join(ItemWait, ItemWait.item_id == Checkout.item_id)
        .where(
            Checkout.item_id.in_(items),
            CheckoutEvent.kind == "renew",
            CheckoutEvent.at > ItemWait.created_at,
        )
    )
    return db.session.scalar(query)


def due_on_closed_day(prize):
    """How many loans are due on the day that was closed."""
    item, day = prize
    query = select(func.count()).where(Checkout.item_id == item, Checkout.due_on == day)
    return db.session.scalar(query)


ORDERS = {
    "kept longer against joining the queue": Order(
        kept_or_joined,
        ["student", "desk"] * (CLIENTS // 2),
        kept_although_waited_for,
        most_at_once=MOST,
    ),
    "kept longer against a closed day": Order(
        kept_or_closed, ["admin"] + ["student"] * (CLIENTS - 1), due_on_closed_day
    ),
    "a face against another": Order(faces, ["teacher"] * CLIENTS, out_of_order),
}
