"""A room that must be asked for, on a phone: asked by a student, answered from the letter, taken back and declined."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.looking import WIDTHS, nothing_off
from tests.rooms.conftest import person
from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.models import Reservation
from webapp.rooms.rules import rules

PHONE = {"width": 390, "height": 844}
DAY = ahead(7)


@pytest.fixture
def must_ask(app_of_site):
    """From noon on, a teacher must approve what students book in Studio A."""
    with app_of_site.app_context(), transaction():
        told = {"role": "student", "room": 1, "from_time": "12:00", "needs_approval": True}
        if not rules.list_all(person("ada")):
            rules.add(person("ada"), name="Ask first", **told)


@pytest.fixture
def outcome(app_of_site):
    def look():
        with app_of_site.app_context():
            return (
                db.session.scalars(
                    select(Reservation).order_by(Reservation.id.desc()).limit(1)
                )
                .one()
                .outcome
            )

    return look


def test_asked_for_approved_from_the_letter_undone_and_declined(
    open_as, app_of_site, must_ask, outcome
):
    tab = open_as("sol", **PHONE)
    tab.goto(f"/reservations/new?room=1&start_time={DAY}T10:00&end_time={DAY}T11:00")
    expect(tab.get_by_role("button", name="Book room")).to_be_visible()
    with tab.expect_response(lambda answer: "/reservations/new" in answer.url):
        tab.get_by_label("Until").select_option(label="13:00")
    tab.wait_for_selector("#price[data-asks]")
    assert "A teacher will answer within 3 days" in tab.locator("#price").inner_text()
    nothing_off(tab, WIDTHS)
    tab.get_by_role("button", name="Send request").click()
    tab.wait_for_url(re.compile(r"/reservations/\d+$"))
    assert "Waiting for approval" in tab.locator("main").inner_text()
    assert outcome() == "pending"
    nothing_off(tab, WIDTHS)
    for path in ("/", "/reservations", f"/rooms?date={DAY}"):
        tab.goto(path)
        nothing_off(tab)
    with app_of_site.app_context():
        letter = (
            db.session.scalars(select(Letter).where(Letter.kind == "reservation_requested"))
            .one()
            .text
        )
    phone = open_as(**PHONE)
    phone.goto(re.search(r"/r/room/\S+", letter)[0])
    nothing_off(phone, WIDTHS)
    phone.get_by_role("button", name="Approve").click()
    phone.wait_for_selector("text=Approved by you")
    assert outcome() == "confirmed"
    nothing_off(phone)
    phone.get_by_role("button", name="Undo").click()
    phone.get_by_role("button", name="Approve").wait_for()
    assert outcome() == "pending"
    phone.get_by_role("link", name="Decline…").click()
    phone.wait_for_selector("h1 >> text=Decline, because")
    phone.get_by_role("button", name="Decline", exact=True).click()
    phone.wait_for_selector("#refusal")
    nothing_off(phone, WIDTHS)
    phone.get_by_role("button", name="A practice room is enough").click()
    phone.wait_for_selector("text=Declined by you")
    assert outcome() == "declined"
    nothing_off(phone, WIDTHS)
    assert not [line for line in phone.said if "422" not in line]
    assert not tab.said


def test_the_queue_needs_no_javascript(open_as, app_of_site, must_ask, outcome):
    sol = open_as("sol", **PHONE, java_script_enabled=False)
    sol.goto(f"/reservations/new?room=1&start_time={DAY}T16:00&end_time={DAY}T17:00")
    sol.get_by_role("button", name="Send request").click()
    tess = open_as("tess", **PHONE, java_script_enabled=False)
    tess.goto("/reservations/approvals")
    tess.get_by_role("button", name="Approve").click()
    tess.get_by_text("Approved by you").wait_for()
    assert outcome() == "confirmed"
    tess.get_by_role("button", name="Undo").click()
    tess.get_by_role("button", name="Approve").wait_for()
    assert outcome() == "pending"


def test_the_queues_heading_counts_down_as_they_are_answered(
    open_as, app_of_site, must_ask
):
    for hour in ("14", "18"):
        sol = open_as("sol", java_script_enabled=False)
        sol.goto(
            f"/reservations/new?room=1&start_time={DAY}T{hour}:00&end_time={DAY}T{hour}:30"
        )
        sol.get_by_role("button", name="Send request").click()
        sol.get_by_text("Waiting for approval").first.wait_for()
    tess = open_as("tess")
    tess.goto("/reservations/approvals")
    heading = tess.locator("#waiting")
    count = int(heading.inner_text().split()[0])
    tess.get_by_role("button", name="Approve").first.click()
    tess.get_by_text("Approved by you").wait_for()
    assert heading.inner_text().split()[0] == str(count - 1)
    tess.get_by_role("button", name="Undo").click()
    tess.get_by_text("Approved by you").wait_for(state="detached")
    assert heading.inner_text().split()[0] == str(count)
    assert not tess.said
