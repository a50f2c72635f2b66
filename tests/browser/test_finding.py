"""A room with a piano, now, for an hour: on a phone, and without any script."""

import re
from datetime import timedelta

import time_machine

from tests.browser.looking import nothing_off
from tests.rooms.conftest import person
from tests.support.days import ahead
from webapp.rooms.reservations import reservations
from webapp.school import calendar

PHONE = {"width": 390, "height": 844}
TOMORROW = ahead(1)


def test_a_room_with_a_piano_now_for_an_hour(open_as, app_of_site):
    with time_machine.travel(f"{TOMORROW}T11:05:00Z"):
        tab = open_as("sol", **PHONE, has_touch=True, is_mobile=True)
        tab.goto("/rooms")
        tab.get_by_label("Equipment needed").fill("piano")
        tab.get_by_role("button", name="Find a free room").tap()
        tab.locator("#found").get_by_text("2 rooms are free").wait_for()
        assert tab.url.endswith("/rooms")
        nothing_off(tab)
        tab.locator("#found").get_by_role("link", name="Book Studio A").tap()
        tab.wait_for_selector("dialog[open] #book")
        assert tab.locator("#price").inner_text() == "€10.00 for 1 h."
        tab.get_by_role("button", name="Book room").tap()
        tab.wait_for_url(re.compile(r"/reservations/\d+$"))
        assert not tab.said
    assert booked(app_of_site) == [(1, 0)]


def booked(app):
    """Rooms, and the minute of the hour at which they were taken."""
    with app.app_context():
        found = reservations.list_all(person("sol"), limit=9)
        return [
            (each.room_id, calendar.local(each.starts_at).minute % 15) for each in found
        ]


def test_finding_needs_no_javascript(open_as):
    tab = open_as("sol", **PHONE, java_script_enabled=False)
    tab.goto("/rooms")
    tab.get_by_text("Now, for one person").click()
    tab.get_by_label("Day", exact=True).first.fill(str(TOMORROW + timedelta(days=6)))
    tab.get_by_label("At what time").fill("17:05")
    tab.get_by_label("People").fill("4")
    tab.get_by_label("How long?").select_option("90")
    tab.get_by_role("button", name="Find a free room").click()
    tab.wait_for_url("**/rooms/find**")
    assert "1 room is free" in tab.locator("#found").inner_text()
    assert tab.get_by_label("People").input_value() == "4"
    tab.get_by_role("link", name="Book Studio B").click()
    assert tab.get_by_label("From").locator("option:checked").inner_text() == "17:15"
    assert tab.get_by_label("Until").locator("option:checked").inner_text() == "18:45"
