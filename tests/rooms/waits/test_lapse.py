"""Offers that nobody answers: they go to the next, and are good for as long as nobody else has the time."""

import pytest

from tests.rooms.waits.conftest import act, free
from webapp.core.db import transaction
from webapp.rooms.waits import wait_offers

API = "/api/inventory/waitlist/"

BOOK = "/api/inventory/reservations/"

DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture
def sweep(app):
    def look():
        with app.app_context(), transaction():
            wait_offers.sweep()

    return look


@DOORS
def test_a_no_goes_to_the_next(as_, join, stored, holds, door):
    assert [join("sol", minutes=120), join("nia", minutes=120)] == [1, 2]
    free(as_)
    assert stored() == [("offered", 1, "14:00"), ("waiting", None, None)]
    assert act(as_("sol"), door, 1, "leave").status_code in (200, 303)
    assert stored() == [("left", 1, "14:00"), ("offered", 1, "14:00")]
    assert holds() == [(2, "14:00-16:00")]
    assert (
        act(as_("sol"), door, 1, "leave").status_code
        == act(as_("sol"), door, 1, "accept").status_code
        == 409
    )


def test_silence_goes_to_the_next_by_the_worker(as_, at, join, stored, holds, sweep):
    join("sol", minutes=120)
    join("nia", minutes=120)
    with at("12:00"):
        free(as_)
    with at("12:14"):
        sweep()
        assert stored()[0][0] == "offered"
    with at("12:15"):
        sweep()
    assert stored() == [("lapsed", 1, "14:00"), ("offered", 1, "14:00")]
    assert holds() == [(2, "14:00-16:00")]


def test_silence_goes_to_the_next_even_if_a_stranger_comes_before_the_worker(
    as_, at, join, wish, sweep
):
    join("sol", minutes=120)
    with at("12:00"):
        free(as_)
    with at("12:15"):
        hour = {name: wish[name] for name in ("room", "start_time", "end_time")}
        assert as_("nia").post(BOOK, json=hour).status_code == 201
        late = act(as_("sol"), "api", 1, "accept")
    assert late.status_code == 409
    assert late.json["facts"]


def test_an_offer_made_while_the_clock_ran_ahead_ends_when_it_is_put_back(
    as_, at, join, stored, holds, sweep
):
    join("sol", minutes=120)
    join("nia", minutes=120)
    with at("13:00"):
        free(as_)
    with at("12:00"):
        sweep()
    assert stored() == [("lapsed", 1, "14:00"), ("offered", 1, "14:00")]
    assert holds() == [(2, "14:00-16:00")]


def test_a_lapsed_offer_is_good_while_nobody_else_has_it(as_, at, join, stored, sweep):
    join("sol", minutes=120)
    with at("12:00"):
        free(as_)
    with at("12:20"):
        sweep()
        assert stored() == [("lapsed", 1, "14:00")]
        assert "Try to book it" in as_("sol").get("/waitlist/1").text
        assert act(as_("sol"), "page", 1, "accept").status_code == 303
    assert stored() == [("booked", 1, "14:00")]


def test_an_offer_ends_five_minutes_before_the_start_and_none_is_made_too_late(
    as_, at, join, monday
):
    join("sol")
    with at("13:50"):
        free(as_)
        got = as_("sol").get(f"{API}1/").json
    assert (got["offered_from"][11:16], got["expires_at"][11:16]) == ("14:00", "13:55")
