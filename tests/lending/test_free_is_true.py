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
from webapp.lending import availability, checkouts, decisions, handovers
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


@pytest.fixture
def tess(as_):
    return as_("tess")


@pytest.fixture
def sol(as_):
    return as_("sol")


@given(story=acts, days=st.integers(0, 12), wait=st.sampled_from([0, 0, 1]))
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[
        Phase.generate
    ],  # what fails is told as it came, for shrinking would take minutes
    suppress_health_check=list(HealthCheck),
)
def test_free_on_the_page_can_be_asked_for_and_free_on_the_card_can_be_approved(
    app, tess, sol, story, days, wait
):
    at = clock.now() - timedelta(days=40)
    with app.app_context(), clock.at(at), transaction():
        item = items.add(
            TESS,
            name="Lyre",
            category="instrument",
            location="Store",
            quantity=PIECES,
            value=Decimal(9),
        ).id
    for act, later, quantity, length in story:
        at += timedelta(days=later)
        with app.app_context(), clock.at(at), transaction():
            tell(act, item, quantity, length)
    at = max(at, a_due_day(app, item)) + timedelta(days=wait)
    with app.app_context(), clock.at(at), transaction():
        tell("ask", item, 1, days % 7)
    with clock.at(at):
        cards_are_true(app, item, tess)
        page_is_true(app, item, days, sol)


def tell(act, item, quantity, length):
    """One act, on the newest loan where it makes sense; refused is as good as done."""
    state = {
        "approve": "pending",
        "hand out": "approved",
        "take back": "out",
        "cancel": "approved",
    }.get(act)
    loan = (
        db.session.query(Checkout)
        .filter_by(item_id=item, status=state)
        .order_by(Checkout.id.desc())
        .first()
    )
    if state and not loan:
        return
    try:
        if act == "ask":
            due = calendar.after(calendar.today(), length)
            checkouts.ask_for(
                TESS,
                item=item,
                quantity=quantity,
                student=SOL.id,
                due_date=due,
                send_anyway=True,
            )
        elif act == "approve":
            decisions.approve(TESS, loan.id)
        elif act == "hand out":
            handovers.hand_out(TESS, loan.id)
        elif act == "take back":
            handovers.return_item(
                TESS, loan.id, quantity=min(quantity, ledger.held(loan.id)["on_rent"])
            )
        else:
            checkouts.cancel(TESS, loan.id)
    except Refusal:
        db.session.rollback()


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
            for loan in checkouts.waiting(TESS, everyone=True)
            if loan.item_id == item
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
        free = availability.shelf(item).free(today, availability.end_of(due))
        now = availability.shelf(item).free(today, availability.end_of(today))
    shown = re.search(rf"(\d+) of {PIECES} free now", sol.get(f"/items/{item}").text)
    assert int(shown[1] if shown else 0) == now
    for until, most in ((today, now), (due, free)):
        wish = {"item": item, "due_date": str(until), "send_anyway": True}
        if days <= 7:
            assert sol.post(API, json=wish | {"quantity": most + 1}).status_code == 409
    if free and days <= 7:
        assert sol.post(API, json=wish | {"quantity": free}).status_code == 201
