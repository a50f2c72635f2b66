"""Moving a booking when it is too late to cancel it for free: what it leaves is owed and counted as if cancelled."""

import pytest
import time_machine

from webapp.core.db import db
from webapp.core.outbox import Letter

API = "/api/inventory/reservations/"


pytestmark = pytest.mark.usefixtures("late_booking")


DOORS = pytest.mark.parametrize("door", ["page", "api"])


@DOORS
def test_moving_it_away_and_cancelling_then_is_owed_like_cancelling_at_once(
    as_, move, given_up, monday, door
):
    assert move(door, days=9).status_code in (200, 303)
    assert given_up() == ([("14:00", "16:00", 1000)], 3000)
    with time_machine.travel(f"{monday}T13:05:00Z"):
        assert as_("sol").post(f"{API}1/cancel/").json["late"] is False
    assert given_up() == ([("14:00", "16:00", 1000)], 1000)


@pytest.mark.parametrize(
    ("starts", "ends", "left", "charged"),
    [
        ("14:00", "15:00", [("15:00", "16:00", 500)], 1500),
        ("15:00", "16:00", [("14:00", "15:00", 500)], 1500),
        ("14:30", "15:30", [("14:00", "14:30", 250), ("15:30", "16:00", 250)], 1500),
        ("15:00", "17:00", [("14:00", "15:00", 500)], 2500),
        ("13:30", "17:00", [], 3500),
    ],
)
def test_only_the_time_it_no_longer_has_is_given_up(
    move, given_up, starts, ends, left, charged
):
    assert move("api", starts=starts, ends=ends).status_code == 200
    assert given_up() == (left, charged)


@DOORS
@pytest.mark.parametrize("way", ["cancelled", "moved away"])
def test_time_that_was_too_late_to_give_back_stays_so_when_its_booking_begins_later(
    as_, move, given_up, monday, letter, door, way
):
    assert move(door, starts="14:30", ends="16:30", at="10:15").status_code in (200, 303)
    assert given_up() == ([("14:00", "14:30", 250)], 2250)
    if way == "cancelled":
        with time_machine.travel(f"{monday}T10:16:00Z"):
            asked = as_("sol").get("/reservations/1/cancel").text
            as_("sol").post(f"{API}1/cancel/")
        assert "For 14:30 to 16:00 it is too late" in in_one_line(asked)
        assert STILL_DUE in letter(kind="reservation_cancelled").text
    else:
        assert move("api", days=9, at="10:16").status_code == 200
    left, charged = given_up()
    assert left == [("14:00", "14:30", 250), ("14:30", "16:00", 750)]
    assert charged == (1000 if way == "cancelled" else 3000)


STILL_DUE = "too late to cancel all of it for free: €7.50 is still due"


def in_one_line(page):
    return " ".join(page.replace("\u2013", " to ").split())


def test_what_staff_moved_may_be_given_back_as_any_other(as_, move, given_up, monday):
    move("api", starts="14:30", ends="16:30", at="10:15")
    move("api", "dora", starts="14:45", ends="16:45", at="10:16")
    with time_machine.travel(f"{monday}T10:17:00Z"):
        as_("sol").post(f"{API}1/cancel/")
    assert given_up()[1] == 250


def test_shortened_step_by_step_it_never_costs_more_than_it_did(decide, move, given_up):
    decide(billing_least_minutes=60, billing_step_minutes=60)
    for ends, charged in (
        ("15:30", 2000),
        ("15:15", 2000),
        ("15:00", 1500),
        ("14:30", 1500),
        ("14:15", 1500),
    ):
        assert move("api", ends=ends).status_code == 200
        assert given_up()[1] == charged


def test_in_another_room_all_of_it_is_given_up(move, given_up):
    assert move("api", room=2).status_code == 200
    assert given_up() == ([("14:00", "16:00", 1000)], 4000)


def test_in_time_it_is_free(move, given_up):
    assert move("api", days=9, at="09:59").status_code == 200
    assert given_up() == ([], 2000)


@pytest.mark.parametrize("name", ["dora", "tess"])
def test_for_staff_who_move_it_for_somebody_it_is_free(move, given_up, name):
    assert move("api", name, days=9).status_code == 200
    assert given_up() == ([], 2000)


def test_a_refused_move_gives_nothing_up(book, move, given_up, monday):
    book("nia", 2, monday, "15:00", "16:00")
    assert move("api", room=2).status_code == 409
    assert given_up() == ([], 2000)


def test_what_is_due_is_told_before_and_in_the_letter(app, as_, move, monday):
    asked = f"/reservations/1/move?room=1&start_time={monday}T18:00&end_time={monday}T20:00"
    with time_machine.travel(f"{monday}T13:00:00Z"):
        assert (
            "<b>€10.00</b> for the time you give up is still due"
            in as_("sol").get(asked).text
        )
        assert "still due" not in as_("dora").get(asked).text
    with time_machine.travel(f"{monday}T09:00:00Z"):
        assert "still due" not in as_("sol").get(asked).text
    move("page", starts="18:00", ends="20:00")
    with app.app_context():
        letter = db.session.query(Letter).filter_by(kind="reservation_moved").one()
        assert (
            "too late to move it for free: €10.00 for the time you gave up is still due"
            in letter.text
        )


def test_the_statement_tells_both(as_, move, monday):
    move("api", starts="18:00", ends="20:00")
    about = {"start_date": monday, "end_date": monday}
    told = as_("sol").get("/api/inventory/statements/2/", query_string=about).json
    assert told["closing"] == "30.00"
    assert any("cancelled late" in line["what"] for line in told["lines"])


def test_once_others_have_all_of_what_it_left_nothing_is_due_for_it(
    decide, book, move, given_up, monday
):
    decide(late_cancel_waived=True)
    move("api", starts="18:00", ends="20:00")
    with time_machine.travel(f"{monday}T13:10:00Z"):
        book("nia", 1, monday, "14:00", "16:00")
    assert given_up() == ([], 2000)


def test_who_moves_back_to_the_time_given_up_owes_it_once(move, given_up):
    for starts, ends, left, charged in (
        ("18:00", "20:00", [("14:00", "16:00", 1000)], 3000),
        ("14:00", "16:00", [], 2000),
        ("14:00", "15:00", [("15:00", "16:00", 500)], 1500),
        ("14:00", "16:00", [], 2000),
    ):
        assert move("api", starts=starts, ends=ends).status_code == 200
        assert given_up() == (left, charged)
