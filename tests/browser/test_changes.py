"""What becomes of a booking: moved with a look at its new price, ended early, and booked once more for next week."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine

from tests.browser.looking import WIDTHS, nothing_off
from tests.rooms.conftest import person
from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.rooms.models import Reservation
from webapp.rooms.reservations import booking
from webapp.school import calendar

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280}


@pytest.fixture
def booked(app_of_site):
    """`booked(day)`: Sol's from two to four that day in Studio A; its address."""

    def book(day):
        with app_of_site.app_context(), transaction():
            starts = datetime.fromisoformat(f"{day}T14:00")
            mine = booking.book(
                person("sol"),
                room=1,
                start_time=starts,
                end_time=starts + timedelta(hours=2),
            )
            return f"/reservations/{mine.id}"

    return book


@pytest.fixture
def last(app_of_site):
    """(room, from, until) of the booking made last."""

    def look():
        with app_of_site.app_context():
            found = db.session.query(Reservation).order_by(Reservation.id.desc()).first()
            starts, ends = (calendar.local(at) for at in (found.starts_at, found.ends_at))
            return found.room_id, f"{starts:%Y-%m-%d %H:%M}", f"{ends:%H:%M}"

    return look


@pytest.mark.parametrize(("screen", "days"), [(PHONE, 8), (DESKTOP, 10)])
def test_moved_ended_and_booked_again(open_as, app_of_site, booked, last, screen, days):
    day = ahead(days)
    path, tab = booked(day), open_as("sol", **screen)
    tab.goto(path)
    tab.get_by_role("link", name="Move booking").click()
    nothing_off(tab, WIDTHS)
    tab.get_by_role("link", name="Move to Studio B at 09:00").click()
    assert "€30.00 for 2 h, instead of €20.00." in tab.locator("#move").inner_text()
    nothing_off(tab, WIDTHS)
    tab.get_by_label("Until").select_option(label="10:30")
    tab.get_by_role("button", name="Move booking").click()
    tab.wait_for_url(f"**{path}")
    assert last() == (2, f"{day} 09:00", "10:30")
    with app_of_site.app_context():
        meanwhile = calendar.instant(datetime.fromisoformat(f"{day}T09:20"))
    with time_machine.travel(meanwhile):
        later = open_as("sol", **screen)
        later.goto(path)
        later.get_by_role("button", name="End it now").click()
        later.locator("main time", has_text="09:00–09:30").wait_for()
        nothing_off(later)
        assert last() == (2, f"{day} 09:00", "09:30")
        later.get_by_role("link", name="Book it again next week").click()
        later.get_by_label("Until").select_option(label="10:00")
        later.get_by_role("button", name="Book room").click()
        later.wait_for_url(
            lambda url: re.search(r"/reservations/\d+$", url) and not url.endswith(path)
        )
        assert last() == (2, f"{day + timedelta(days=7)} 09:00", "10:00")
        assert not tab.said
        assert not later.said
