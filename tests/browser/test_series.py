"""A weekly series on a phone: one date is taken, another room for it, and later all that follows is given back."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import expect

from tests.browser.looking import nothing_off
from tests.support.days import ahead
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.rooms.models import Reservation
from webapp.rooms.reservations import booking

PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
COVERED = """() => {
  const it = document.activeElement.getBoundingClientRect();
  const bar = document.querySelector(".bar").getBoundingClientRect();
  return !document.activeElement.closest(".bar") && it.bottom > bar.top && it.top < bar.bottom;
}"""


def taken(app, room, day):
    times = {
        "start_time": datetime.fromisoformat(f"{day}T14:00"),
        "end_time": datetime.fromisoformat(f"{day}T15:00"),
    }
    with app.app_context(), transaction():
        booking.book(Actor(3, "Nia", "student", 0), room=room, **times)


def stored(app):
    with app.app_context():
        rows = db.session.query(Reservation).filter(Reservation.series_id.is_not(None))
        return [
            (row.room_id, row.stored_status)
            for row in rows.order_by(Reservation.occurrence_date)
        ]


def test_a_series_with_a_taken_date_and_its_end(open_as, app_of_site):
    day = ahead(10)
    taken(app_of_site, 1, day + timedelta(weeks=1))
    tab = open_as("sol", **PHONE, has_touch=True, is_mobile=True)
    tab.goto(f"/reservations/new?room=1&start_time={day}T14:00&end_time={day}T15:00")
    tab.get_by_role("link", name="Every week…").tap()
    tab.wait_for_url("**/series/new*")
    tab.get_by_label("Last date").fill(str(day + timedelta(weeks=3)))
    tab.get_by_role("button", name="Show all dates").tap()
    tab.wait_for_url("**/series/preview*")
    expect(
        tab.get_by_role("heading", name="One date does not work as planned")
    ).to_be_visible()
    nothing_off(tab)
    tab.get_by_label(re.compile("^Instead on")).select_option(
        label="Studio C at the same time, €10.00"
    )
    tab.get_by_role("button", name="Book these dates").tap()
    tab.wait_for_url(re.compile(r"/series/\d+$"))
    assert stored(app_of_site) == [
        (1, "confirmed"),
        (3, "confirmed"),
        (1, "confirmed"),
        (1, "confirmed"),
    ]
    nothing_off(tab)
    tab.get_by_role("link", name=re.compile("^Cancel (Mon|Tue|Wed|Thu|Fri|Sat|Sun)")).nth(
        2
    ).tap()
    tab.wait_for_url("**/cancel?date=*")
    tab.get_by_label("This date and all after it").check()
    nothing_off(tab)
    tab.get_by_role("button", name="Cancel the bookings").tap()
    tab.wait_for_url(re.compile(r"/series/\d+$"))
    assert stored(app_of_site) == [
        (1, "confirmed"),
        (3, "confirmed"),
        (1, "cancelled"),
        (1, "cancelled"),
    ]
    expect(tab.locator("main").get_by_text("Cancelled", exact=True)).to_have_count(2)
    assert not tab.said


def test_it_needs_no_javascript(open_as, app_of_site):
    before, day = len(stored(app_of_site)), ahead(12)
    tab = open_as("nia", **PHONE, java_script_enabled=False)
    tab.goto(f"/series/new?room=2&start_time={day}T09:00&end_time={day}T10:00")
    tab.get_by_label("Last date").fill(str(day + timedelta(weeks=2)))
    tab.get_by_role("button", name="Show all dates").click()
    tab.get_by_label(re.compile("^Leave out")).nth(1).check()
    tab.get_by_role("button", name="Book these dates").click()
    assert "Left out at booking" in tab.locator("main").inner_text()
    assert len(stored(app_of_site)) == before + 2


def test_a_series_keeps_its_sum_and_button_in_view(open_as):
    day = ahead(20)
    tab = open_as("tess", **SMALL)
    tab.goto(f"/series/new?room=3&start_time={day}T09:00&end_time={day}T10:00")
    tab.get_by_label("Last date").fill(str(day + timedelta(weeks=20)))
    tab.get_by_role("button", name="Show all dates").click()
    tab.wait_for_url("**/series/preview*")
    button = tab.get_by_role("button", name="Book these dates")
    expect(button).to_be_in_viewport(ratio=1)
    expect(tab.locator(".bar p")).to_be_in_viewport(ratio=1)
    nothing_off(tab, (320, 390, 1280))
    tab.set_viewport_size(SMALL)
    tab.get_by_label(re.compile("^Leave out")).first.focus()
    for _ in range(20):
        assert not tab.evaluate(COVERED)
        tab.keyboard.press("Tab")
    tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = tab.locator(".tablewrap").last.bounding_box()
    assert last["y"] + last["height"] <= tab.locator(".bar").bounding_box()["y"]
