"""Waiting for a taken room: joining where it is refused, the offer when it becomes free, and one tap to take it."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import expect

from tests.browser.looking import nothing_off
from tests.support.days import ahead
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.rooms.models import Reservation, Wait
from webapp.rooms.reservations import booking, reservations
from webapp.rooms.waits import waits

SOL, NIA = Actor(2, "Sol", "student", 0), Actor(3, "Nia", "student", 0)
TESS = Actor(1, "Tess", "teacher", 0)
PHONE = {"width": 390, "height": 844}
TOUCH = {"has_touch": True, "is_mobile": True}


@pytest.fixture
def taken(app_of_site):
    """`taken(day)` is Nia's booking of Studio A, from two to three."""

    def book(day):
        times = {
            f"{name}_time": datetime.fromisoformat(f"{day}T{at}")
            for name, at in (("start", "14:00"), ("end", "15:00"))
        }
        with app_of_site.app_context(), transaction():
            return booking.book(NIA, room=1, **times).id

    return book


@pytest.mark.parametrize(
    ("screen", "days"),
    [(PHONE | TOUCH, 9), ({"width": 1280}, 10)],
    ids=["phone", "desktop"],
)
def test_what_one_gives_back_the_other_takes_with_one_tap(
    open_as, app_of_site, taken, screen, days
):
    day = ahead(days)
    sol, nia = open_as("sol", **screen), open_as("nia")
    sol.goto(f"/reservations/new?room=1&start_time={day}T14:00&end_time={day}T15:00")
    id = taken(day)
    sol.get_by_role("button", name="Book room").click()
    sol.get_by_role("link", name="Wait for this time").click()
    sol.said.clear()  # the refusal
    sol.wait_for_url("**/waitlist/new*")
    nothing_off(sol)
    sol.get_by_role("button", name="Join the waitlist").click()
    sol.get_by_role("heading", name="On the waitlist").wait_for()
    nothing_off(sol)
    nia.goto(f"/reservations/{id}")
    nia.get_by_role("link", name="Cancel this booking").click()
    nia.get_by_role("button", name="Cancel the booking").click()
    nia.get_by_text("Cancelled", exact=True).wait_for()
    sol.goto("/")
    sol.get_by_text("Free for you").wait_for()
    nothing_off(sol)
    sol.get_by_role("button", name="Book it Studio A").click()
    sol.wait_for_url(re.compile(r"/reservations/\d+$"))
    with app_of_site.app_context():
        mine = db.session.query(Reservation).order_by(Reservation.id.desc()).first()
        assert (mine.student_id, mine.room_id, mine.stored_status, mine.id > id) == (
            2,
            1,
            "confirmed",
            True,
        )
    assert not sol.said
    assert not nia.said


@pytest.mark.parametrize("script", [True, False])
def test_staff_put_first_who_came_last(open_as, app_of_site, taken, script):
    day = ahead(11 + script)
    id = taken(day)
    with app_of_site.app_context(), transaction():
        times = {"start_time": f"{day}T14:00", "end_time": f"{day}T15:00"}
        times = {name: datetime.fromisoformat(at) for name, at in times.items()}
        first, last = (
            waits.join(who, room=1, minutes=60, **times).id for who in (SOL, TESS)
        )
    tab = open_as("dora", **PHONE, java_script_enabled=script)
    tab.goto("/reservations")
    tab.get_by_role("link", name="Waitlist").click()
    tab.wait_for_url("**/waitlist")
    names = tab.locator("main ol b")
    expect(names).to_have_text(["Sol", "Tess"])
    tab.get_by_role("button", name="Move to the front Tess").click()
    tab.get_by_role("button", name="Back in order Tess").wait_for()
    expect(names).to_have_text(["Tess", "Sol"])
    assert not tab.said
    with app_of_site.app_context(), transaction():
        reservations.cancel(NIA, id)
        assert [db.session.get(Wait, each).status for each in (last, first)] == [
            "offered",
            "waiting",
        ]
        waits.leave(SOL, first), waits.leave(TESS, last)
