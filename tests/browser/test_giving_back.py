"""Giving back too late: what it costs is said before, and no more once somebody else has the time."""

from datetime import datetime

import pytest
import time_machine
from playwright.sync_api import expect

from tests.browser.looking import nothing_off
from tests.support.days import ahead
from webapp.core.actor import Actor
from webapp.core.db import transaction
from webapp.rooms.reservations import booking
from webapp.school import settings

NIA, SOL = Actor(3, "Nia", "student", 0), Actor(2, "Sol", "student", 0)
PHONE, DESKTOP = {"width": 390}, {"width": 1280}


@pytest.fixture(autouse=True)
def policy(app_of_site):
    with app_of_site.app_context(), transaction():
        for name, value in {
            "cancel_hours": 4,
            "late_cancel_percent": 50,
            "late_cancel_waived": True,
        }.items():
            settings.change(name, value)


@pytest.fixture
def book(app_of_site):
    def take(who, day):
        times = {
            f"{name}_time": datetime.fromisoformat(f"{day}T{at}")
            for name, at in (("start", "18"), ("end", "19"))
        }
        with app_of_site.app_context(), transaction():
            return booking.book(who, room=1, **times).id

    return take


@pytest.mark.parametrize(
    ("screen", "days"), [(PHONE, 1), (DESKTOP, 2)], ids=["phone", "desktop"]
)
def test_half_of_it_until_others_have_it(open_as, book, screen, days):
    day = ahead(days)
    id = book(SOL, day)
    with time_machine.travel(f"{day}T15:00:00Z"):
        tab = open_as("sol", **screen)
        tab.goto(f"/reservations/{id}")
        tab.get_by_role("link", name="Cancel this booking").click()
        tab.get_by_text("€5.00 is still due").wait_for()
        tab.get_by_text("unless others book all of that time").wait_for()
        nothing_off(tab)
        tab.get_by_role("button", name="Cancel the booking").click()
        tab.get_by_text("Cancelled too late to be free").wait_for()
        tab.get_by_role("link", name="Payments").click()
        tab.get_by_role("heading", name="How the price changed").wait_for()
        nothing_off(tab)
        expect(tab.locator("section li b")).to_have_text(["€10.00", "€5.00"])
        book(NIA, day)
        tab.reload()
        expect(tab.locator("section li b")).to_have_text(["€10.00", "€5.00", "€0.00"])
        tab.goto(f"/people/2/statement?start_date={day}&end_date={day}")
        tab.get_by_text("Nothing was charged or paid between these days").wait_for()
        nothing_off(tab)
        assert not tab.said
