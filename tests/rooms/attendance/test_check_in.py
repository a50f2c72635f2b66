"""Checking in: who has a room says so, in time; admins decide how."""

import pytest

from tests.rooms.attendance.conftest import check_in

API = "/api/inventory/reservations/"


POLICY = "/api/inventory/check-in/"


DOORS = pytest.mark.parametrize("door", ["page", "api"])


@DOORS
@pytest.mark.parametrize("name", ["sol", "dora", "tess"])
def test_the_person_or_staff_check_in_and_keep_the_time(as_, at, work, stored, door, name):
    work("13:45")
    with at("13:45"):
        assert check_in(as_(name), door).status_code in (200, 303)
    assert work("14:11") == 0
    assert stored() == ("confirmed", True, "15:00")


@DOORS
@pytest.mark.parametrize(
    ("wall", "words"), [("13:44", "from 13:45"), ("15:00", "already over")]
)
def test_too_early_and_too_late(as_, at, stored, door, wall, words):
    with at(wall):
        sol = as_("sol")
        no = check_in(sol, door)
        assert "Check in<" not in sol.get("/reservations/1").text
    assert no.status_code == 409
    assert words in no.text
    assert stored() == ("confirmed", False, "15:00")


@DOORS
def test_another_student_does_not_even_see_it(as_, at, stored, door):
    with at("14:00"):
        assert (
            check_in(as_("nia"), door).status_code
            == check_in(as_("sol"), door, 999).status_code
            == 404
        )
    assert stored() == ("confirmed", False, "15:00")


@DOORS
def test_a_second_time_says_so(as_, at, door):
    with at("14:00"):
        sol = as_("sol")
        check_in(sol, door)
        again = check_in(sol, door)
    assert again.status_code == 409
    assert "already checked in" in again.text


def test_the_same_click_twice_is_one_check_in(as_, at):
    with at("14:00"):
        sol = as_("sol")
        assert [
            check_in(sol, "page", idempotency_key="k").status_code for _ in range(2)
        ] == [303, 303]


def test_where_nobody_checks_in_nobody_is_missed(as_, at, work, decide, stored):
    decide(check_in=False)
    with at("14:00"):
        no = check_in(as_("sol"), "api")
    assert no.status_code == 409
    assert "Nobody needs to" in no.text
    assert work("14:09", "14:10", "14:11") == 0
    assert stored() == ("confirmed", False, "15:00")


def test_the_button_is_there_when_it_is_time(as_, at):
    with at("13:44"):
        assert "Check in<" not in as_("sol").get("/").text
    with at("13:45"):
        assert "Check in<" in as_("sol").get("/").text
        assert "Check Sol in<" in as_("dora").get("/reservations/1").text
        check_in(as_("sol"), "page")
        page = as_("sol").get("/").text
        assert "Checked in" in page
        assert "Check in<" not in page


def test_booking_what_is_about_to_begin_is_checking_in(as_, at, monday):
    asked = {"room": 2, "start_time": f"{monday}T14:00", "end_time": f"{monday}T15:00"}
    with at("13:45"):
        assert as_("nia").post(API, json=asked).json["checked_in_at"][11:16] == "13:45"
    with at("13:44"):
        assert as_("nia").post(API, json=asked | {"room": 3}).json["checked_in_at"] is None


def test_admins_decide_and_see_when_the_worker_last_looked(app, as_, admin, at, work):
    with at("14:00"):
        assert "never looked" in admin.get("/rooms/check-in").text
        work("14:00")
        assert "looked at 14:00:00" in admin.get("/rooms/check-in").text
    with at("14:06"):
        assert "last looked on" in admin.get("/rooms/check-in").text
        assert admin.post("/rooms/check-in", data=TYPED).status_code == 303
        bad = admin.post("/rooms/check-in", data=TYPED | {"check_in_grace": "0"})
        assert bad.status_code == 422
        assert "At least 1" in bad.text
        assert 'value="20"' in bad.text
        assert as_("dora").get("/rooms/check-in").status_code == 403
    shown = as_("sol").get(POLICY).json
    assert (shown["check_in_before"], shown["check_in_grace"]) == (20, 5)
    assert shown["last_run"][11:16] == "14:00"


TYPED = {
    "check_in": "y",
    "check_in_before": "20",
    "check_in_grace": "5",
    "strikes": "2",
    "strike_days": "14",
}
