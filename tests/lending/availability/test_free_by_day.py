"""Over random loans: what is free on a day is what the ledger and the loans leave of it, day by day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.days import ahead
from tests.support.opening import shut
from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.errors import Refusal
from webapp.lending.asking import asking
from webapp.lending.availability import availability, day_sheet
from webapp.lending.decisions import decisions
from webapp.lending.desk import handovers
from webapp.lending.models import Checkout
from webapp.school import calendar, settings
from webapp.stock.items import items
from webapp.stock.ledger import ledger

from ..ahead_acts import promise
from ..conftest import API
from ..stories import day_by_day
from .test_free_is_true import FEW

TESS = Actor(1, "Tess", "teacher", 0)
PIECES, DAYS = 5, 24
acts = st.lists(
    st.tuples(
        st.sampled_from(
            (
                "ask",
                "ask",
                "ask",
                "approve",
                "approve",
                "set aside",
                "hand out",
                "take back",
            )
        ),
        st.integers(0, 2),
        st.integers(1, 3),
        st.integers(0, 6),
        st.integers(0, 4),
    ),
    min_size=8,
    max_size=20,
)  # what, how many days later, how many pieces, how far ahead, for how many days
OUT_AND_PARTLY_BACK = [
    ("ask", 1, 2, 0, 3),
    ("approve", 0, 1, 1, 0),
    ("hand out", 0, 1, 1, 0),
    ("take back", 0, 1, 0, 0),
]


@given(story=acts, due_day_is_free=st.booleans())
@FEW
def test_what_is_free_on_a_day_is_what_the_ledger_and_the_loans_leave(
    app, story, due_day_is_free
):
    at, item = lived(app, story, due_day_is_free)
    with app.app_context(), clock.at(at):
        days_are_true(item, due_day_is_free)


@given(story=acts, service_days=st.integers(1, 4), shut_on=st.integers(0, 6))
@FEW
def test_page_api_and_ledger_agree_on_each_day_of_what_is_looked_after(
    app, as_, story, service_days, shut_on
):
    story = [*story, *OUT_AND_PARTLY_BACK]
    at, item = lived(app, story, due_day_is_free=False, service_days=service_days)
    with app.app_context(), clock.at(at), transaction():
        shut_in(shut_on, item)
    with clock.at(at):
        days = free_for_programs(as_("sol"), item)
        page = as_("sol").get(f"/items/{item}").text
        with app.app_context():
            assert list(days.values()) == day_by_day.free(item, list(days))
            sheet_is_true(item, days, page)


def shut_in(days, item):
    """A day that somebody enters once all of it is agreed."""
    shut(calendar.after(calendar.today(), days), name=f"Holiday {item}")


def sheet_is_true(item, days, page):
    """The page draws the same numbers, and says them in a sentence."""
    sheet = day_sheet.of(availability.shelf(item), PIECES, None)
    assert sheet.sentence in page
    drawn = {day.date: day.free for week in sheet.weeks for day in week}
    shown = [day for day in days if day in drawn]
    assert [drawn[day] for day in shown] == [days[day] for day in shown]


def free_for_programs(sol, item):
    """How many can be asked for on each day, by the day."""
    until = clock.now().date() + timedelta(days=DAYS)
    answer = sol.get(f"/api/inventory/items/{item}/availability/?to={until}")
    return {date.fromisoformat(day["date"]): day["free"] for day in answer.json}


def days_are_true(item, due_day_is_free):
    loans = db.session.query(Checkout).filter_by(item_id=item).all()
    days = [calendar.after(calendar.today(), ahead) for ahead in range(DAYS)]
    free = [left(loans, day, due_day_is_free) for day in days]
    grantable = [left(loans, day, due_day_is_free, "pending") for day in days]
    assert each_day(item, days) == (free, grantable)
    for first, last in ((0, 3), (2, 9), (5, DAYS)):
        window_is_true(item, days[first], free[first:last])


def each_day(item, days):
    """What is free on each of these days, and what can be given away."""
    shelf = availability.shelf(item)
    grantable = [shelf.grantable(day, calendar.after(day, 1)) for day in days]
    return shelf.days(days[0], len(days)), grantable


def window_is_true(item, first, free):
    """What is read of some days only says of them what is read of all."""
    until = calendar.after(first, len(free))
    shelf = availability.shelf(item, first, until)
    assert shelf.days(first, len(free)) == free
    assert shelf.free(first, until) == min(free)


def lived(app, story, due_day_is_free, service_days=0):
    """When the story ends, and the item it was about."""
    at = clock.now() + timedelta(days=60)
    with app.app_context(), clock.at(at), transaction():
        settings.change("due_day_is_free", due_day_is_free)
        kind = {"name": "Lyre", "category": "instrument", "location": "Store"}
        kind |= {"quantity": PIECES, "service_days": service_days}
        item = items.add(TESS, **kind, value=Decimal(9)).id
    for act, later, *numbers in story:
        at += timedelta(days=later)
        with app.app_context(), clock.at(at), transaction():
            tell(act, item, *numbers)
    return at, item


def tell(act, item, quantity, first, length):
    """One act, on the oldest or the newest loan where it makes sense; refused is as good as done."""
    try:
        if act == "ask":
            starts = calendar.after(calendar.today(), first)
            days = {"checkout_date": starts, "due_date": calendar.after(starts, length)}
            wish = {"item": item, "quantity": quantity, "student": 2, "send_anyway": True}
            asking.ask_for(TESS, **wish, **days)
        elif loan := one(item, STATES[act], newest=first % 2):
            ON_LOAN[act](loan, quantity)
    except Refusal:
        db.session.rollback()


def one(item, status, newest):
    loans = db.session.query(Checkout).filter_by(item_id=item, status=status)
    return loans.order_by(Checkout.id.desc() if newest else Checkout.id).first()


def take_back(loan, quantity):
    pieces = min(quantity, ledger.held(loan.id)["on_rent"])
    handovers.return_item(TESS, loan.id, quantity=pieces)


STATES = {
    "approve": "pending",
    "set aside": "approved",
    "hand out": "approved",
    "take back": "out",
}
ON_LOAN = {
    "approve": lambda loan, _: decisions.approve(TESS, loan.id),
    "set aside": lambda loan, _: handovers.set_aside(TESS, loan.id),
    "hand out": lambda loan, _: handovers.hand_out(TESS, loan.id),
    "take back": take_back,
}


def left(loans, day, due_day_is_free, *ignored):
    """What these loans leave on a day, counted one by one."""
    counted = [loan for loan in loans if loan.status not in ignored]
    taken = (pieces_of(loan) for loan in counted if holds(loan, day, due_day_is_free))
    return max(0, PIECES - sum(taken))


def pieces_of(loan):
    if loan.status == "out":
        return ledger.held(loan.id)["on_rent"]
    return loan.quantity if loan.status in ("pending", "approved") else 0


def holds(loan, day, due_day_is_free):
    """Whether a loan takes its pieces on this day, which is today or later."""
    held = ledger.held(loan.id)
    begins = calendar.today() if held["on_rent"] or held["reserved"] else loan.starts_on
    if loan.status != "pending" and loan.due_on < calendar.today():
        return True
    is_free_again = due_day_is_free and loan.due_on > loan.starts_on
    last = calendar.after(loan.due_on, -1) if is_free_again else loan.due_on
    return begins <= day <= last


def test_the_due_day_is_free_only_where_the_school_says_so(app, as_, harp):
    promise(as_, harp, 1, 4)
    wish = {"item": harp, "checkout_date": str(ahead(4)), "due_date": str(ahead(6))}
    assert as_("nia").post(API, json=wish).status_code == 409
    with app.app_context(), transaction():
        settings.change("due_day_is_free", True)
        assert availability.shelf(harp).days(ahead(0), 6) == [1, 0, 0, 0, 1, 1]
    assert as_("nia").post(API, json=wish).status_code == 201
    same_day = wish | {"checkout_date": str(ahead(3)), "due_date": str(ahead(4))}
    assert as_("sol").post(API, json=same_day).status_code == 409


def test_what_is_for_one_day_holds_that_day_though_due_days_are_free(app, as_, harp):
    with app.app_context(), transaction():
        settings.change("due_day_is_free", True)
    promise(as_, harp, 2, 2)
    with app.app_context():
        assert availability.shelf(harp).days(ahead(0), 4) == [1, 1, 0, 1]


def test_days_outside_of_the_window_are_not_answered(app, harp):
    with app.app_context():
        shelf = availability.shelf(harp, ahead(2), ahead(4))
        with pytest.raises(ValueError, match=str(ahead(5))):
            shelf.free(ahead(2), ahead(5))
