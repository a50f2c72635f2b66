"""Rules that say until when a booking may be moved: those of where it is now, not of where it goes."""

import pytest

from webapp.core.db import db
from webapp.rooms.models import Reservation

API = "/api/inventory/reservations/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture(autouse=True)
def booked(book, monday, rule):
    """Studio A from 14:00 on, which students may move until noon."""
    rule("Plans", role="student", room=1, change_notice_minutes=120)
    assert book("sol", 1, monday, "14:00", "15:00") == 1


@pytest.fixture
def move(as_, monday, at):
    """`move("sol", "11:00", room=2)`: what comes of moving it by that time to six o'clock."""

    def ask(who, now, door="api", room=1, **more):
        to = {
            "room": room,
            "start_time": f"{monday}T18:00",
            "end_time": f"{monday}T19:00",
        } | more
        with at(now):
            if door == "page":
                return as_(who).post("/reservations/1/move", data=to | {"version": "1"})
            return as_(who).post(f"{API}1/move/", json=to)

    return ask


@pytest.fixture
def stored(app):
    def look():
        with app.app_context():
            one = db.session.get(Reservation, 1)
            return one.room_id, f"{one.starts_at:%H}" != "18" and one.version

    return look


@DOORS
def test_too_late_is_refused_with_the_time_until_which_it_could_be_moved(
    move, stored, monday, door
):
    before = stored()
    no = move("sol", "12:15", door)
    assert no.status_code == 409
    assert stored() == before
    assert "Move it at least 2 h before it begins (rule “Plans”)" in (
        no.text if door == "page" else no.json["detail"]
    )
    if door == "api":
        facts = no.json["facts"]
        assert facts["limit"] == "change_notice_minutes"
        assert facts["movable_until"].startswith(f"{monday}T12:00")


@DOORS
def test_until_then_it_is_moved(move, stored, door):
    assert move("sol", "12:00", door).status_code in (200, 303)
    assert stored()[1] == 2


def test_the_rules_of_where_it_is_hold_not_those_of_where_it_goes(move, rule, stored):
    assert move("sol", "12:15", room=2).status_code == 409
    rule("Drums", role="student", room=2, change_notice_minutes=6000)
    assert move("sol", "11:00", room=2).status_code == 200
    assert stored()[0] == 2
    assert move("sol", "11:15", room=1).status_code == 409
    assert stored()[0] == 2


def test_staff_move_it_with_a_reason(move, stored):
    no = move("dora", "12:15")
    assert no.status_code == 409
    assert no.json["detail"].endswith("You can book it anyway if you give a reason")
    assert move("dora", "12:15", override_reason="A concert").status_code == 200
    assert stored()[1] == 2


def test_it_is_told_before_anybody_asks_and_it_may_still_be_given_back(as_, at, monday):
    sol, chosen = (
        as_("sol"),
        f"/reservations/1/move?room=1&start_time={monday}T18:00&end_time={monday}T19:00",
    )
    with at("11:00"):
        assert "Against the rules" not in sol.get(chosen).text
    with at("12:15"):
        assert "Against the rules:" in (page := sol.get(chosen).text)
        assert "Move it at least 2 h before" in page
        assert sol.post(f"{API}1/cancel/").status_code == 200


def test_dates_of_a_series_that_begin_too_soon_stay_where_they_are(as_, at, monday, app):
    sol, weekly = (
        as_("sol"),
        {"room": 1, "start": "16:00", "end": "17:00", "first_date": monday, "count": 2},
    )
    made = sol.post("/api/inventory/series/", json=weekly)
    assert made.status_code == 201, made.json
    path = f"/api/inventory/series/{made.json['id']}/"
    with at("14:30"):
        seen = sol.post(
            f"{path}change/preview/",
            json={"scope": "all", "start": "19:00", "end": "20:00"},
        ).json
        assert [line["status"] for line in seen["dates"]] == ["refused", "free"]
        assert "Move it at least 2 h before" in seen["dates"][0]["reason"]
        assert (
            sol.post(
                f"{path}change/", json={"scope": "all", "start": "19:00", "end": "20:00"}
            ).status_code
            == 409
        )
