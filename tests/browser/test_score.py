"""The score by keys alone: from start to start, from room to room, into the form and back; and the whole week."""

import re

from playwright.sync_api import expect

from tests.browser.keyboard import enter, reach
from tests.browser.looking import nothing_off
from tests.support.days import ahead


def press(tab, *keys):
    for key in keys:
        tab.keyboard.press(key)


def booking(tab):
    """The times of the form that opened."""
    tab.wait_for_selector("dialog[open] #book")
    return [
        tab.get_by_label(name).locator("option:checked").inner_text()
        for name in ("From", "Until")
    ]


def close(tab):
    press(tab, "Escape")
    tab.wait_for_selector("#book", state="detached")


def test_arrow_keys_go_from_start_to_start_and_from_room_to_room(open_as):
    tab, ghost = open_as("sol"), ".score .ghost"
    tab.goto(f"/rooms?date={ahead(9)}")
    reach(tab, "Book Studio A,")
    assert tab.locator(ghost).inner_text() == "08:00–09:00"
    press(tab, "ArrowRight", "ArrowRight", "ArrowRight")
    assert tab.locator(ghost).inner_text() == "08:45–09:45"
    assert tab.locator("#chosen").inner_text() == "08:45 to 09:45"
    press(tab, "ArrowDown")
    assert "Book Studio B" in tab.evaluate("document.activeElement.innerText")
    expect(tab.locator(ghost)).to_have_text(["08:45–09:45"])
    press(tab, "Enter")
    assert booking(tab) == ["08:45", "09:45"]
    close(tab)
    press(tab, "ArrowLeft", "Enter")
    assert booking(tab) == ["08:30", "09:30"]
    tab.get_by_role("button", name="Book room").click()
    tab.wait_for_url(re.compile(r"/reservations/\d+$"))
    tab.goto(f"/rooms?date={ahead(9)}")
    reach(tab, "Book Studio A,")
    press(tab, "ArrowDown", "ArrowRight", "ArrowRight")
    assert tab.evaluate("document.activeElement.innerText").startswith("You")
    press(tab, "ArrowRight")
    assert tab.locator(ghost).inner_text() == "09:30–10:30"
    press(tab, "End")
    assert tab.locator(ghost).inner_text() == "21:00–22:00"
    press(tab, "Home", "ArrowUp", "ArrowUp")
    assert tab.locator(ghost).inner_text() == "08:00–09:00"
    assert not tab.said
    press(tab, "Tab")
    expect(tab.locator(ghost)).to_have_count(0)


def test_a_week_and_a_month_by_keys(open_as):
    tab = open_as("sol")
    tab.goto("/rooms")
    enter(tab, "Month", r"/rooms/month")
    enter(tab, "The month after", r"month=")
    tab.goto("/rooms/1")
    enter(tab, "Week", r"week=")
    enter(tab, "The week after", r"week=")
    tab.keyboard.press("Tab")
    reach(tab, "Book")
    press(tab, "Enter")
    assert booking(tab)[0] == "08:00"
    nothing_off(tab)
    close(tab)
    assert tab.evaluate("document.activeElement.innerText").startswith("Book")


def test_a_week_without_javascript_and_on_paper(open_as):
    tab = open_as("sol", width=390, java_script_enabled=False)
    tab.goto("/rooms/1?week=2027-02-03")
    tab.get_by_role("link", name="The week before").click()
    assert "25 January to 31 January 2027" in tab.locator("main").inner_text()
    tab.get_by_role("link", name="Month", exact=True).click()
    tab.locator("td a").first.click()
    assert "date=2027-01-01" in tab.url
    tab.goto("/rooms/1?week=2027-02-03")
    tab.emulate_media(media="print")
    tops = {tab.locator(".day7").nth(n).bounding_box()["y"] for n in range(7)}
    assert len(tops) == 1
    expect(tab.locator(".book7").first).not_to_be_visible()
