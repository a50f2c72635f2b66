"""Moving a reservation: the time it had is free at once, and where it goes nobody else is."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from sqlalchemy import text

from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.rooms.models import Reservation

API = "/api/inventory/reservations/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture(autouse=True)
def booked(book, monday):
    assert book("sol", 1, monday, "14:00", "15:00") == 1


@pytest.fixture
def stored(app):
    def look():
        with app.app_context():
            one = db.session.get(Reservation, 1)
            sql = "SELECT space_id FROM occupancy WHERE live AND reservation_id = 1 ORDER BY 1"
            return one.room_id, one.total_cost_minor, list(db.session.scalars(text(sql)))

    return look


@pytest.fixture
def to(monday):
    return lambda room, starts, ends: {
        "room": room,
        "start_time": f"{monday}T{starts}",
        "end_time": f"{monday}T{ends}",
    }


def move(browser, door, said, version=1, **more):
    if door == "page":
        return browser.post(
            "/reservations/1/move", data=said | {"version": str(version)} | more
        )
    return browser.post(f"{API}1/move/", json=said, headers={"If-Match": f'"v{version}"'})


@DOORS
def test_it_has_the_new_time_at_the_new_rooms_price_and_the_old_one_is_free(
    app, as_, stored, hour, to, door
):
    assert move(as_("sol"), door, to(2, "16:00", "18:00")).status_code in (200, 303)
    assert stored() == (2, 3000, [2])
    nia = as_("nia")
    assert nia.post(API, json=hour).status_code == 201
    assert nia.post(API, json=to(2, "17:00", "18:00")).status_code == 409
    with app.app_context():
        letter = db.session.query(Letter).filter_by(kind="reservation_moved").one()
        assert "You moved your booking. It was: Studio A" in letter.text
        assert "It is now: Studio B" in letter.text


@DOORS
def test_it_may_overlap_the_time_it_had(as_, stored, to, door):
    assert move(as_("sol"), door, to(1, "14:30", "15:30")).status_code in (200, 303)
    assert stored() == (1, 1000, [1])


@DOORS
def test_where_somebody_is_it_does_not_go_and_offers_say_where_else(
    as_, book, stored, monday, to, door
):
    book("nia", 2, monday, "14:00", "15:00")
    no = move(as_("sol"), door, to(2, "14:00", "15:00"))
    assert no.status_code == 409
    assert "Studio B is taken" in no.text
    assert "15:00" in no.text
    assert stored() == (1, 1000, [1])
    if door == "page":
        offer = re.search(r'name="instead" value="([^"]+)"', no.text)[1].replace(
            "&amp;", "&"
        )
        again = move(as_("sol"), door, to(2, "14:00", "15:00"), instead=offer)
        assert again.status_code == 303
        assert stored()[0] == 2


@DOORS
def test_between_a_hall_and_its_parts(as_, hall, stored, to, door):
    sol = as_("sol")
    assert move(sol, door, to(hall, "14:00", "15:00")).status_code in (200, 303)
    assert stored() == (hall, 4000, [1, 2])
    assert move(sol, door, to(2, "14:00", "15:00"), version=2).status_code in (200, 303)
    assert stored() == (2, 1500, [2])


@DOORS
def test_others_do_not_even_see_it_and_staff_may(app, as_, stored, to, door):
    assert move(as_("nia"), door, to(2, "14:00", "15:00")).status_code == 404
    assert as_("nia").get("/reservations/1/move").status_code == 404
    assert stored()[0] == 1
    assert move(as_("dora"), door, to(2, "14:00", "15:00")).status_code in (200, 303)
    assert stored()[0] == 2
    with app.app_context():
        assert (
            "Dora moved"
            in db.session.query(Letter).filter_by(kind="reservation_moved").one().text
        )


@DOORS
def test_an_old_page_moves_nothing(as_, stored, to, door):
    sol = as_("sol")
    move(sol, door, to(1, "16:00", "17:00"))
    late = move(sol, door, to(2, "14:00", "15:00"))
    assert late.status_code == 412
    assert stored()[0] == 1


@DOORS
def test_what_has_begun_or_is_cancelled_stays(as_, stored, to, monday, door):
    with time_machine.travel(f"{monday}T13:30:00Z"):
        sol = as_("sol")
        no = move(sol, door, to(1, "19:00", "20:00"))
        assert no.status_code == 409
        assert stored() == (1, 1000, [1])
        assert "cannot be moved" in sol.get("/reservations/1/move").text
    sol = as_("sol")
    sol.post(f"{API}1/cancel/")
    assert move(sol, door, to(1, "19:00", "20:00"), version=2).status_code == 409


@pytest.mark.parametrize(
    "change",
    [{"end_time": "14:00"}, {"start_time": "14:05"}, {"room": 999}, {"room": "x"}],
    ids=str,
)
@DOORS
def test_bad_input_moves_nothing(as_, stored, to, monday, door, change):
    said = to(1, "14:30", "15:30") | {
        n: f"{monday}T{v}" if n != "room" else v for n, v in change.items()
    }
    assert move(as_("sol"), door, said).status_code in (404, 422)
    assert stored() == (1, 1000, [1])


def test_nobody_but_staff_moves_beyond_the_rules(as_, to):
    said = to(1, "14:05", "15:00") | {"override_reason": "Train"}
    assert as_("sol").post(f"{API}1/move/", json=said).status_code == 403
    assert as_("tess").post(f"{API}1/move/", json=said).status_code == 200


def test_a_tap_on_a_free_time_leads_to_what_changes(as_, monday):
    sol = as_("sol")
    day = sol.get("/reservations/1/move").text
    link = re.search(r'href="(/reservations/1/move\?room=2&amp;[^"]+)"', day)[1].replace(
        "&amp;", "&"
    )
    asked = sol.get(link).text
    assert "Move to Studio B" in asked
    assert "€15.00" in asked
    assert "instead of €10.00" in asked
    assert "Move booking" in sol.get("/reservations/1").text


def test_the_same_click_twice_moves_once(app, as_, to):
    sol = as_("sol")
    codes = [
        move(sol, "page", to(2, "14:00", "15:00"), idempotency_key="k").status_code
        for _ in range(2)
    ]
    assert codes == [303, 303]
    with app.app_context():
        assert db.session.query(Letter).filter_by(kind="reservation_moved").count() == 1


def test_moving_there_and_booking_there_at_once_end_with_one(app, as_, to):
    said = to(2, "16:00", "17:00")
    sol, others = as_("sol"), [as_("nia") for _ in range(5)]
    with ThreadPoolExecutor(6) as pool:
        moved = pool.submit(sol.post, f"{API}1/move/", json=said)
        booked = [pool.submit(nia.post, API, json=said) for nia in others]
        codes = [each.result().status_code for each in booked]
        won = codes.count(201) + (moved.result().status_code == 200)
    assert won == 1
    assert set(codes) <= {201, 409}
    with app.app_context():
        assert (
            db.session.scalar(
                text("SELECT count(*) FROM occupancy WHERE live AND space_id = 2")
            )
            == 1
        )


def test_two_that_change_places_never_wait_for_each_other(app, as_, book, monday, to):
    book("nia", 2, monday, "16:00", "17:00")
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(as_("sol").post, f"{API}1/move/", json=to(2, "10:00", "11:00"))
        other = pool.submit(as_("nia").post, f"{API}2/move/", json=to(1, "10:00", "11:00"))
    assert [one.result().status_code, other.result().status_code] == [200, 200]
