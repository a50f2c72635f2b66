"""The waitlist: free time is held for the first who may have it, nobody else gets it meanwhile, then the next."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from tests.rooms.conftest import person
from tests.rooms.waits.conftest import act, free
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.models import Reservation
from webapp.rooms.reservations import no_shows
from webapp.school import closed_days

API = "/api/inventory/waitlist/"

BOOK = "/api/inventory/reservations/"

DOORS = pytest.mark.parametrize("door", ["page", "api"])


@DOORS
def test_what_becomes_free_is_held_for_the_first_and_one_tap_books_it(
    as_, join, stored, holds, door
):
    assert [join("sol"), join("nia")] == [1, 2]
    assert holds() == []
    free(as_)
    assert stored() == [("offered", 1, "14:00"), ("offered", 1, "15:00")]
    assert holds() == [(1, "14:00-15:00"), (2, "15:00-16:00")]
    sol = as_("sol")
    assert act(sol, door, 1, "accept").status_code in (201, 303)
    assert stored()[0][0] == "booked"
    assert holds() == [(2, "15:00-16:00")]
    (booked,) = sol.get(BOOK).json
    assert booked["status"] == "confirmed"
    assert booked["start_time"][11:16] == "14:00"
    assert booked["end_time"][11:16] == "15:00"


@DOORS
def test_an_offer_is_taken_once(as_, join, door):
    join("sol")
    free(as_)
    sol = as_("sol")
    assert act(sol, door, 1, "accept").status_code in (201, 303)
    again = act(sol, door, 1, "accept")
    assert again.status_code == 409
    assert "already booked" in again.text


@DOORS
def test_nobody_takes_an_offer_on_a_day_that_has_closed(
    app, as_, join, stored, monday, door
):
    join("sol")
    free(as_)
    day = date.fromisoformat(monday)
    with app.app_context(), transaction():
        closed_days.add(person("ada"), name="Strike", starts_on=day, ends_on=day)
    no = act(as_("sol"), door, 1, "accept")
    assert no.status_code == 409
    assert "Strike" in no.text
    assert stored()[0][0] == "offered"
    assert as_("sol").get(BOOK).json == []


def test_an_offer_is_told_in_an_e_mail_and_on_the_screen(app, as_, join):
    join("sol")
    free(as_)
    with app.app_context():
        letter = db.session.query(Letter).filter_by(subject_type="wait", subject_id=1).one()
        assert letter.address == "sol@school.test"
        assert "/waitlist/1" in letter.text
        assert "14:00 to 15:00" in letter.text
    sol = as_("sol")
    assert "Held for you until" in sol.get("/waitlist/1").text
    assert "Free for you" in sol.get("/").text


def test_nobody_snipes_what_is_held(as_, join, wish, holds, monday):
    join("sol")
    free(as_)
    hour = {"room": 1, "start_time": f"{monday}T14:00", "end_time": f"{monday}T15:00"}
    assert (
        as_("nia").post(BOOK, json=hour).status_code
        == as_("tess").post(BOOK, json=hour).status_code
        == 409
    )
    assert act(as_("sol"), "api", 1, "accept").status_code == 201


def test_who_has_the_offer_is_not_in_their_own_way(as_, join, stored, holds, monday):
    join("sol")
    free(as_)
    longer = {"room": 1, "start_time": f"{monday}T14:00", "end_time": f"{monday}T16:00"}
    assert as_("sol").post(BOOK, json=longer).status_code == 201
    assert stored()[0][0] == "booked"
    assert holds() == []


def test_what_begins_at_once_is_offered_from_the_next_step(as_, at, join):
    join("sol")
    with at("13:54"):
        free(as_)
        assert as_("sol").get(f"{API}1/").json["offered_from"][11:16] == "14:15"


def test_the_time_of_who_did_not_come_is_offered(
    app, as_, at, book, decide, join, monday, holds
):
    decide(check_in=True)
    join("sol")
    for wall in ("13:57", "14:02", "14:07", "14:10"):
        with at(wall), app.app_context(), transaction():
            no_shows.mark()
    assert holds() == [(1, "14:30-15:30")]


def test_any_room_like_it(as_, book, join, monday, stored):
    book("tess", 3, monday, "14:00", "16:00")
    assert join("sol", is_flexible=True, equipment="Piano upright") == 1
    assert as_("tess").post(f"{BOOK}2/cancel/").status_code == 200
    assert stored() == [("offered", 3, "14:00")]


@DOORS
def test_others_do_not_see_it_and_staff_do_not_take_it(as_, join, door):
    join("sol")
    free(as_)
    nia, dora = as_("nia"), as_("dora")
    assert nia.get("/waitlist/1").status_code == nia.get(f"{API}1/").status_code == 404
    assert (
        act(nia, door, 1, "accept").status_code
        == act(nia, door, 1, "leave").status_code
        == 404
    )
    assert dora.get("/waitlist/1").status_code == 200
    assert act(dora, door, 1, "accept").status_code == 403
    assert act(dora, door, 1, "leave").status_code in (200, 303)


def test_accepting_six_times_at_once_books_once(app, as_, join):
    join("sol")
    free(as_)
    people = [as_("sol") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        codes = list(
            pool.map(lambda browser: act(browser, "api", 1, "accept").status_code, people)
        )
    assert sorted(codes) == [201] + [409] * 5
    with app.app_context():
        assert db.session.query(Reservation).filter_by(student_id=2).count() == 1
