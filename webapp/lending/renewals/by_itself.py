"""By itself: what an item lets be kept longer without anybody's doing is, as soon as it is nearly due, until somebody
else wants it.
"""

from sqlalchemy import select

from webapp.core.db import db
from webapp.people import people, system_user
from webapp.school import calendar
from webapp.stock.items import archiving
from webapp.stock.items.archiving import Terms

from ..loans import checkouts, events
from ..models import Checkout
from ..suspensions import suspended
from . import added_days, notices, renewing, verdicts
from .cases import Known


def due() -> list[int]:
    """What is due soon and may be kept longer by itself, by id; `renew` looks closer."""
    query = select(Checkout.id).where(
        Checkout.stored_status == "out",
        Checkout.due_on.between(calendar.today(), checkouts.soon()),
        Checkout.due_at.is_(None),  # what is out by the hour is back the same day
        archiving.renews_itself(Checkout.item_id),
    )
    return list(db.session.scalars(query.order_by(Checkout.id)))


def renew(id: int) -> bool:
    """Let it be due later and tell its borrower; False where something is against it, or nothing is to be done any
    more.
    """
    people.lock(checkouts.find(system_user.ACTOR, id).student_id)
    loan = checkouts.take(system_user.ACTOR, id, True, "out")
    terms = archiving.terms(loan.item_id)
    is_due = calendar.today() <= loan.due_on <= checkouts.soon()
    if not terms.renews_itself or not is_due or loan.due_at:
        return False
    verdict = verdicts.judge(loan, _known(loan, terms), by_itself=True)
    if not verdict.until:
        return False
    event_id = renewing.keep(system_user.ACTOR, loan, verdict)
    notices.kept_by_itself(loan, event_id)
    return True


def _known(loan: Checkout, terms: Terms) -> Known:
    borrower, longer = loan.student_id, events.longer([loan.id])
    taken = added_days.of(loan, is_asked=True, except_basket_of=borrower)
    return Known(terms, taken, longer.get(loan.id, ()), suspended.of_person(borrower))
