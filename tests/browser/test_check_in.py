"""Checking in: at the door on a phone, at the desk, too late, and excused."""

from datetime import datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from tests.browser.looking import nothing_off
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.rooms.models import Reservation, Room
from webapp.rooms.reservations import booking, no_shows
from webapp.school import calendar, settings

PHONE = {"width": 390, "height": 844}
SOL, NIA = Actor(2, "Sol", "student", 0), Actor(3, "Nia", "student", 0)


@pytest.fixture
def at(app_of_site):
    """`with at("14:00"):` it is then, tomorrow, at the school."""
    with app_of_site.app_context():
        day = calendar.after(calendar.today(), 1)

    def travel(wall):
        with app_of_site.app_context():
            return time_machine.travel(
                calendar.instant(datetime.fromisoformat(f"{day}T{wall}"))
            )

    travel.day = day
    return travel


@pytest.fixture
def booked(app_of_site, at):
    """Sol's at two in Studio A; Nia's at two and at four in Studio B."""
    with app_of_site.app_context(), transaction():
        settings.change("check_in", True)
        for who, room, hour in ((SOL, 1, 14), (NIA, 2, 14), (NIA, 2, 16)):
            starts = datetime.fromisoformat(f"{at.day}T{hour}:00")
            booking.book(
                who, room=room, start_time=starts, end_time=starts + timedelta(hours=1)
            )


@pytest.fixture
def stored(app_of_site):
    """(status, whether anybody checked in, whether it is excused) of each booking."""

    def look():
        with app_of_site.app_context():
            found = db.session.query(Reservation).order_by(Reservation.id)
            return [
                (one.stored_status, bool(one.checked_in_at), bool(one.excused_at))
                for one in found
            ]

    return look


def work(app, at, *walls):
    for wall in walls:
        with at(wall), app.app_context(), transaction():
            no_shows.mark()


@pytest.mark.usefixtures("booked")
def test_at_the_door_at_the_desk_and_not_at_all(open_as, app_of_site, at, stored):
    with at("13:50"):
        at_the_door(open_as(**PHONE, has_touch=True, is_mobile=True), app_of_site)
        at_the_desk(open_as("dora"), at.day)
    assert stored() == [
        ("confirmed", True, False),
        ("confirmed", True, False),
        ("confirmed", False, False),
    ]
    work(app_of_site, at, "15:58", "16:02", "16:06", "16:10")
    assert stored()[2] == ("no_show", False, False)
    with at("16:12"):
        excused(open_as("nia", **PHONE), open_as("dora"), at.day)
    assert stored()[2] == ("no_show", False, True)


def at_the_door(tab, app):
    with app.app_context():
        code = db.session.get(Room, 1).door_code
    tab.goto(f"/door/{code}")
    tab.get_by_role("link", name="Sign in to check in or book").tap()
    tab.get_by_label("E-mail").fill("sol@school.test")
    tab.get_by_label("Password").fill("backline")
    tab.get_by_role("button", name="Sign in").tap()
    tab.wait_for_url(f"**/door/{code}")
    nothing_off(tab)
    tab.get_by_role("button", name="Check in").tap()
    tab.wait_for_url("**/reservations/1")
    tab.get_by_text("Checked in", exact=True).wait_for()
    assert not tab.said


def at_the_desk(tab, day):
    tab.goto(f"/reservations?date={day}")
    tab.get_by_role("row").filter(has_text="Nia").get_by_role("link").first.click()
    tab.get_by_role("button", name="Check Nia in").click()
    tab.get_by_text("Checked in", exact=True).wait_for()
    nothing_off(tab)


def excused(nia, dora, day):
    nia.goto("/")
    nia.get_by_text("1 booking missed in the last 28 days").wait_for()
    nothing_off(nia)
    dora.goto(f"/reservations?past=1&date={day}")
    dora.get_by_role("row").filter(has_text="Missed").get_by_role("link").first.click()
    dora.get_by_role("button", name="Excuse").click()
    dora.get_by_text("Excused", exact=True).wait_for()
    nothing_off(dora)
    nia.goto("/")
    expect(nia.get_by_text("missed in the last")).to_have_count(0)
    assert not nia.said
    assert not dora.said
