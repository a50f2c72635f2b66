"""Booking rules: an admin makes one and looks whom it hits, a student reads why not, a teacher goes beyond it."""

import re

import pytest

from tests.browser.looking import WIDTHS, nothing_off
from tests.support.days import ahead
from webapp.core.db import db
from webapp.rooms.models import Reservation, RoomRule

DAY = ahead(6)
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280}


@pytest.fixture
def stored(app_of_site):
    def look(model, *names):
        with app_of_site.app_context():
            return [
                tuple(getattr(row, name) for name in names)
                for row in db.session.query(model).order_by(model.id)
            ]

    return look


@pytest.mark.parametrize(
    ("screen", "room", "name"),
    [(PHONE, 1, "Short on phones"), (DESKTOP, 2, "Short at desks")],
)
def test_made_looked_at_met_and_gone_beyond(open_as, stored, screen, room, name):
    studio = f"Studio {'AB'[room - 1]}"
    made_and_previewed(open_as("ada", **screen), name, studio)
    assert (name, "student", 60) in stored(RoomRule, "name", "role", "max_minutes")
    before = len(stored(Reservation, "id"))
    met(open_as("sol", **screen), room, name)
    assert len(stored(Reservation, "id")) == before + 1
    gone_beyond(open_as("tess", **screen), room)
    assert stored(Reservation, "student_id", "override_reason")[-1] == (2, "An audition")


def made_and_previewed(tab, name, studio):
    tab.goto("/rooms")
    tab.get_by_role("link", name="Rules", exact=True).click()
    tab.get_by_role("link", name="Add a rule").first.click()
    nothing_off(tab, WIDTHS)
    tab.get_by_label("Name").fill(name)
    tab.get_by_label("Role").select_option(label="Students")
    tab.get_by_label("One room", exact=True).select_option(label=studio)
    tab.get_by_label("Shortest booking").fill("90")
    tab.get_by_label("Longest booking").fill("60")
    tab.get_by_role("button", name="Add rule").click()
    tab.get_by_text("This is less than the shortest booking").first.wait_for()
    nothing_off(tab)
    tab.get_by_label("Shortest booking").fill("")
    tab.get_by_role("button", name="Add rule").click()
    tab.get_by_text(f"Students in {studio}: at most 1 h at a time.").wait_for()
    tab.get_by_role("link", name="What could they book?").click()
    tab.get_by_label("Name or e-mail").fill("Sol")
    tab.get_by_label("Day").fill(str(DAY))
    tab.get_by_role("button", name="Show").click()
    tab.get_by_role("heading", name="What could Sol book?").wait_for()
    row = tab.get_by_role("row").filter(has=tab.get_by_role("link", name=studio))
    assert "Up to 1 h at once" in row.inner_text()
    nothing_off(tab, WIDTHS)


def met(tab, room, name):
    tab.goto(f"/rooms/{room}/book?start_time={DAY}T10:00&end_time={DAY}T12:00")
    assert (
        f"Against the rules: The longest booking is 1 h; this is 2 h (rule “{name}”)."
        in said(tab)
    )
    nothing_off(tab)
    tab.get_by_role("button", name="Book room").click()
    tab.get_by_role("button", name="1 h, until 11:00").click()
    tab.wait_for_url(re.compile(r"/reservations/\d+$"))
    assert "10:00–11:00" in tab.locator("main").inner_text()


def gone_beyond(tab, room):
    tab.goto(f"/rooms/{room}/book?start_time={DAY}T14:00&end_time={DAY}T16:00")
    tab.get_by_label("For whom").fill("Sol")
    tab.get_by_role("button", name="Book room").click()
    tab.get_by_text("You can book it anyway if you give a reason").wait_for()
    nothing_off(tab)
    tab.get_by_label("Reason for an exception").fill("An audition")
    tab.get_by_role("button", name="Book room").click()
    tab.wait_for_url(re.compile(r"/reservations/\d+$"))
    assert "An audition" in tab.locator("main").inner_text()
    nothing_off(tab, WIDTHS)


def said(tab):
    return tab.locator("#price").inner_text().replace("\n", " ")
