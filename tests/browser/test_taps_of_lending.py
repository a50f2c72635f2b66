"""How many taps lending takes, each counted from where its person starts, and the stored rows looked at."""

import re

import pytest
from sqlalchemy import select

from tests.browser.looking import nothing_off
from tests.support.loans import tagged
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.asking import asking
from webapp.lending.asking.asking import Wish
from webapp.lending.decisions import decisions
from webapp.lending.models import Checkout
from webapp.stock.items import items

TESS, SOL, NIA = (Actor(id, name, role, 0) for id, name, role in (
    (1, "Tess", "teacher"), (2, "Sol", "student"), (3, "Nia", "student"),
))  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def term(app_of_site):
    """Nia waits for three things of one request; a lute of two with tags is promised to Sol."""
    about = {"category": "instrument", "location": "Store", "max_checkout_days": 30}
    with app_of_site.app_context(), transaction():
        names = "Metronome", "Music Stand", "Foot Stool"
        kinds = [items.add(TESS, name=name, quantity=4, **about).id for name in names]
        asking.ask_for_several(NIA, [Wish(id, quantity=2) for id in kinds])
        lute = items.add(TESS, name="Lute", **about).id
        for tag in ("LUT-1", "LUT-2"):
            tagged(tag, item=lute)
        decisions.approve(TESS, asking.ask_for(SOL, item=lute).id)


@pytest.fixture
def tap():
    """A finger on something: how often it did that is its `count`."""

    def click(target):
        click.count += 1
        target.click()

    click.count = 0
    return click


@pytest.fixture
def loans(app_of_site):
    """Status and pieces of each loan of a person, by the name of its item."""

    def read(person):
        query = select(Checkout.item_name, Checkout.status, Checkout.quantity)
        with app_of_site.app_context():
            theirs = query.where(Checkout.student_id == person.id)
            rows = db.session.execute(theirs.order_by(Checkout.id))
            return {name: (status, pieces) for name, status, pieces in rows}

    return read


def test_one_thing_is_asked_for_in_three(open_as, tap, loans):
    tab = open_as("sol", width=390)
    tap(tab.get_by_role("navigation", name="Main").get_by_role("link", name="Borrow"))
    tap(tab.get_by_role("link", name="Cello 3/4"))
    tap(tab.get_by_role("button", name="Send request"))
    tab.wait_for_url(re.compile(r"/checkouts/\d+$"))
    assert loans(SOL)["Cello 3/4"] == ("pending", 1)
    assert tap.count == 3


def test_a_part_is_approved_from_its_email_in_four(app_of_site, open_as, tap, loans):
    with app_of_site.app_context():
        letter = select(Letter.text).where(Letter.kind == "requested_several")
        address = re.search(r"/q/\S+", db.session.scalars(letter).one())[0]
    phone = open_as(width=390)
    tap.count += 1  # the tap in the e-mail
    phone.goto(address)
    nothing_off(phone)
    third = phone.locator(".lot").nth(2)
    tap(third.get_by_role("radio", name="Decline…"))
    tap(third.get_by_label("Reason"))
    phone.keyboard.type("Broken", delay=60)
    tap(phone.get_by_role("button", name="Send the answer"))
    phone.get_by_role("heading", name="2 of 3 approved, 0 out, 0 back").wait_for()
    assert tap.count == 4
    assert [status for status, _pieces in loans(NIA).values()] == [
        "approved",
        "approved",
        "rejected",
    ]


def test_by_the_list_it_leaves_with_its_tag_in_two(app_of_site, open_as, tap, loans):
    tab = open_as("dora", width=390)
    tap(tab.get_by_role("link", name=re.compile("Hand out.*Lute")))
    tab.wait_for_url(re.compile("#which$"))
    tap(tab.get_by_role("button", name=re.compile("LUT-1")))
    tab.locator("#story", has_text="History").wait_for()
    tab.get_by_text("Handed out").first.wait_for()
    assert tap.count == 2
    assert loans(SOL)["Lute"] == ("out", 1)


def test_after_its_scan_it_is_back_in_one(open_as, tap, loans):
    tab = open_as("dora")
    tab.locator("#scan:focus").wait_for()
    tab.keyboard.type("LUT-1")
    tab.keyboard.press("Enter")  # the scanner's own
    tap(tab.get_by_role("button", name="Good"))
    tab.locator(".said", has_text="is back from").wait_for()
    assert tap.count == 1
    assert loans(SOL)["Lute"] == ("returned", 1)
