"""What is raced for in the queue of an item: one place, the last place, and the one piece that comes back."""

from datetime import timedelta

from sqlalchemy import select

from tests.races.servers import CLIENTS
from webapp.core import clock
from webapp.core.db import db
from webapp.lending.decisions import decisions
from webapp.lending.models import Checkout, ItemWait, ItemWaitEvent
from webapp.lending.models.waits import OPEN
from webapp.lending.waits import offered, wait_offers
from webapp.lending.waits.waits import MOST
from webapp.school import calendar
from webapp.stock import released
from webapp.stock.models import Item

from .loan_contests import CHECKOUTS, TESS, _item, _wish
from .rounds import Round, counted

ITEMS, RUN = "/api/inventory/items/", "/api/inventory/queue-run/"
LAST = "last place"


def returns(count, people):
    """All take back the only one there is; two wait for it."""
    for number in range(count):
        item = _item(f"came back {number}", 1)
        loan = decisions.approve(TESS, _wish(item, people[0]), hand_out=True).id
        for person in people[1:3]:
            _wait(item, person)
        yield Round(item, [(f"{CHECKOUTS}{loan}/return_item/", {})] * CLIENTS)


def joins(count, people):
    """All put the same person into the queue of something that is all out."""
    for person in people:
        _leave_all(person)  # what other races left them
    for number in range(count):
        item = _item(f"queued for {number}", 0)
        wish = {"student": people[number % len(people)]}
        yield Round(item, [(f"{ITEMS}{item}/waitlist/", wish)] * CLIENTS)


def stays(count, people):
    """Half take back that somebody left a queue, half put them into it anew."""
    for person in people:
        _leave_all(person)
    for number in range(count):
        person = people[number % len(people)]
        wait = _wait(_item(f"left {number}", 0), person)
        queue = f"{ITEMS}{wait_offers.leave(TESS, wait.id).item_id}/waitlist/"
        asked = [(f"{queue}{wait.id}/undo_leave/", None), (queue, {"student": person})]
        yield Round(wait.item_id, asked * (CLIENTS // 2))


def last_places(count, people):
    """Each puts one person, who may wait for one thing more, into another queue."""
    full = _all_out("elsewhere", MOST - 1)
    left = _all_out(LAST, CLIENTS)
    for person in people[:count]:
        _leave_all(person)
        for item in full:
            _wait(item, person)
        wish = {"student": person}
        yield Round(person, [(f"{ITEMS}{item}/waitlist/", wish) for item in left])


def lapses(count, people):
    """Half say yes to an offer whose time is over, half see to the queue, as the worker does."""
    for number in range(count):
        wait = _lapsed_offer(_item(f"lapses {number}", 1), people[number % len(people)])
        yes = f"{ITEMS}{wait.item_id}/waitlist/{wait.id}/accept/"
        asked = [(yes, None), (f"{RUN}{wait.id}/", None)]
        yield Round(wait.id, asked * (CLIENTS // 2))


def approvals(count, people):
    """Half approve a request with the only one there is of another item, half see to the queue, in which one waits."""
    for number in range(count):
        wish = _wish(_item(f"asked for {number}", 1), people[0])
        item = _item(f"free again {number}", 1)
        released.tell()  # else it would be offered as this is committed
        wait = _wait(item, people[1 + number % (len(people) - 1)])
        approve = f"{CHECKOUTS}{wish}/approve/", {"item": item}
        yield Round(item, [approve, (f"{RUN}{wait.id}/", None)] * (CLIENTS // 2))


def _all_out(name, count):
    """As many items of which there is none now; the same ones each time."""
    names = [f"{name} {number}" for number in range(count)]
    there = list(db.session.scalars(select(Item.id).where(Item.name.in_(names))))
    return there or [_item(name, 0) for name in names]


def _leave_all(person):
    for wait in db.session.scalars(select(ItemWait).where(ItemWait.student_id == person)):
        wait.status = "left"
    db.session.flush()


def _wait(item, person):
    """Put there directly: nobody could wait for what is free."""
    wait = ItemWait(
        item_id=item, item_name="Violin", student_id=person, student_name="Somebody",
        days=1, rank=person,
    )  # fmt: skip
    db.session.add(wait)
    db.session.flush()
    return wait


def _lapsed_offer(item, person):
    wait = _wait(item, person)
    loan = offered.promise(wait, calendar.after(calendar.today(), 7))
    released.tell()  # else it would lapse as this is committed
    wait.offered_at = clock.now() - timedelta(days=30)
    loan.offered_until = clock.now() - timedelta(minutes=1)
    db.session.flush()
    return wait


offers = counted(
    Checkout.item_id, Checkout.wait_id.is_not(None), Checkout.status == "approved"
)


places = counted(ItemWait.item_id, ItemWait.status.in_(OPEN))


last = counted(
    ItemWait.student_id, ItemWait.status.in_(OPEN), ItemWait.item_name.startswith(LAST)
)


over = counted(ItemWaitEvent.wait_id, ItemWaitEvent.kind.in_(("taken", "lapsed")))
