"""Walk-ins: somebody stands at the desk and leaves with an instrument."""

from collections.abc import Collection
from datetime import date, timedelta

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotAllowed
from webapp.core.words import _
from webapp.school import calendar
from webapp.stock.items import items

from . import access, asking, choosing, decisions, handovers, notices
from .asking import Wish
from .models import Checkout


def lend(
    actor: Actor,
    *,
    item: int,
    student: int,
    due_date: date | None = None,
    unit: int | None = None,
    quantity: int = 1,
    accessories: Collection[int] | None = None,
) -> Checkout:
    """Asked for, approved by policy and handed out in one act. Invalid beyond what policy allows."""
    if not access.may_hand_out(actor):
        raise NotAllowed(_("Only staff can lend"))
    _check_policy(actor, item, due_date)
    wish = Wish(item, quantity, due_date=due_date)
    checkout = asking.new(actor, wish, student=student)
    decisions.give(actor, checkout)
    handovers.leave(actor, checkout, choosing.references(unit, None))
    handovers.check(actor, checkout.unit_ids, accessories)
    db.session.flush()
    notices.lent(checkout)
    return checkout


def _check_policy(actor: Actor, item: int, due_date: date | None) -> None:
    """Invalid for a day later than the item is usually lent, but for those who approve longer loans."""
    longest = calendar.today() + timedelta(days=items.find(actor, item).max_checkout_days)
    if due_date and due_date > longest and not access.may_approve(actor):
        words = _(
            "Until %(day)s at most; a teacher decides on longer loans",
            day=calendar.in_words(longest),
        )
        raise Invalid(fields={"due_date": words})
