"""The daily run: what is to be fetched by tomorrow is taken off the shelf, so that it goes to nobody else.

It may run any number of times and stop anywhere. The borrower is told when a person says that it lies ready. What is
looked after still is not taken: the run waits until that is over, and staff need not.
"""

from sqlalchemy import Select, func, select

from webapp.core.db import db
from webapp.people import system_user
from webapp.school import calendar
from webapp.stock.items import archiving
from webapp.stock.ledger import loaned
from webapp.stock.units import untagged

from ..availability import looked_after
from ..desk import setting_aside
from ..loans import checkouts, pieces
from ..models import Checkout, CheckoutUnit
from ..rules import limits
from ..units import choices
from . import unkept

AHEAD = 1  # days before its first day
SUM_ASIDE = (
    select(func.coalesce(func.sum(CheckoutUnit.quantity), 0))
    .where(CheckoutUnit.checkout_id == Checkout.id, pieces.ASIDE)
    .correlate(Checkout)
    .scalar_subquery()
)


def due() -> list[int]:
    """What is to be set aside now, by id, whoever asked first before the others."""
    return list(db.session.scalars(_to_set_aside().order_by(Checkout.id)))


def set_aside(id: int) -> bool:
    """Take it off the shelf, of tagged pieces the first units that fit; False where nothing is to be done any more.

    Conflict if too few are there, or if others have a promise for them until its first day.
    """
    checkout = checkouts.take(system_user.ACTOR, id, True, "approved")
    query = _to_set_aside().add_columns(archiving.service_days(Checkout.item_id))
    due = db.session.execute(query.where(Checkout.id == id)).one_or_none()
    if due is None:
        return False
    if unkept.among([checkout]):
        return False  # others have the first claim
    if due[1] and _too_few_are_ready(checkout):
        return False
    limits.check_early(checkout)
    setting_aside.reserve(system_user.ACTOR, checkout)
    return True


def _too_few_are_ready(checkout: Checkout) -> bool:
    """Whether it would take something that is looked after still."""
    pieces = looked_after.not_ready(looked_after.of_items([checkout.item_id]))
    if checkout.pinned_unit_id:
        return checkout.pinned_unit_id in {each.piece.unit_id for each in pieces}
    units = choices.for_loan(checkout)
    loose = untagged.by_location(checkout.item_id).values()
    there = sum(unit.pieces for unit in units) + sum(max(0, count) for count in loose)
    not_ready = sum(each.piece.quantity for each in pieces)
    missing = checkout.quantity - sum(row.quantity for row in checkout.aside)
    return bool(pieces) and there - not_ready < missing


def _to_set_aside() -> Select[int]:
    """Of what begins by tomorrow that of which something still lies on the shelf, but nothing that a person put
    back there.
    """
    return select(Checkout.id).where(
        Checkout.stored_status == "approved",
        ~Checkout.needs_look,
        Checkout.starts_on <= calendar.after(calendar.today(), AHEAD),
        Checkout.quantity > SUM_ASIDE,
        ~loaned.undone(Checkout.id, "set aside"),
    )
