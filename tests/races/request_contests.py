"""What is raced for between a borrower and who answers: a request is changed or cancelled as it is approved."""

from sqlalchemy import select

from tests.races.servers import CLIENTS
from webapp.core.db import db
from webapp.lending.models import Checkout
from webapp.people.models import User

from . import loan_contests
from .rounds import Round


def changes_and_approvals(count, people):
    """Its borrower changes the request so that nothing is left of it, all others approve it: one of them is first."""
    owner = select(User.id).where(User.email == "teacher0@school.test")
    for number in range(count):
        item = loan_contests._item(f"changed {number}", CLIENTS)
        wish = loan_contests._wish(item, db.session.scalar(owner))
        request = db.session.get(Checkout, wish).request_id
        asked = [(f"{loan_contests.CHECKOUTS}{wish}/approve/", None)] * CLIENTS
        change = f"{loan_contests.REQUESTS}{request}/change/"
        asked[0] = change, {"cancelled": [wish]}
        yield Round(wish, asked)


def approvals_and_cancellations(count, people):
    """Half hand out fewer than were asked for as they approve it, half cancel it."""
    for number in range(count):
        wish = loan_contests._wish(
            loan_contests._item(f"cancelled {number}", 3 * CLIENTS), people[0], quantity=3
        )
        asked = [
            (f"{loan_contests.CHECKOUTS}{wish}/approve/", {"granted": 2, "hand_out": True}),
            (f"{loan_contests.CHECKOUTS}{wish}/cancel/", {}),
        ]
        yield Round(wish, asked * (CLIENTS // 2))
