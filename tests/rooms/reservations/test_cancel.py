"""Giving a room back: through both doors, once, and others can have it then."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text

from tests.rooms.conftest import check_words
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.rooms.models import Occupancy, Reservation
from webapp.rooms.rules import quotas

API = "/api/inventory/reservations/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture(autouse=True)
def booked(book, monday):
    assert book("sol", 1, monday, "14:00", "15:00") == 1


@pytest.fixture
def stored(app):
    """(status, whether it still holds the room, how many letters say it is cancelled)"""

    def look():
        with app.app_context():
            letters = db.session.query(Letter).filter_by(step="cancelled").count()
            held = db.session.query(Occupancy).filter_by(reservation_id=1).one()
            return db.session.get(Reservation, 1).stored_status, held.live, letters

    return look


def cancel(browser, door, id=1, **said):
    path = f"/reservations/{id}/cancel" if door == "page" else f"{API}{id}/cancel/"
    return browser.post(path, data=said or None)


@DOORS
def test_the_time_is_free_for_others(as_, stored, hour, door):
    assert as_("nia").post(API, json=hour).status_code == 409
    assert cancel(as_("sol"), door).status_code in (200, 303)
    assert stored() == ("cancelled", False, 1)
    assert as_("nia").post(API, json=hour).status_code == 201


@DOORS
def test_staff_may_cancel_for_others_and_the_letter_says_who(app, as_, stored, door):
    assert cancel(as_("dora"), door).status_code in (200, 303)
    assert stored() == ("cancelled", False, 1)
    with app.app_context():
        letter = db.session.query(Letter).filter_by(step="cancelled").one()
        assert letter.address == "sol@school.test"
        assert "Dora cancelled your booking of Studio A" in letter.text


@DOORS
def test_another_student_does_not_even_see_it(as_, stored, door):
    nia = as_("nia")
    assert cancel(nia, door).status_code == 404
    assert (
        nia.get("/reservations/1").status_code
        == nia.get("/reservations/1/cancel").status_code
        == 404
    )
    assert nia.get(f"{API}1/").status_code == 404
    assert stored() == ("confirmed", True, 0)


@DOORS
def test_what_is_cancelled_cannot_be_cancelled_again(as_, stored, door):
    sol = as_("sol")
    cancel(sol, door)
    again = cancel(sol, door)
    assert again.status_code == 409
    assert "already cancelled" in again.text
    assert stored() == ("cancelled", False, 1)


@DOORS
def test_what_is_over_cannot_be_given_back(as_, app, stored, monday, door):
    with time_machine.travel(f"{monday}T20:00:00Z"):
        sol = as_("sol")
        assert "nothing to cancel" in sol.get("/reservations/1/cancel").text
        assert "Cancel" not in sol.get("/reservations/1").text
        no = cancel(sol, door)
    assert no.status_code == 409
    assert "already over" in no.text
    assert stored() == ("confirmed", True, 0)


@DOORS
def test_ones_own_is_ended_and_not_cancelled_once_it_has_begun(
    app, as_, stored, decide, rule, door
):
    """For what was used of it counts in every quota; ended, only what lies ahead comes back."""
    decide(zone="UTC")
    rule("Two hours a day", day_minutes=120)
    at = db_start(app)
    with time_machine.travel(at + timedelta(minutes=20), tick=False):
        sol = as_("sol")
        shown = sol.get("/reservations/1")
        check_words(shown.text, "End it now", without=["Cancel this booking"])
        assert "It has begun" in sol.get("/reservations/1/cancel").text
        no = cancel(sol, door)
        assert no.status_code == 409
        assert "end it early instead" in no.text
        assert stored() == ("confirmed", True, 0)
        assert used(app) == 60
        assert sol.post(f"{API}1/end/").status_code == 200
        assert used(app) == 30


def test_staff_cancel_for_others_also_what_has_begun(app, as_, stored):
    with time_machine.travel(db_start(app) + timedelta(minutes=20)):
        assert "Cancel this booking" in as_("dora").get("/reservations/1").text
        assert cancel(as_("dora"), "api").status_code == 200
    assert stored() == ("cancelled", False, 1)


def test_to_the_minute_it_begins_it_is_given_back_whole(app, as_, stored):
    with time_machine.travel(db_start(app) - timedelta(seconds=1), tick=False):
        assert cancel(as_("sol"), "api").json["late"] is False
    assert stored() == ("cancelled", False, 1)


def db_start(app):
    with app.app_context():
        return db.session.get(Reservation, 1).starts_at


def used(app):
    with app.app_context():
        (meter,) = quotas.of(2)
        return meter.used


@pytest.mark.parametrize("id", [999, 2**31 - 1])
@DOORS
def test_what_is_not_there_is_not_found(as_, door, id):
    assert cancel(as_("sol"), door, id).status_code == 404


def test_the_page_asks_first_and_asking_changes_nothing(as_, stored):
    asked = as_("sol").get("/reservations/1/cancel")
    assert "Cancel this booking?" in asked.text
    assert "14:00–15:00" in asked.text
    assert stored() == ("confirmed", True, 0)
    part = as_("tess", htmx=True).get("/reservations/1/cancel").text.strip()
    assert part.startswith('<form id="cancel"')
    assert "Sol gets an e-mail" in part


def test_the_same_click_twice_cancels_once(as_, stored):
    sol = as_("sol")
    first, again = (cancel(sol, "page", idempotency_key="k") for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert stored() == ("cancelled", False, 1)
    assert "Cancelled" in sol.get(again.location).text


def test_two_at_once_cancel_once(as_, stored):
    people = [as_(("sol", "tess")[i % 2]) for i in range(8)]
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda browser: cancel(browser, "api").status_code, people))
    assert sorted(codes) == [200] + [409] * 7
    assert stored() == ("cancelled", False, 1)


def test_cancelling_and_booking_at_once_never_leaves_two(app, as_, hour):
    people = [as_("nia") for _ in range(5)] + [as_("sol")]
    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(browser.post, API, json=hour) for browser in people[:5]]
        done.append(pool.submit(cancel, people[5], "api"))
        codes = [each.result().status_code for each in done]
    assert codes[5] == 200
    assert codes[:5].count(201) <= 1
    with app.app_context():
        live = db.session.scalar(text("SELECT count(*) FROM occupancy WHERE live"))
        assert live == codes[:5].count(201)
