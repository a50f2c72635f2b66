"""What the office looks at and hangs up: how rooms are used, as pictures and as a spreadsheet, and what is on doors."""

import csv
from datetime import datetime, timedelta

import pytest

from tests.browser.looking import WIDTHS, nothing_off
from tests.rooms.conftest import person
from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.rooms.models import Room
from webapp.rooms.reservations import booking

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280}
DAY = ahead(3)


@pytest.fixture(scope="module", autouse=True)
def booked(app_of_site):
    """Sol's, from ten to twelve."""
    with app_of_site.app_context(), transaction():
        starts = datetime.fromisoformat(f"{DAY}T10:00")
        booking.book(
            person("sol"), room=1, start_time=starts, end_time=starts + timedelta(hours=2)
        )


@pytest.mark.parametrize("screen", [PHONE, DESKTOP])
def test_use_by_weekday_and_hour_and_as_a_spreadsheet(open_as, screen):
    nia, tab = open_as("nia"), open_as("dora", **screen)
    nia.goto(f"/rooms/1/book?start_time={DAY}T11:00")
    nia.get_by_role("button", name="Book room").click()
    nia.get_by_text("Studio A is taken").wait_for()
    tab.goto("/rooms")
    tab.get_by_role("link", name="Room usage", exact=True).click()
    tab.get_by_label("From").fill(str(DAY))
    tab.get_by_label("Until").fill(str(DAY))
    tab.get_by_role("button", name="Show").click()
    tab.wait_for_url(f"**start_date={DAY}**")
    nothing_off(tab, WIDTHS)
    with tab.expect_download() as taken:
        tab.get_by_role("link", name="Download as CSV").click()
    with taken.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Room"] == "Studio A"]
    told = {
        kind: [row["Hour"] for row in rows if row[f"{kind} minutes"] != "0"]
        for kind in ("Booked", "Refused")
    }
    assert told == {"Booked": ["10:00", "11:00"], "Refused": ["11:00"]}
    assert not tab.said


@pytest.mark.parametrize("screen", [PHONE, DESKTOP])
def test_a_door_has_a_sheet_a_page_and_a_display_without_names(
    open_as, app_of_site, screen
):
    tab = open_as("dora", **screen)
    tab.goto("/rooms/1")
    tab.get_by_role("link", name="Door", exact=True).click()
    tab.get_by_label("From").fill(str(DAY))
    tab.get_by_role("button", name="Show").click()
    sheet = tab.locator(".doorsheet")
    assert "10:00–12:00" in sheet.inner_text()
    assert "Sol" not in sheet.inner_text()
    nothing_off(tab, WIDTHS)
    tab.get_by_role("link", name="Display").click()
    tab.wait_for_selector(".display")
    assert "Studio A" in tab.locator("h1").inner_text()
    assert "Sol" not in tab.locator("body").inner_text()
    nothing_off(tab, WIDTHS)
    with app_of_site.app_context():
        code = db.session.get(Room, 1).door_code
    nobody = open_as(**screen)
    nobody.goto(f"/door/{code}")
    assert "Sol" not in nobody.locator("main").inner_text()
    nothing_off(nobody, WIDTHS)
    assert not tab.said
    assert not nobody.said
