"""Rooms as people use them: three taps on a phone, no script at all, keys alone, and a drag."""

import re

import pytest
import time_machine
from playwright.sync_api import expect

from tests.browser.looking import nothing_off
from tests.support.days import ahead
from webapp.core.db import db
from webapp.rooms.models import Reservation
from webapp.school import calendar

PHONE = {"width": 390, "height": 844}


class Taps:
    """Counts what a finger does."""

    def __init__(self):
        self.count = 0

    def tap(self, target):
        target.tap()
        self.count += 1


@pytest.fixture
def booked(app_of_site):
    """(room, start, end) of everybody's reservations as the database has them, on the school's clock."""

    def look(day):
        with app_of_site.app_context():
            found = db.session.query(Reservation).order_by(Reservation.id).all()
            local = [
                (each.room_id, calendar.local(each.starts_at), calendar.local(each.ends_at))
                for each in found
            ]
        return [
            (room, f"{a:%H:%M}", f"{b:%H:%M}") for room, a, b in local if a.date() == day
        ]

    return look


def test_a_student_books_in_three_taps_on_a_phone(open_as, booked):
    day = ahead(1)
    with time_machine.travel(f"{day}T11:05:00Z"):  # for tonight there may be nothing left
        book_on_a_phone(open_as("sol", **PHONE, has_touch=True, is_mobile=True), Taps())
    assert [room for room, _, _ in booked(day)] == [1]


def book_on_a_phone(tab, taps):
    taps.tap(tab.get_by_role("navigation", name="Main").get_by_role("link", name="Rooms"))
    tab.wait_for_url("**/rooms")
    taps.tap(tab.locator(".roomlist .times a").first)
    tab.wait_for_selector("dialog[open] #book")
    assert tab.locator("#price").inner_text() == "€10.00 for 1 h."
    nothing_off(tab)
    taps.tap(tab.get_by_role("button", name="Book room"))
    tab.wait_for_url(re.compile(r"/reservations/\d+$"))
    assert taps.count == 3
    assert not tab.said


def test_booking_needs_no_javascript(open_as, booked):
    tab, day = open_as("sol", **PHONE, java_script_enabled=False), ahead(2)
    tab.goto(f"/rooms?date={day}")
    tab.get_by_role("group", name="Book Studio B at").get_by_role(
        "link", name="08:15"
    ).click()
    tab.get_by_label("Until").select_option(label="10:00")
    tab.get_by_role("button", name="Show price").click()
    assert "€26.25 for 1 h 45 min." in tab.locator("#price").inner_text()
    tab.get_by_role("button", name="Book room").click()
    assert re.search(r"/reservations/\d+$", tab.url)
    assert booked(day) == [(2, "08:15", "10:00")]
    tab.get_by_role("link", name="Cancel this booking").click()
    tab.get_by_role("button", name="Cancel the booking").click()
    assert "Cancelled" in tab.locator("main").inner_text()


def test_keys_alone_are_enough_on_the_desktop(open_as, booked):
    tab, day = open_as("sol"), ahead(3)
    tab.goto(f"/rooms?date={day}")
    expect(tab.locator("[role=grid] td [tabindex='0']")).to_have_count(1)
    tab.locator("[role=grid] td [tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        tab.keyboard.press(key)
    assert "Book Studio B" in tab.evaluate("document.activeElement.innerText")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("dialog[open] #book")
    tab.keyboard.press("Escape")
    tab.wait_for_selector("#book", state="detached")
    assert "Book Studio B" in tab.evaluate("document.activeElement.innerText")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("dialog[open] #book")
    tab.get_by_label("Until").focus()
    for _ in range(3):
        tab.keyboard.press("ArrowDown")
    tab.get_by_text("€26.25").wait_for()
    tab.get_by_role("button", name="Book room").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/reservations/\d+$"))
    assert booked(day) == [(2, "08:00", "09:45")]
    assert not tab.said
    tab.go_back()
    tab.locator("[role=grid] td [tabindex='0']").focus()
    tab.keyboard.press("PageDown")
    tab.wait_for_url(f"**date={ahead(4)}**")


def drag(tab, gap, begin, until):
    """From one time to another, in minutes after eight."""
    gap.scroll_into_view_if_needed()
    box = gap.bounding_box()
    at = lambda minutes: box["x"] + box["width"] * minutes / (14 * 60)  # noqa: E731
    tab.mouse.move(at(begin) + 2, box["y"] + 20)
    tab.mouse.down()
    tab.mouse.move(at((begin + until) / 2), box["y"] + 20, steps=4)
    tab.mouse.move(at(until) - 2, box["y"] + 20, steps=4)
    assert tab.locator(".ghost").inner_text() == "10:00–11:30"
    tab.mouse.up()


def test_a_drag_chooses_the_time(open_as, booked):
    tab, day = open_as("sol", width=1440), ahead(5)
    tab.goto(f"/rooms?date={day}")
    drag(tab, tab.locator("a.free").first, 120, 210)
    tab.wait_for_selector("dialog[open] #book")
    assert "€15.00 for 1 h 30 min." in tab.locator("#price").inner_text()
    tab.get_by_role("button", name="Book room").click()
    tab.wait_for_url(re.compile(r"/reservations/\d+$"))
    assert booked(day) == [(1, "10:00", "11:30")]
    assert not tab.said


def test_a_click_takes_the_time_under_it(open_as):
    tab = open_as("sol", width=1440)
    tab.goto(f"/rooms?date={ahead(6)}&dur=90")
    gap = tab.locator("a.free").first
    width = gap.bounding_box()["width"]
    gap.click(position={"x": width * 5 / 14 + 3, "y": 20})
    tab.wait_for_selector("dialog[open] #book")
    assert tab.get_by_label("From").locator("option:checked").inner_text() == "13:00"
    assert tab.get_by_label("Until").locator("option:checked").inner_text() == "14:30"
    tab.get_by_role("link", name="Not now").click()
    tab.wait_for_selector("#book", state="detached")
    assert f"date={ahead(6)}" in tab.url


def test_a_slot_that_was_just_taken_offers_others_in_place(open_as, booked):
    sol, nia, day = open_as("sol"), open_as("nia", **PHONE), ahead(7)
    for tab in (sol, nia):
        tab.goto(f"/rooms?date={day}")
        tab.locator(".roomlist .times a" if tab is nia else "a.free").first.click()
        tab.wait_for_selector("dialog[open] #book")
    nia.get_by_text("Add a note").click()
    nia.get_by_label("Note (optional)").fill("Brahms")
    sol.get_by_label("From").select_option(label="08:00")
    sol.get_by_label("Until").select_option(label="09:00")
    sol.get_by_role("button", name="Book room").click()
    sol.wait_for_url(re.compile(r"/reservations/\d+$"))
    nia.get_by_role("button", name="Book room").click()
    nia.wait_for_selector("dialog[open] #refusal")
    assert "Studio A is taken: 08:00–09:00" in nia.locator("#refusal").inner_text()
    assert nia.get_by_label("Note (optional)").input_value() == "Brahms"
    nothing_off(nia)
    nia.get_by_role("button", name="Studio C at the same time").click()
    nia.wait_for_url(re.compile(r"/reservations/\d+$"))
    assert "Brahms" in nia.locator("main").inner_text()
    assert booked(day) == [(1, "08:00", "09:00"), (3, "08:00", "09:00")]


def test_giving_back_asks_in_a_dialog(open_as, booked):
    tab, day = open_as("nia"), ahead(8)
    tab.goto(f"/reservations/new?room=3&start_time={day}T10:00&end_time={day}T11:00")
    tab.get_by_role("button", name="Book room").click()
    tab.wait_for_url(re.compile(r"/reservations/\d+$"))
    tab.get_by_role("link", name="Cancel this booking").click()
    tab.wait_for_selector("dialog[open] #cancel")
    tab.get_by_role("link", name="Keep it").click()
    tab.wait_for_selector("#cancel", state="detached")
    tab.get_by_role("link", name="Cancel this booking").click()
    tab.get_by_role("button", name="Cancel the booking").click()
    tab.get_by_text("Cancelled", exact=True).wait_for()
    assert not tab.said
