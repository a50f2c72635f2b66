"""A late move to where one must ask, and late moves of a series."""

import pytest
import time_machine

from tests.rooms.series.conftest import API as SERIES
from webapp.core.db import db
from webapp.core.outbox import Letter

API = "/api/inventory/reservations/"


pytestmark = pytest.mark.usefixtures("late_booking")


ASKED_ANEW = pytest.mark.parametrize(
    ("ends", "left", "approved"),
    [
        ("16:00", [("14:00", "16:00", 1000)], ([], 2000)),
        ("16:15", [("14:00", "16:00", 1000)], ([], 2250)),
        (
            "15:00",
            [("14:00", "15:00", 500), ("15:00", "16:00", 500)],
            ([("15:00", "16:00", 500)], 1500),
        ),
    ],
)


@ASKED_ANEW
def test_asking_anew_for_time_one_has_frees_nobody_from_paying_for_it(
    as_, must_ask, move, given_up, monday, ends, left, approved
):
    assert move("api", ends=ends).json["status"] == "pending"
    assert given_up()[0] == left
    with time_machine.travel(f"{monday}T13:05:00Z"):
        assert as_("sol").post(f"{API}1/cancel/").json["late"] is False
    assert given_up() == (left, 1000)


@ASKED_ANEW
def test_what_was_asked_for_anew_is_owed_once_when_it_is_approved(
    as_, must_ask, move, given_up, monday, ends, left, approved
):
    move("api", ends=ends)
    with time_machine.travel(f"{monday}T13:05:00Z"):
        assert as_("tess").post(f"{API}1/approve/", json={}).status_code == 200
    assert given_up() == approved


@pytest.mark.parametrize("scope", ["this", "all"])
def test_a_series_gives_up_the_date_that_moves_too_late(
    app, as_, series, given_up, monday, scope
):
    change = {"scope": scope, "date": monday, "start": "18:00", "end": "19:00"}
    with time_machine.travel(f"{monday}T13:00:00Z"):
        seen = as_("sol").post(f"{SERIES}1/change/preview/", json=change).json
        assert "€7.50 for the time you give up is still due" in seen["dates"][0]["reason"]
        assert as_("sol").post(f"{SERIES}1/change/", json=change).status_code == 200
    assert given_up()[0] == [("16:00", "17:00", 750)]
    with app.app_context():
        assert (
            "€7.50 for the time"
            in db.session.query(Letter).filter_by(kind="series_changed").one().text
        )


@pytest.mark.parametrize("wall", ["13:00", "11:00"])
def test_the_e_mail_about_a_cancelled_series_tells_what_is_still_due(
    app, as_, series, monday, wall
):
    with time_machine.travel(f"{monday}T{wall}:00Z"):
        assert (
            as_("sol").post(f"{SERIES}1/cancel/", json={"scope": "all"}).status_code == 200
        )
    with app.app_context():
        letter = db.session.query(Letter).filter_by(kind="series_cancelled").one()
        assert ("€7.50 is still due" in letter.text) == (wall == "13:00")


@pytest.mark.parametrize("wall", ["13:00", "11:00"])
def test_whoever_cancels_a_series_is_asked_with_what_is_still_due(
    as_, series, monday, wall
):
    with time_machine.travel(f"{monday}T{wall}:00Z"):
        asked = as_("sol").get("/series/1/cancel").text
    is_late = wall == "13:00"
    assert ("Of these dates this is still due" in asked) == is_late
    assert asked.count("<b>€7.50</b>") == is_late
