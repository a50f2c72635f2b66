"""One bass clarinet and three who want it, on phones and at the desk: kept longer, waited for, offered, and taken."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.looking import nothing_off_in_either_scheme
from tests.support.loans import tagged
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending.asking import asking
from webapp.lending.decisions import decisions
from webapp.lending.models import Checkout
from webapp.school import calendar
from webapp.stock.items import items

TESS, SOL = Actor(1, "Tess", "teacher", 0), Actor(2, "Sol", "student", 0)
NIA = 3
NAME, TAG = "Bass Clarinet", "BCL-1"
PHONE = {"width": 390, "height": 800}
WIDTHS = 320, 390


@pytest.fixture(scope="module", autouse=True)
def term(app_of_site):
    """Sol has the only one there is until tomorrow."""
    about = {"category": "instrument", "location": "Store", "max_checkout_days": 14}
    with app_of_site.app_context(), transaction():
        item = items.add(TESS, name=NAME, **about).id
        tagged(TAG, item=item)
        wish = asking.ask_for(SOL, item=item).id
        loan = decisions.approve(TESS, wish, hand_out=True, units=[TAG])
        loan.due_on = calendar.today() + timedelta(days=1)


@pytest.fixture
def due(app_of_site):
    """When what Sol has is due."""

    def read():
        with app_of_site.app_context():
            return db.session.get(Checkout, 1).due_on

    return read


def test_from_home_it_is_kept_longer_in_one_tap_and_that_is_undone(open_as, due):
    before, phone = due(), open_as("sol", **PHONE)
    nothing_off_in_either_scheme(phone, WIDTHS)
    phone.get_by_role("button", name=re.compile("Keep it until")).click()
    undo = phone.get_by_role("button", name=re.compile("Undo: due on"))
    undo.wait_for()
    assert due() == before + timedelta(days=14)
    undo.click()
    phone.get_by_role("button", name=re.compile("Keep it until")).wait_for()
    assert due() == before


def test_who_meets_all_out_waits_and_takes_what_comes_back(open_as):
    phone = open_as("nia", **PHONE)
    menu = phone.get_by_role("navigation", name="Main")
    menu.get_by_role("link", name="Borrow").click()
    phone.get_by_role("link", name=NAME, exact=True).click()
    phone.get_by_role("heading", name="Another day").wait_for()
    nothing_off_in_either_scheme(phone, WIDTHS)
    phone.get_by_role("button", name="Join the queue").click()
    phone.get_by_text("1st of 1").wait_for()
    phone.go_back()
    phone.get_by_text(NAME).first.wait_for()

    borrower = open_as("sol", **PHONE)
    borrower.get_by_text("1 person waits for it").wait_for()
    expect(borrower.get_by_role("button", name=re.compile("Keep it until"))).to_have_count(
        0
    )

    desk = open_as("dora")
    desk.locator("#scan:focus").wait_for()
    desk.keyboard.type(TAG)
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Good").click()
    desk.locator("#main").get_by_text("Nia").first.wait_for()

    phone.goto("/")
    phone.locator("#main").get_by_text("One came back and is set aside for you").wait_for()
    nothing_off_in_either_scheme(phone, WIDTHS)
    phone.get_by_role("button", name=re.compile("Yes, mine")).click()
    phone.locator("#main").get_by_text("Waiting for approval").first.wait_for()
    nothing_off_in_either_scheme(phone, WIDTHS)


def test_what_was_taken_is_agreed_and_handed_out_by_its_tag(open_as, app_of_site):
    teacher = open_as("tess", **PHONE)
    teacher.goto("/approvals")
    teacher.get_by_role("button", name="Approve").first.click()
    teacher.get_by_role("button", name="Undo").wait_for()

    desk = open_as("dora")
    desk.locator("#scan:focus").wait_for()
    desk.keyboard.type(TAG)
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name=re.compile("Hand out")).first.click()
    desk.locator(".said", has_text="is with").wait_for()
    with app_of_site.app_context():
        loan = db.session.scalars(select(Checkout).where(Checkout.student_id == NIA)).one()
        assert (loan.status, loan.out) == ("out", 1)
