"""What belongs to bookings besides the time: a calendar's address, and what was paid."""

import re

from playwright.sync_api import expect

from tests.browser.looking import nothing_off
from tests.browser.test_printed import WIDER, WIDTH
from tests.support.days import ahead

PHONE = {"width": 390, "height": 844}


def test_a_calendar_address_is_made_and_revoked_without_javascript(open_as):
    tab = open_as("tess", **PHONE, java_script_enabled=False)
    tab.goto("/reservations")
    tab.get_by_role("link", name="In your calendar").click()
    tab.get_by_label("What it shows").select_option(label="Studio B")
    tab.get_by_role("button", name="Make an address").click()
    address = tab.locator("#address").inner_text()
    assert re.search(r"/calendar/[\w-]{43}\.ics$", address)
    assert (
        tab.get_by_role("link", name="Open in your calendar")
        .get_attribute("href")
        .startswith("webcal://")
    )
    tab.get_by_text("How to add it by hand").click()
    tab.get_by_role("button", name="Revoke").click()
    expect(tab.get_by_role("button", name="Revoke")).to_have_count(0)


def test_a_payment_is_written_down_and_taken_back_without_javascript(open_as):
    sol, dora = (
        open_as(name, **PHONE, java_script_enabled=False) for name in ("sol", "dora")
    )
    book(sol)
    dora.goto(sol.url)
    dora.get_by_role("link", name="Payments").click()
    dora.get_by_label("Note").fill("Receipt 7")
    dora.get_by_role("button", name="Record").click()
    assert "Paid: €15.00" in dora.locator("main").inner_text()
    seen = open_as("dora", **PHONE)
    seen.goto(dora.url)
    nothing_off(seen)
    sol.goto(f"/people/2/statement?start_date={ahead(0)}&end_date={ahead(30)}")
    assert "Paid: Receipt 7" in sol.locator("main").inner_text()
    check_on_paper(sol)
    dora.get_by_role("button", name="Undo").click()
    assert "Unpaid" in dora.locator("main").inner_text()


def book(tab):
    day = ahead(9)
    times = f"start_time={day}T10:00&end_time={day}T11:30"
    tab.goto(f"/reservations/new?room=3&{times}")
    tab.get_by_role("button", name="Book room").click()


def check_on_paper(tab):
    """The statement fits, says on every page whose it is, and has no form."""
    tab.emulate_media(media="print")
    for millimetres in WIDTH.values():
        tab.set_viewport_size({"width": int(millimetres / 25.4 * 96), "height": 1000})
        assert tab.evaluate(WIDER) == []
        assert "Statement for Sol" in tab.locator("thead").inner_text()
        expect(tab.locator("main form")).not_to_be_visible()
