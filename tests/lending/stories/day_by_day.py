"""What is free of an item on each day, counted from the ledger and the loans one by one."""

from sqlalchemy import func, select

from webapp.core import clock
from webapp.core.db import db
from webapp.lending.models import Basket, BasketLine, Checkout
from webapp.school import calendar, open_days
from webapp.stock.ledger import ledger
from webapp.stock.models import Item, Level, Movement, ServiceEnd, SetPart, Unit
from webapp.stock.movements import returns
from webapp.stock.units import untagged


def free(item, days):
    """How many pieces can be asked for on each of these days, which are today or later."""
    days_after = db.session.get(Item, item).service_days
    loans = [*of_loans(item), *in_baskets(item)]
    spans = [looked_after(*span, days_after) for span in loans]
    if days_after:
        spans += of_returns(item, days_after)
    lendable = lendable_pieces(item)
    return [max(0, lendable - taken(spans, day)) for day in days]


def taken(spans, day):
    return sum(
        pieces
        for pieces, starts, due in spans
        if starts <= day and (due is None or day <= due)
    )


def looked_after(pieces, starts, due, days_after):
    """The same with the open days on which they are looked after; what ended and was not fetched never comes back."""
    is_to_come = due is not None and due >= calendar.today()
    return pieces, starts, last_day(due, days_after) if is_to_come else due


def last_day(due, days_after):
    """Day by day, as long as open ones are missing."""
    day = due
    while days_after:
        day = calendar.after(day, 1)
        days_after -= open_days.now_decided().is_open(day)
    return day


def of_returns(item, days_after):
    """What lies on the shelf without a tag, as if what came back last was there still."""
    loans = db.session.scalars(select(Checkout.id).where(Checkout.item_id == item))
    came = [each for id in loans for each in returns.of_checkout(id)]
    left = sum(untagged.by_location(item).values())
    for each in sorted(came, key=lambda each: -each.operation_id):
        if each.kind != "return":
            continue
        pieces, left = min(each.quantity, left), left - min(each.quantity, left)
        if not is_ready(each.operation_id):
            yield pieces, calendar.today(), last_day(each.day, days_after)


def is_ready(operation_id):
    ended = select(ServiceEnd.movement_id).join(
        Movement, Movement.id == ServiceEnd.movement_id
    )
    return bool(
        db.session.scalars(ended.where(Movement.operation_id == operation_id)).all()
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
