"""Sheets of rooms as they are looked at: today from an hour ago, a week on a phone, a day on paper."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from tests.browser.looking import nothing_off
from tests.browser.test_printed import PAPER
from tests.support import opening
from tests.support.days import ahead
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.rooms.models import Wait
from webapp.rooms.reservations import booking

NIA = Actor(3, "Nia", "student", 0)
PHONE = {"width": 390, "height": 844}
LONG = "Nia Wolfeschlegelsteinhausen-Bergerdorff"
HOUR_AGO = """score => {
  const box = score.getBoundingClientRect();
  const names = score.querySelector("th").getBoundingClientRect().width;
  const mark = score.querySelector(".seen-from").getBoundingClientRect().left;
  return mark - box.left - names;
}"""
CUT = """[...document.querySelectorAll(".score :is(th, small, td > :not(.free, .rest), td > :not(.free, .rest) *)")]
  .filter(part => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== "inline")
  .map(part => part.outerHTML)"""


@pytest.fixture
def takes(app_of_site):
    """`takes(day, 10, 12)` is a booking of Studio A by Nia."""

    def book(day, begin, end, minute=0):
        start, until = (
            datetime.fromisoformat(f"{day}T{hour:02}:00") for hour in (begin, end)
        )
        with app_of_site.app_context(), transaction():
            until += timedelta(minutes=minute)
            return booking.book(NIA, room=1, start_time=start, end_time=until).id

    return book


@pytest.fixture
def long_days(app_of_site):
    """The school is open from six to eleven at night."""
    with app_of_site.app_context(), transaction():
        opening.every_day("06:00", "23:00")
    yield
    with app_of_site.app_context(), transaction():
        opening.every_day("08:00", "22:00")


def day_of(tab, day):
    """Its card in a week."""
    return tab.locator(".day7", has=tab.locator(f"#day-{day}"))


@pytest.mark.parametrize("script", [True, False])
def test_a_day_that_does_not_fit_begins_an_hour_before_now(open_as, long_days, script):
    with time_machine.travel(f"{ahead(8)}T08:05:00Z"):
        tab = open_as("sol", width=900, java_script_enabled=script)
        tab.goto("/rooms")
        score = tab.locator(".score")
        expect(tab.locator(".playhead")).to_be_in_viewport()
        assert abs(score.evaluate(HOUR_AGO)) < 2
        assert score.evaluate("score => score.scrollTop") == 0
        assert tab.evaluate("scrollY") == 0
        tab.goto(f"/rooms?date={ahead(9)}")
        assert score.evaluate("score => score.scrollLeft") == 0


def test_a_day_of_seventeen_hours_fits_a_desktop_of_1280(open_as, long_days):
    with time_machine.travel(f"{ahead(8)}T11:05:00Z"):
        tab = open_as("sol", width=1280)
        tab.goto("/rooms")
        nothing_off(tab)
        score = tab.locator(".score")
        assert score.evaluate("score => score.scrollWidth <= score.clientWidth")


@pytest.mark.parametrize("script", [True, False])
def test_a_week_on_a_phone_says_first_what_is_free(open_as, takes, script):
    day = ahead(9 + script)
    takes(day, 10, 12)
    tab = open_as("sol", **PHONE, java_script_enabled=script)
    tab.goto(f"/rooms/1?week={day}")
    card = day_of(tab, day)
    free = card.get_by_role("link", name="12:00–22:00")
    taken = card.get_by_role("link", name="10:00–12:00 Busy")
    assert free.bounding_box()["y"] < taken.bounding_box()["y"]
    nothing_off(tab, (320, 390)) if script else None
    free.click()
    tab.locator("#book").wait_for()
    assert tab.get_by_label("From").locator("option:checked").inner_text() == "12:00"
    assert not tab.said


def test_a_wide_week_shows_what_is_free_by_its_gaps(open_as):
    tab = open_as("sol")
    tab.goto(f"/rooms/1?week={ahead(9)}")
    expect(tab.locator(".free7").first).to_be_hidden()
    nothing_off(tab)


@pytest.mark.parametrize("script", [True, False])
def test_a_taken_time_is_waited_for_in_two_taps(open_as, app_of_site, takes, script):
    day, taps = ahead(12 + script), 0
    takes(day, 10, 12)
    tab = open_as("sol", **PHONE, java_script_enabled=script)
    tab.goto(f"/rooms/1?week={day}")
    day_of(tab, day).get_by_role("link", name="10:00–12:00 Busy").click()
    taps += 1
    tab.get_by_role("button", name="Wait for this time").click()
    taps += 1
    tab.wait_for_url(re.compile(r"/waitlist/\d+$"))
    assert taps == 2
    with app_of_site.app_context():
        wait = db.session.query(Wait).order_by(Wait.id.desc()).first()
        assert (wait.student_id, wait.room_id, wait.status) == (2, 1, "waiting")


def test_a_full_room_on_a_phone_is_waited_for_in_two_taps(open_as, app_of_site, takes):
    day = ahead(15)
    for begin in (8, 12, 16, 20):
        takes(day, begin, min(begin + 4, 22))
    tab = open_as("sol", **PHONE)
    tab.goto(f"/rooms?date={day}")
    tab.get_by_role("link", name="Wait for a time in Studio A").click()
    nothing_off(tab)
    tab.get_by_role("button", name="Join the waitlist").click()
    tab.wait_for_url(re.compile(r"/waitlist/\d+$"))
    with app_of_site.app_context():
        wait = db.session.query(Wait).order_by(Wait.id.desc()).first()
        assert (wait.room_id, wait.minutes, wait.status) == (1, 60, "waiting")


@pytest.mark.parametrize("paper", PAPER)
def test_a_printed_day_is_landscape_and_cuts_no_name(open_as, app_of_site, takes, paper):
    day = ahead(17 + [*PAPER].index(paper))
    with app_of_site.app_context(), transaction():
        db.session.get(User, 3).name = LONG
    takes(day, 9, 9, minute=30), takes(day, 10, 10, minute=45), takes(day, 12, 14)
    tab = open_as("dora", java_script_enabled=False)
    tab.goto(f"/rooms?date={day}")
    pdf = tab.pdf(format=paper, prefer_css_page_size=True)
    size = map(float, re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())
    assert [*size] == pytest.approx(PAPER[paper][::-1], abs=1)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    tab.emulate_media(media="print")
    across = PAPER[paper][1] / 72 * 96 - 20 / 25.4 * 96
    tab.set_viewport_size({"width": int(across), "height": 700})
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert tab.evaluate(CUT) == []
    expect(tab.locator(".score td > a.busy")).to_have_count(3)
    for name in tab.locator(".score td > a.busy").all():
        assert LONG in name.inner_text().replace("\n", " ")
        expect(name).to_be_visible()


def test_a_month_says_in_words_what_its_colours_mean(open_as):
    tab = open_as("sol")
    tab.goto("/rooms/month")
    key = tab.get_by_role("region", name=re.compile("^The stronger the colour"))
    expect(key.get_by_role("listitem")).to_have_count(7)
    nothing_off(tab, (320, 390, 1280))
