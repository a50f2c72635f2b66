"""What is free of an item on each day, counted from the ledger and the loans one by one."""

from sqlalchemy import func, select

from webapp.core import clock
from webapp.core.db import db
from webapp.lending.models import Basket, BasketLine, Checkout
from webapp.school import calendar
from webapp.stock.ledger import ledger
from webapp.stock.models import Level, SetPart, Unit


def free(item, days):
    """How many pieces can be asked for on each of these days, which are today or later."""
    spans = [*of_loans(item), *in_baskets(item)]
    lendable = lendable_pieces(item)
    return [max(0, lendable - taken(spans, day)) for day in days]


def taken(spans, day):
    return sum(
        pieces
        for pieces, starts, due in spans
        if starts <= day and (due is None or day <= due)
    )


def of_loans(item):
    """Pieces, first day and last day of each; what is late has no last one."""
    today = calendar.today()
    for loan in db.session.scalars(select(Checkout).where(Checkout.item_id == item)):
        held = ledger.held(loan.id)
        due = None if loan.due_on < today else loan.due_on
        if loan.status == "pending":
            yield loan.quantity, loan.starts_on, loan.due_on
        elif loan.status == "approved":
            yield loan.quantity, today if held["reserved"] else loan.starts_on, due
        elif loan.status == "out":
            yield held["on_rent"], today, due


def in_baskets(item):
    """The same of what is collected, by itself and in sets."""
    query = select(BasketLine).join(Basket, Basket.id == BasketLine.basket_id)
    held = query.where(Basket.held_until > clock.now(), ~BasketLine.is_for_later)
    for line in db.session.scalars(held):
        yield line.quantity * pieces_in(line, item), line.starts_on, line.due_on


def pieces_in(line, item):
    if line.set_id is None:
        return int(line.item_id == item)
    parts = db.session.scalars(select(SetPart).where(SetPart.set_id == line.set_id))
    return sum(part.quantity for part in parts if part.item_id == item)


def lendable_pieces(item):
    """What is on the shelf, set aside or out, without what is blocked here."""
    in_hand = func.sum(Level.available + Level.reserved + Level.on_rent)
    blocked = select(func.sum(Unit.available + Unit.reserved)).where(
        Unit.item_id == item, Unit.blocked_reason.is_not(None)
    )
    pieces = db.session.scalar(select(in_hand).where(Level.item_id == item)) or 0
    return int(pieces) - int(db.session.scalar(blocked) or 0)
