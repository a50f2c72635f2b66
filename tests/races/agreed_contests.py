"""What is raced for once a loan is agreed: its part, a second look at it, who has it instead, what is to be settled."""

from sqlalchemy import select

from tests.races.servers import CLIENTS
from webapp.core.db import db
from webapp.lending.decisions import decisions
from webapp.lending.desk import handovers
from webapp.lending.models import Checkout, CheckoutEvent, Request
from webapp.people.models import User
from webapp.stock.models import Item, Movement

from .loan_contests import CHECKOUTS, REQUESTS, TESS, _item, _wish
from .rounds import Round, counted


def gifts(count, people):
    """Each gives the same request to a person of their own; all have seen it as it is."""
    for number in range(count):
        wish = _wish(_item(f"given {number}", 1), _owner())
        request = db.session.get(Request, db.session.get(Checkout, wish).request_id)
        path, seen = f"{REQUESTS}{request.id}/give/", {"If-Match": f'"{request.version}"'}
        yield Round(wish, [(path, {"borrower": person}, seen) for person in people])


def contacts(count, people):
    """Each lets somebody else come for the same request; all have seen it as it is."""
    for number in range(count):
        wish = _wish(_item(f"fetched {number}", 1), _owner())
        request = db.session.get(Request, db.session.get(Checkout, wish).request_id)
        path, seen = (
            f"{REQUESTS}{request.id}/contact/",
            {"If-Match": f'"{request.version}"'},
        )
        yield Round(wish, [(path, {"contact": person}, seen) for person in people])


def _owner():
    """Somebody to whom nobody gives it."""
    return db.session.scalar(select(User.id).where(User.email == "teacher0@school.test"))


def looks(count, people):
    """Somebody else approved it; each has looked at it."""
    for number in range(count):
        item = _item(f"looked at {number}", 1)
        db.session.get(Item, item).needs_second_look = True
        wish = decisions.approve(TESS, _wish(item, people[0])).id
        yield Round(wish, [(f"{CHECKOUTS}{wish}/look_at/", None)] * CLIENTS)


def parts_handed_out(count, people):
    """Each hands out the same two of three, of an item of which there would be enough for all."""
    for number in range(count):
        item = _item(f"parted {number}", 3 * CLIENTS)
        loan = decisions.approve(TESS, _wish(item, people[0], quantity=3)).id
        yield Round(item, [(f"{CHECKOUTS}{loan}/hand_out/", {"quantity": 2})] * CLIENTS)


def settlings(count, people):
    """Each settles the same loan, which came back without something."""
    for number in range(count):
        wish = _wish(_item(f"settled {number}", 1), people[0])
        loan = decisions.approve(TESS, wish, hand_out=True).id
        handovers.return_item(TESS, loan, not_settled=True, notes="No bow")
        yield Round(loan, [(f"{CHECKOUTS}{loan}/settle/", {})] * CLIENTS)


def _said(kind):
    return counted(CheckoutEvent.checkout_id, CheckoutEvent.kind == kind)


given_away, looked_at, settled = map(_said, ("give", "look", "settled"))


named = _said("contact")


parts_out = counted(Movement.item_id, Movement.type == "RENTAL_OUT")


rests = counted(Checkout.item_id, Checkout.stored_status == "approved")
