"""Over random loans and days: what a page calls free can be asked for, what a card calls free can be approved."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.errors import Refusal
from webapp.lending.asking import asking
from webapp.lending.availability import availability
from webapp.lending.decisions import decisions, giving_up
from webapp.lending.desk import handovers
from webapp.lending.loans import checkouts
from webapp.lending.models import Checkout
from webapp.school import calendar
from webapp.stock.items import items
from webapp.stock.ledger import ledger

API = "/api/inventory/checkouts/"
TESS, SOL = Actor(1, "Tess", "teacher", 0), Actor(2, "Sol", "student", 0)
PIECES = 4
ACTS = ("ask", "ask", "approve", "hand out", "hand out", "take back", "cancel")
acts = st.lists(
    st.tuples(
        st.sampled_from(ACTS), st.integers(0, 3), st.integers(1, 3), st.integers(0, 9)
    ),
    min_size=4,
    max_size=16,
)  # what, how many days later, how many pieces, for how many days


FEW = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[
        Phase.generate
    ],  # what fails is told as it came, for shrinking would take minutes
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def tess(as_):
    return as_("tess")


@pytest.fixture
def sol(as_):
    return as_("sol")


@given(
    story=acts,
    days=st.integers(0, 12),
    wait=st.sampled_from([0, 0, 1]),
    service_days=st.sampled_from([0, 2]),
)
@FEW
def test_free_on_the_page_can_be_asked_for_and_free_on_the_card_can_be_approved(
    app, tess, sol, story, days, wait, service_days
):
    at, item = lived(app, story, service_days)
    at = max(at, a_due_day(app, item)) + timedelta(days=wait)
    with app.app_context(), clock.at(at), transaction():
        tell("ask", item, 1, days % 7)
    with clock.at(at):
        cards_are_true(app, item, tess)
        page_is_true(app, item, days, sol)


def lived(app, story, service_days):
    """When the story ends, and the item it was about."""
    at = clock.now() - timedelta(days=40)
    with app.app_context(), clock.at(at), transaction():
        item = lyre(service_days)
    for act, later, quantity, length in story:
        at += timedelta(days=later)
        with app.app_context(), clock.at(at), transaction():
            tell(act, item, quantity, length)
    return at, item


def lyre(service_days):
    """The id of a new item, of which there are some, each looked after for so many days."""
    kind = {"name": "Lyre", "category": "instrument", "location": "Store"}
    kind |= {"service_days": service_days}
    return items.add(TESS, **kind, quantity=PIECES, value=Decimal(9)).id


def tell(act, item, quantity, length):
    """One act, on the newest loan where it makes sense; refused is as good as done."""
    loan = newest(item, STATES[act]) if act in STATES else None
    if act in STATES and not loan:
        return
    try:
        if act == "ask":
            ask(item, quantity, length)
        elif act == "approve":
            decisions.approve(TESS, loan.id)
        elif act == "hand out":
            handovers.hand_out(TESS, loan.id)
        elif act == "take back":
            pieces = min(quantity, ledger.held(loan.id)["on_rent"])
            handovers.return_item(TESS, loan.id, quantity=pieces)
        else:
            giving_up.cancel(TESS, loan.id)
    except Refusal:
        db.session.rollback()


STATES = {
    "approve": "pending",
    "hand out": "approved",
    "take back": "out",
    "cancel": "approved",
}


def newest(item, status):
    loans = db.session.query(Checkout).filter_by(item_id=item, status=status)
    return loans.order_by(Checkout.id.desc()).first()


def ask(item, quantity, length):
    due = calendar.after(calendar.today(), length)
    whom = {"student": SOL.id, "send_anyway": True}
    asking.ask_for(TESS, item=item, quantity=quantity, due_date=due, **whom)


def a_due_day(app, item):
    """Noon of the day on which one that is out is due, for that is when two truths differ most easily."""
    with app.app_context():
        due = (
            db.session.query(Checkout.due_on)
            .filter_by(item_id=item, status="out")
            .order_by(Checkout.id)
            .limit(1)
            .scalar()
        )
        return (
            calendar.day(due)[0] + timedelta(hours=12)
            if due
            else clock.now() - timedelta(days=40)
        )


def cards_are_true(app, item, tess):
    """Each waiting request is approved exactly when its card says that enough are free; then nothing has changed."""
    with app.app_context():
        waiting = [
            (loan.id, loan.quantity)
            for loan in checkouts.listed(TESS, status="pending", limit=999)
            if loan.item_id == item and loan.is_waiting
        ]
    for id, quantity in waiting:
        grantable = int(
            re.search(rf"(\d+) of {PIECES} free", tess.get(f"/checkouts/{id}").text)[1]
        )
        answer = tess.post(f"{API}{id}/approve/", json={})
        assert answer.status_code == (200 if grantable >= quantity else 409), (
            grantable,
            answer.json,
        )
        if answer.status_code == 200:
            assert tess.post(f"{API}{id}/undo/").status_code == 200


def page_is_true(app, item, days, sol):
    """So many as are free until a day can be asked for until then, and not one more."""
    with app.app_context():
        today = calendar.today()
        due = calendar.after(today, days)
        now, free = free_until(item, today), free_until(item, due)
    shown = re.search(rf"(\d+) of {PIECES} free now", sol.get(f"/items/{item}").text)
    assert int(shown[1] if shown else 0) == now
    if calendar.count_days(today, due) <= 7:
        assert asked(sol, item, today, now + 1) == 409
        assert asked(sol, item, due, free + 1) == 409
        assert not free or asked(sol, item, due, free) == 201


def free_until(item, day):
    shelf = availability.shelf(item)
    return shelf.free(calendar.today(), shelf.end_of(calendar.today(), day))


def asked(sol, item, until, quantity):
    """The status of a request."""
    wish = {"item": item, "due_date": str(until), "quantity": quantity}
    return sol.post(API, json=wish | {"send_anyway": True}).status_code
