"""By itself: what an item lets be kept longer without anybody's doing is, as soon as it is nearly due, until somebody
else wants it.
"""

from sqlalchemy import select

from webapp.core.db import db
from webapp.people import system_user
from webapp.school import calendar
from webapp.stock.items import archiving

from .. import checkouts, events
from ..models import Checkout
from . import added_days, notices, renewing, verdicts
from .verdicts import Known


def due() -> list[int]:
    """What is due soon and may be kept longer by itself, by id; `renew` looks closer."""
    query = select(Checkout.id).where(
        Checkout.stored_status == "out",
        Checkout.due_on.between(calendar.today(), checkouts.soon()),
        archiving.renews_itself(Checkout.item_id),
    )
    return list(db.session.scalars(query.order_by(Checkout.id)))


def renew(id: int) -> bool:
    """Let it be due later and tell its borrower; False where something is against it, or nothing is to be done any
    more.
    """
    loan = checkouts.take(system_user.ACTOR, id, True, "out")
    terms = archiving.terms(loan.item_id)
    is_due = calendar.today() <= loan.due_on <= checkouts.soon()
    if not terms.renews_itself or not is_due:
        return False
    taken = added_days.of(loan, is_asked=True, except_basket_of=loan.student_id)
    known = Known(terms, taken, events.longer([id]).get(id, ()))
    verdict = verdicts.judge(loan, known, by_itself=True)
    if not verdict.until:
        return False
    event_id = renewing.keep(system_user.ACTOR, loan, verdict)
    notices.kept_by_itself(loan, event_id)
    return True
