"""Time that somebody else has: a student is told until when, and what else there is; and "until" follows "from"."""

import re

import pytest
import time_machine
from playwright.sync_api import expect

from tests.browser.looking import nothing_off
from tests.support.days import ahead
from tests.support.login import come_in
from webapp.core.db import db
from webapp.rooms.models import Reservation
from webapp.school import calendar


@pytest.fixture(scope="module", autouse=True)
def taken(app_of_site):
    """Studio A is Nia's from ten till one on a day."""
    client = come_in(app_of_site, "nia")
    day = ahead(3)
    times = {"start_time": f"{day}T10:00", "end_time": f"{day}T13:00"}
    assert (
        client.post("/api/inventory/reservations/", json={"room": 1} | times).status_code
        == 201
    )
    return day


def chosen(tab):
    labels = ("From", "Until")
    return tuple(
        tab.get_by_label(label, exact=True).locator("option:checked").inner_text()
        for label in labels
    )


def test_a_taken_block_tells_until_when_and_offers_the_nearest_times(open_as, taken):
    tab = open_as("sol", width=1280)
    tab.goto(f"/rooms?date={taken}")
    tab.get_by_role("button", name="Busy").first.click()
    dialog = tab.locator("dialog[open] #taken")
    dialog.get_by_role("heading", name="Studio A is taken until 13:00").wait_for()
    nothing_off(tab)
    assert dialog.get_by_role("group", name="Book Studio A at").inner_text().split() == [
        "08:30",
        "08:45",
        "09:00",
        "13:00",
    ]
    dialog.get_by_role("link", name="13:00").click()
    tab.wait_for_selector("dialog[open] #book")
    assert chosen(tab) == ("13:00", "14:00")
    assert not tab.said


def test_a_taken_block_is_opened_by_keys_and_leads_to_another_room(open_as, taken):
    tab = open_as("sol", width=1280)
    tab.goto(f"/rooms?date={taken}&dur=90")
    block = tab.get_by_role("button", name="Busy").first
    block.focus()
    tab.keyboard.press("Enter")
    others = tab.locator("dialog[open] #taken").get_by_role("group", name="Other rooms")
    others.get_by_role("link", name="Studio C").click()
    tab.wait_for_selector("dialog[open] #book")
    expect(tab.get_by_role("heading", name="Book Studio C")).to_be_visible()
    assert chosen(tab) == ("10:00", "11:30")


def test_a_taken_block_leads_to_the_waitlist(open_as, taken):
    tab = open_as("sol", width=1280)
    tab.goto(f"/rooms?date={taken}")
    tab.get_by_role("button", name="Busy").first.click()
    tab.get_by_role("button", name="Wait for this time").click()
    tab.wait_for_url(re.compile(r"/waitlist/\d+$"))
    assert "10:00" in tab.locator("main").inner_text()
    assert "13:00" in tab.locator("main").inner_text()
    tab.locator(".said:focus").get_by_role("button", name="Undo").click()
    tab.get_by_text("Not on the waitlist any more").wait_for()


def test_the_same_page_needs_no_script(open_as, taken):
    tab = open_as("sol", width=390, height=844, java_script_enabled=False)
    tab.goto(f"/rooms/1/taken?start_time={taken}T10:00&end_time={taken}T13:00")
    tab.get_by_role("link", name="13:00").click()
    assert chosen(tab) == ("13:00", "14:00")


@pytest.mark.parametrize("key", ["booking", "moving"])
def test_until_follows_from_and_the_price_is_of_both(app_of_site, open_as, key):
    tab, day = open_as("sol"), ahead(5 if key == "booking" else 6)
    tab.goto(f"/rooms/2/book?start_time={day}T09:00&end_time={day}T11:00")
    if key == "moving":
        tab.get_by_role("button", name="Book room").click()
        tab.wait_for_url(re.compile(r"/reservations/\d+$"))
        tab.goto(f"{tab.url}/move?room=2&start_time={day}T09:00&end_time={day}T11:00")
    tab.get_by_label("From", exact=True).select_option(label="15:30")
    assert chosen(tab) == ("15:30", "17:30")
    tab.get_by_label("Until", exact=True).select_option(label="16:30")
    tab.get_by_label("From", exact=True).select_option(label="21:30")
    assert chosen(tab) == ("21:30", "22:00")  # the school closes
    tab.get_by_label("From", exact=True).select_option(label="12:00")
    tab.get_by_role(
        "button", name="Book room" if key == "booking" else "Move booking"
    ).click()
    tab.wait_for_url(re.compile(r"/reservations/\d+$"))
    with app_of_site.app_context():
        last = db.session.query(Reservation).order_by(Reservation.id.desc()).first()
        assert [f"{calendar.local(at):%H:%M}" for at in (last.starts_at, last.ends_at)] == [
            "12:00",
            "12:30",
        ]
    assert not tab.said


def test_an_end_before_the_start_is_told_at_its_field_and_not_in_the_price(open_as):
    tab, day = open_as("sol", java_script_enabled=False), ahead(7)
    tab.goto(f"/rooms/2/book?start_time={day}T09:00&end_time={day}T11:00")
    tab.get_by_label("From", exact=True).select_option(label="12:00")
    tab.get_by_role("button", name="Book room").click()
    words = "Choose an end after the start"
    assert words in tab.locator("#end_time-error").inner_text()
    assert words not in tab.locator("#price").inner_text()


def test_on_a_desktop_of_1280_the_whole_day_is_seen(open_as, taken):
    tab = open_as("sol", width=1280)
    tab.goto(f"/rooms?date={taken}")
    score = tab.locator(".score")
    assert score.evaluate("score => score.scrollWidth <= score.clientWidth")


def test_today_begins_where_the_clock_is(open_as):
    with time_machine.travel(f"{ahead(8)}T16:05:00Z"):
        tab = open_as("sol", width=900)
        tab.goto("/rooms")
        expect(tab.locator(".playhead")).to_be_visible()
        assert tab.locator(".score").evaluate("score => score.scrollLeft") > 100
