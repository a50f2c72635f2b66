"""A series may end at 24:00, at every door; a page's field for times shows it as 00:00."""

import pytest

from tests.rooms.series.conftest import API, act
from tests.support.html import forms
from webapp.core.db import db
from webapp.rooms.models import Reservation, Series
from webapp.school import calendar


@pytest.fixture
def late(app, decide, weekly):
    """A wish until the end of the day, at a school that is open until then."""
    decide(closes="24:00")
    return weekly | {"start": "22:30", "end": "24:00"}


def spans(app):
    with app.app_context():
        rows = db.session.query(Reservation).order_by(Reservation.occurrence_date)
        return [calendar.span(row.starts_at, row.ends_at) for row in rows]


def test_it_is_booked_until_the_day_is_over(app, as_, late):
    made = as_("sol").post(API, json=late)
    assert made.status_code == 201, made.json
    assert (made.json["start"], made.json["end"]) == ("22:30", "24:00")
    assert spans(app) == ["22:30–24:00"] * 4


def test_a_page_says_so_with_midnight(app, as_, late):
    sol = as_("sol")
    typed = {name: late[name] for name in ("room", "start", "first_date", "count")}
    done = sol.post("/series/new", data=typed | {"end": "00:00"})
    assert done.status_code == 303, done.text
    assert "22:30–24:00" in sol.get(done.location).text
    assert spans(app) == ["22:30–24:00"] * 4
    with app.app_context():
        assert db.session.query(Series).one().ends_wall == "24:00"
    drawn = [form.values for form in forms(sol.get("/series/1/change").text)]
    assert [values["end"] for values in drawn if "end" in values] == ["00:00"]


def test_one_date_of_it_is_moved_and_keeps_its_end(app, as_, late):
    made = as_("sol").post(API, json=late).json
    on = late["first_date"]
    said = {"scope": "this", "date": on, "start": "22:00"}
    assert act(as_("sol"), "change", made["version"], **said).status_code == 200
    assert spans(app)[0] == "22:00–24:00"
    again = act(as_("sol"), "change", scope="this", date=on, start="23:00")
    assert again.status_code == 200, again.json
    assert spans(app)[0] == "23:00–24:00"


def test_where_the_school_closes_before_it_is_not_booked(app, as_, late, decide):
    decide(closes="22:00")
    assert as_("sol").post(API, json=late).status_code == 409
    assert spans(app) == []


@pytest.mark.parametrize(
    "times", [("24:00", "24:00"), ("10:00", "24:30"), ("10:00", "25:00")]
)
def test_what_makes_no_sense(as_, late, times):
    start, end = times
    no = as_("sol").post(API, json=late | {"start": start, "end": end})
    assert no.status_code == 422
