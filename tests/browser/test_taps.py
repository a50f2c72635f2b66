"""How many taps the daily flows take: counted from the page a person starts at, and the stored row looked at."""

import re
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending.asking import asking
from webapp.lending.decisions import decisions
from webapp.lending.models import Checkout
from webapp.rooms.models import Reservation
from webapp.rooms.reservations import booking
from webapp.rooms.rules import rules
from webapp.school import calendar
from webapp.stock.items import items
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Unit

TESS, SOL, NIA, ADA = (Actor(id, name, role, 0) for id, name, role in (
    (1, "Tess", "teacher"), (2, "Sol", "student"), (3, "Nia", "student"), (5, "Ada", "admin"),
))  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def term(app_of_site):
    """Five flutes asked for, an oboe with a tag approved, a viola overdue, and a room of Sol's."""
    with app_of_site.app_context(), transaction():
        add = {
            "category": "instrument",
            "location": "Store",
            "value": Decimal(100),
            "max_checkout_days": 30,
        }
        flute = items.add(ADA, name="Flute", quantity=5, **add)
        for _ in range(5):
            asking.ask_for(NIA, item=flute.id, send_anyway=True)
        oboe = items.add(ADA, name="Oboe", **add)
        unit = Unit(item_id=oboe.id, location_id=oboe.home_location_id, tag="OBO-1")
        db.session.add(unit)
        db.session.flush()
        ledger.record(
            ADA,
            "receive",
            [
                Line(
                    oboe.id,
                    oboe.home_location_id,
                    "PURCHASE",
                    "outside",
                    "available",
                    1,
                    unit.id,
                )
            ],
        )
        decisions.approve(TESS, asking.ask_for(SOL, item=oboe.id).id)
        viola = items.add(ADA, name="Viola", quantity=1, **add)
        late = decisions.approve(TESS, asking.ask_for(SOL, item=viola.id).id, hand_out=True)
        late.starts_on, late.due_on = (
            calendar.today() - timedelta(days=9),
            calendar.today() - timedelta(days=2),
        )
        start = datetime.combine(calendar.today() + timedelta(days=1), time(10))
        booking.book(SOL, room=1, start_time=start, end_time=start + timedelta(hours=1))


@pytest.fixture
def states(app_of_site):
    """How many checkouts of an item are in each state."""

    def count(name):
        with app_of_site.app_context():
            found = db.session.scalars(
                select(Checkout.status).where(Checkout.item_name == name)
            ).all()
            return {status: found.count(status) for status in found}

    return count


def test_a_queue_of_five_is_cleared_in_six(open_as, states):
    tab, taps = open_as("tess", width=390), 0
    tab.get_by_role("link", name=re.compile("^Inbox")).click()
    taps += 1
    for done in range(5):
        tab.locator("article", has_text="Flute").get_by_role(
            "button", name="Approve", exact=True
        ).first.click()
        taps += 1
        tab.locator("article", has_text="Approved by you").nth(done).wait_for()
    assert taps == 6
    assert states("Flute") == {"approved": 5}


def test_the_desk_hands_out_with_a_scan_and_enter(open_as, states):
    tab = open_as("dora")
    tab.locator("#scan:focus").wait_for()
    tab.keyboard.type("OBO-1")
    tab.keyboard.press("Enter")  # the scanner's own
    tab.get_by_role("button", name="Hand out to Sol").wait_for()
    tab.keyboard.press("Enter")
    tab.locator(".said", has_text="is with Sol until").wait_for()
    assert states("Oboe") == {"out": 1}


def test_the_desk_takes_back_with_a_scan_and_enter(open_as, states):
    tab = open_as("dora")
    tab.locator("#scan:focus").wait_for()
    tab.keyboard.type("OBO-1")
    tab.keyboard.press("Enter")
    tab.get_by_role("button", name="Good").wait_for()
    tab.keyboard.press("Enter")
    tab.locator(".said", has_text="is back from Sol").wait_for()
    assert states("Oboe") == {"returned": 1}


def test_the_overdue_report_is_two_taps_from_anywhere(open_as):
    tab = open_as("dora")
    tab.get_by_role("link", name="Overdue").first.click()
    tab.get_by_role("heading", name="Tess").wait_for()
    tab.evaluate("() => { window.printed = 0; window.print = () => window.printed++ }")
    tab.get_by_role("button", name="Print").click()
    assert tab.evaluate("window.printed") == 1
    expect(tab.get_by_text("Viola").first).to_be_visible()


def test_a_booking_is_given_back_in_two(open_as, app_of_site):
    tab = open_as("sol", width=390)
    tab.get_by_role("link", name=re.compile("Cancel Studio A")).click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("Cancel")).first.click()
    tab.get_by_text("Cancelled").first.wait_for()
    with app_of_site.app_context():
        assert db.session.scalars(select(Reservation.stored_status)).all() == ["cancelled"]


def test_a_hall_is_approved_in_one(open_as, app_of_site):
    """From the inbox, where a teacher starts; the number and the title follow at once."""
    with app_of_site.app_context(), transaction():
        rules.add(ADA, name="Hall", role="student", room=2, needs_approval=True)
        start = datetime.combine(calendar.today() + timedelta(days=2), time(10))
        times = {"start_time": start, "end_time": start + timedelta(hours=1)}
        id = booking.book(NIA, room=2, **times).id
    tab = open_as("tess", width=390)
    number = tab.locator("#inbox-in-bar")
    before = int(number.inner_text().split()[0])
    card = tab.locator(f"#decision-{id}")
    card.get_by_role("button", name=re.compile("Approve")).click()
    expect(card.get_by_text("Approved by you")).to_be_visible()
    assert (number.inner_text().split() or ["0"])[0] == str(before - 1)
    assert tab.evaluate("document.activeElement.id") == f"decision-{id}"
    waits = tab.locator("#waiting").inner_text()
    assert str(before - 1) in waits or waits == "Nothing waits for you"
    assert not re.match(rf"\({before}\)", tab.title())
    card.get_by_role("button", name="Undo").click()
    expect(card.get_by_role("button", name=re.compile("Approve"))).to_be_visible()
    assert number.inner_text().split()[0] == str(before)
    assert tab.title().startswith(f"({before}) Inbox")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
