"""Missed times are counted until staff excuse them."""

from datetime import timedelta

import pytest

from tests.rooms.attendance.conftest import check_in
from webapp.core import clock
from webapp.rooms import check_in as attendance

API = "/api/inventory/reservations/"


DOORS = pytest.mark.parametrize("door", ["page", "api"])


ANSWERS = (("sol", [403]), ("nia", [404]), ("dora", [200, 303]), ("dora", [409]))


@DOORS
def test_missed_times_are_counted_until_staff_excuse_them(app, as_, at, work, door):
    work("14:00", "14:04", "14:09", "14:10")
    with at("14:20"):
        sol = as_("sol")
        assert "1 booking missed in the last 28 days" in sol.get("/").text
        assert "Sol: 1 booking missed" in as_("dora").get("/reservations/1").text
        for name, statuses in ANSWERS:
            assert check_in(as_(name), door, verb="excuse").status_code in statuses
        assert "missed in the last" not in sol.get("/").text
        assert "Excused" in sol.get("/reservations/1").text
        assert sol.get(f"{API}1/").json["is_excused"]
    with app.app_context(), clock.at(clock.now() + timedelta(days=60)):
        assert attendance.strikes(2) is None


def test_what_was_not_missed_cannot_be_excused(as_, at):
    with at("14:00"):
        assert check_in(as_("dora"), "api", verb="excuse").status_code == 409
