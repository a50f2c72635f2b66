"""Which certain units are two people's on one day: named for the loan of one, and meant by another's."""

from collections import defaultdict
from datetime import date
from itertools import combinations

from sqlalchemy import select

from webapp.core.db import db
from webapp.lending.models import Checkout, CheckoutUnit
from webapp.school import calendar
from webapp.stock.models import Unit

LOAN = Checkout.id, Checkout.starts_on, Checkout.due_on, Checkout.stored_status


def double():
    """Each unit with two loans whose days overlap."""
    claims = defaultdict(dict)
    for unit, id, starts, due, status in (*named(), *meant()):
        claims[unit][id] = span(starts, due, status)
    return {
        (unit, *pair)
        for unit, loans in claims.items()
        for pair in combinations(sorted(loans), 2)
        if overlap(*(loans[id] for id in pair))
    }


def named():
    """What is set aside or out; a batch is many."""
    query = select(CheckoutUnit.unit_id, *LOAN).join(Checkout)
    open_rows = query.join(Unit, Unit.id == CheckoutUnit.unit_id).where(
        CheckoutUnit.ended_at.is_(None), Unit.batch_code.is_(None)
    )
    return db.session.execute(open_rows)


def meant():
    """What is promised as a certain one."""
    query = select(Checkout.pinned_unit_id, *LOAN)
    return db.session.execute(
        query.where(
            Checkout.pinned_unit_id.is_not(None), Checkout.stored_status == "approved"
        )
    )


def span(starts, due, status):
    """First and last day; what is out has begun, and what is late has no last one."""
    today = calendar.today()
    return min(
        starts, today
    ) if status == "out" else starts, date.max if due < today else due


def overlap(one, other):
    return one[0] <= other[1] and other[0] <= one[1]
