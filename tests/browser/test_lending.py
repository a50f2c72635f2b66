"""The main job as people do it: taps counted, without a script, on a phone and at the desk."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.looking import nothing_off
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.lending.models import Checkout


@pytest.fixture
def row(app_of_site):
    """The newest checkout's (item, status, quantity), as the database has it."""

    def newest():
        with app_of_site.app_context():
            return db.session.execute(
                select(Checkout.item_id, Checkout.status, Checkout.quantity)
                .order_by(Checkout.id.desc())
                .limit(1)
            ).one_or_none()

    return newest


@pytest.fixture
def taps():
    """Counts what a finger does."""

    class Taps:
        count = 0

        def __call__(self, target):
            self.count += 1
            target.click()

        def types(self, target, words):
            self.count += 1
            target.press_sequentially(words)

    return Taps()


def test_a_student_asks_for_a_violin_in_four_taps(open_as, taps, row):
    tab = open_as("sol", width=390)
    taps(tab.get_by_role("navigation", name="Main").get_by_role("link", name="Borrow"))
    taps.types(tab.locator("#main").get_by_label("Search"), "violin")
    tab.locator("#items article", has_text="Cello").wait_for(state="detached")
    taps(tab.get_by_role("link", name="Student Violin 4/4"))
    taps(tab.get_by_role("button", name="Send request"))
    tab.wait_for_url(re.compile(r"/checkouts/\d+$"))
    assert row() == (1, "pending", 1)
    assert taps.count <= 4
    nothing_off(tab)
    tab.goto("/")
    tab.get_by_role("button", name="Cancel").click()
    tab.wait_for_selector("text=Cancelled")
    assert row() == (1, "cancelled", 1)


def test_a_teacher_answers_a_letter_in_two_taps(open_as, app_of_site, taps, row):
    tab = open_as("nia", width=390)
    tab.goto("/items/2")
    tab.get_by_role("button", name="Send request").click()
    tab.wait_for_url(re.compile(r"/checkouts/\d+$"))
    with app_of_site.app_context():
        text = db.session.scalar(
            select(Letter.text).where(Letter.kind == "requested").order_by(Letter.id.desc())
        )
    phone = open_as(width=390)
    taps.count += 1  # the tap in the letter
    phone.goto(re.search(r"/r/\S+", text)[0])
    nothing_off(phone)
    assert row() == (2, "pending", 1)
    taps(phone.get_by_role("button", name="Approve", exact=True))
    phone.wait_for_selector("text=Approved by you")
    assert row() == (2, "approved", 1)
    assert taps.count == 2
    nothing_off(phone)
    phone.get_by_role("button", name="Undo").click()
    phone.get_by_role("button", name="Approve", exact=True).wait_for()
    assert row() == (2, "pending", 1)
    phone.get_by_role("link", name="Decline…").click()
    nothing_off(phone)
    phone.get_by_role("button", name="That is too long").click()
    phone.wait_for_selector("text=Declined by you")
    assert row() == (2, "rejected", 1)
    assert not phone.said


@pytest.mark.parametrize("width", [390, 1280])
def test_the_whole_loop_without_a_script(open_as, row, width):
    def as_person(name):
        return open_as(name, width=width, java_script_enabled=False)

    sol = as_person("sol")
    sol.get_by_role("link", name="Borrow").first.click()
    sol.locator("#main").get_by_label("Search").fill("cello")
    sol.get_by_role("button", name="Show").click()
    sol.get_by_role("link", name="Cello 3/4").click()
    sol.get_by_label("How many").fill("99")
    sol.get_by_label("Note").fill("for the quartet")
    sol.get_by_role("button", name="Send request").click()
    assert sol.get_by_label("Note").input_value() == "for the quartet"
    assert row()[2] != 99
    sol.get_by_role("button", name=re.compile("Ask for")).click()
    asked = row()[2]
    assert row() == (2, "pending", asked)
    tess = as_person("tess")
    tess.locator("article", has_text="Cello").first.get_by_role(
        "button", name="Approve", exact=True
    ).click()
    assert row() == (2, "approved", asked)
    dora = as_person("dora")
    dora.get_by_role("button", name=re.compile("Hand out")).first.click()
    assert row() == (2, "out", asked)
    dora.goto("/checkouts?status=out")
    dora.get_by_role("link", name=re.compile("Check in")).first.click()
    dora.get_by_label("Condition").select_option("good")
    dora.get_by_role("button", name="Check in").click()
    assert row() == (2, "returned", asked)
    sol.goto("/checkouts")
    expect(sol.get_by_text("Returned").first).to_be_visible()


def test_somebody_faster_is_no_error_page(open_as, row):
    sol = open_as("sol")
    sol.goto("/items/2")
    sol.get_by_role("button", name="Send request").click()
    sol.wait_for_url(re.compile(r"/checkouts/\d+$"))
    first, second = open_as("tess"), open_as("ada")
    for tab in (first, second):
        tab.goto("/approvals?of=everyone")
    for tab in (first, second):
        card = tab.locator("article", has_text="Cello").first
        card.get_by_role("button", name="Approve", exact=True).click()
        tab.wait_for_selector("text=/Approved by (you|Tess)/")
    expect(second.locator("text=This loan is approved")).to_have_count(1)
    assert row() == (2, "approved", 1)
