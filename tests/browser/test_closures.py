"""The office shuts a room over three bookings: one moves, one is cancelled, one stays; then the room opens again."""

from datetime import datetime

import pytest

from tests.browser.looking import nothing_off
from tests.support.days import ahead
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.models import Occupancy, Reservation
from webapp.rooms.reservations import booking
from webapp.school import calendar

SOL, NIA = Actor(2, "Sol", "student", 0), Actor(3, "Nia", "student", 0)
SHUT = [("08:00", "15:00"), ("16:00", "18:00")]


@pytest.fixture
def bookings(app_of_site):
    """`bookings(day)` books Studio A three times that day: the ids."""

    def book(day):
        at = lambda hour: datetime.fromisoformat(f"{day}T{hour:02d}:00")  # noqa: E731
        with app_of_site.app_context(), transaction():
            wished = ((SOL, 10), (NIA, 12), (SOL, 15))
            return [
                booking.book(who, room=1, start_time=at(h), end_time=at(h + 1)).id
                for who, h in wished
            ]

    return book


@pytest.fixture
def stored(app_of_site):
    """(room, status) of these bookings, and when the room is shut."""

    def look(ids):
        with app_of_site.app_context():
            mine = [db.session.get(Reservation, id) for id in ids]
            shut = (
                db.session.query(Occupancy)
                .filter_by(kind="closure", live=True)
                .order_by(Occupancy.starts_at)
            )
            spans = [
                (calendar.local(each.starts_at), calendar.local(each.blocks_until))
                for each in shut
            ]
            return [(one.room_id, one.stored_status) for one in mine], [
                (f"{a:%H:%M}", f"{b:%H:%M}") for a, b in spans
            ]

    return look


@pytest.mark.parametrize(("width", "days"), [(390, 15), (1280, 16)])
def test_the_office_shuts_a_room_that_is_booked_and_opens_it_again(
    open_as, app_of_site, bookings, stored, width, days
):
    day = ahead(days)
    ids = bookings(day)
    tab = open_as("dora", width=width)
    tab.goto("/rooms")
    tab.locator("#main").get_by_role("link", name="Closures").click()
    tab.get_by_role("link", name="Close rooms").first.click()
    tab.get_by_label("Why").fill("Floor is waxed")
    tab.get_by_label("From").fill(f"{day}T08:00")
    tab.get_by_label("Until").fill(f"{day}T18:00")
    tab.get_by_label("Studio A", exact=True).check()
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_role("heading", name="3 bookings are in the way").wait_for()
    nothing_off(tab)
    tab.locator(f"#choice-{ids[0]}").select_option(label="Move to Studio C")
    tab.locator(f"#choice-{ids[1]}").select_option(label="Cancel with an apology")
    tab.locator(f"#choice-{ids[2]}").select_option(label="Keep it, and close around it")
    tab.get_by_role("button", name="Close the rooms").click()
    tab.wait_for_url("**/closures")
    assert "Floor is waxed" in tab.locator("#closures").inner_text()
    assert stored(ids) == ([(3, "confirmed"), (1, "cancelled"), (1, "confirmed")], SHUT)
    with app_of_site.app_context():
        letters = db.session.query(Letter).filter(
            Letter.subject_type == "reservation", Letter.subject_id.in_(ids[:2])
        )
        assert {each.address for each in letters} >= {"sol@school.test", "nia@school.test"}
    nothing_off(tab)
    tab.get_by_role("button", name="Lift Floor is waxed").click()
    tab.get_by_role("heading", name="Every room is open").wait_for()
    assert stored(ids)[1] == []
    tab.get_by_role("link", name="Past and lifted").click()
    tab.get_by_text("(lifted)").first.wait_for()
    assert not tab.said


def test_it_needs_no_javascript(open_as, bookings, stored):
    day = ahead(17)
    ids = bookings(day)
    tab = open_as("dora", width=390, java_script_enabled=False)
    tab.goto("/closures/new?room=1")
    tab.get_by_label("Why").fill("Exams")
    tab.get_by_label("From").fill(f"{day}T08:00")
    tab.get_by_label("Until").fill(f"{day}T18:00")
    tab.get_by_role("button", name="Continue").click()
    for id in ids:
        tab.locator(f"#choice-{id}").select_option(label="Cancel with an apology")
    tab.get_by_role("button", name="Close the rooms").click()
    assert stored(ids) == ([(1, "cancelled")] * 3, [("08:00", "18:00")])
