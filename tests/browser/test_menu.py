"""The menu: More opens all pages on a phone, with and without JavaScript; on a desktop the marked place is in sight."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import nothing_off


def sheet_of(tab):
    return tab.get_by_role("navigation", name="All pages")


@pytest.mark.parametrize("script", [True, False])
def test_more_leads_to_every_group_on_a_phone(open_as, script):
    tab = open_as("ada", width=390, java_script_enabled=script)
    expect(sheet_of(tab)).to_be_hidden()
    tab.get_by_role("button", name="More").click()
    expect(sheet_of(tab)).to_be_visible()
    sheet_of(tab).get_by_role("link", name="Stocktakes").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Stocktakes")
    expect(sheet_of(tab)).to_be_hidden()
    expect(tab.locator(".nav-more")).to_have_attribute("data-here", "")
    assert not tab.said


def test_the_keyboard_closes_the_sheet_and_comes_back_to_more(open_as):
    tab = open_as("ada", width=390)
    more = tab.get_by_role("button", name="More")
    more.press("Enter")
    expect(sheet_of(tab)).to_be_visible()
    nothing_off(tab)
    tab.keyboard.press("Escape")
    expect(sheet_of(tab)).to_be_hidden()
    expect(more).to_be_focused()
    more.press("Enter")
    sheet_of(tab).get_by_role("link").last.focus()
    tab.keyboard.press("Tab")
    expect(sheet_of(tab)).to_be_hidden()


def test_the_marked_place_is_in_sight_on_a_low_desktop(open_as):
    tab = open_as("ada", width=1280, height=600)
    tab.goto("/settings")
    here = sheet_of(tab).locator('[aria-current="page"]')
    expect(here).to_have_text("Settings")
    expect(here).to_be_in_viewport(ratio=1)
    expect(tab.get_by_role("button", name="More")).to_be_hidden()


@pytest.mark.parametrize("path", ["/repairs", "/stock", "/settings"])
def test_what_waits_stays_in_sight_beside_the_marked_place(open_as, path):
    tab = open_as("ada", width=1280, height=700)
    tab.goto(path)
    expect(sheet_of(tab).locator('[aria-current="page"]')).to_be_in_viewport(ratio=1)
    inbox = sheet_of(tab).get_by_role("link", name="Inbox")
    expect(inbox).to_be_in_viewport(ratio=1)
    inbox.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Inbox")


def test_all_of_it_is_in_sight_where_there_is_room(open_as):
    tab = open_as("ada", width=1280, height=900)
    tab.goto("/stock")
    rail = sheet_of(tab)
    expect(rail.get_by_role("link").first).to_be_in_viewport(ratio=1)
    expect(rail.get_by_role("link").last).to_be_in_viewport(ratio=1)
