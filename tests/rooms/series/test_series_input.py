"""A series that cannot be: each field is told, and nothing is booked."""

import pytest

from tests.rooms.series.conftest import API, later, states
from webapp.core.db import db, transaction
from webapp.rooms.models import Room, Series

BAD = [
    ({"count": 10_000}, "count", "At most 200"),
    ({"count": 54}, "count", "At most a year: that is 53 times"),
    ({"count": None, "last_date": "2999-01-01"}, "last_date", "At most a year: until"),
    ({"count": None}, "last_date", "Give either a last date or a number of times"),
    (
        {"last_date": "{later}"},
        "last_date",
        "Give either a last date or a number of times",
    ),
    (
        {"count": None, "last_date": "2020-01-01"},
        "last_date",
        "Choose a day after the first",
    ),
    (
        {"count": 200, "weekdays": ["mon", "tue", "wed", "thu"], "every_weeks": 1},
        None,
        "",
    ),
    (
        {
            "count": None,
            "last_date": "{year}",
            "weekdays": ["mon", "tue", "wed", "thu", "fri"],
        },
        "last_date",
        "at most 200 can be booked at once",
    ),
    (
        {"first_date": "2020-01-01"},
        "first_date",
        "Choose a day within the next two years",
    ),
    (
        {"first_date": "9999-12-31"},
        "first_date",
        "Choose a day within the next two years",
    ),
    ({"first_date": "2999-02-30"}, "first_date", "That day does not exist"),
    ({"end": "14:00"}, "end", "Choose an end after the start"),
    ({"end": "13:00"}, "end", "Choose an end after the start"),
    (
        {"start": "14:05"},
        "start",
        "Choose a time on a step of 15 minutes: 14:00 or 14:15",
    ),
    ({"start": "25:00"}, "start", "Enter a time such as 14:30"),
    ({"every_weeks": 0}, "every_weeks", "At least 1"),
    ({"every_weeks": 9}, "every_weeks", "At most 8"),
    ({"weekdays": ["someday"]}, "weekdays.0", "Choose one of"),
    ({"room": True}, "room", "Enter a whole number"),
    (
        {"choices": [{"date": "2027-01-01", "skip": True}]},
        "choices",
        "is not one of the dates",
    ),
    (
        {"choices": [{"date": "{day}"}, {"date": "{day}"}]},
        "choices",
        "Choose only once for each date",
    ),
    (
        {"choices": [{"date": "{day}", "start": "16:00"}]},
        "choices",
        "choose an end after the start",
    ),
    ({"uid": "x"}, "uid", "Not expected here"),
]


@pytest.mark.parametrize(("change", "field", "words"), BAD)
def test_bad_input_is_told_at_its_field(as_, weekly, monday, count, change, field, words):
    sol, wish = as_("sol"), weekly | dated(change, monday)
    answer = sol.post(f"{API}preview/", json=wish)
    if field is None:
        assert answer.status_code == 200
        assert len(answer.json["dates"]) == 200
        return
    assert answer.status_code == 422, answer.json
    assert words in answer.json["fields"][field][0], answer.json
    assert sol.post(API, json=wish).status_code == 422
    assert count(Series) == 0


def dated(value, monday):
    """With the dates that its names in braces stand for."""
    if isinstance(value, str):
        return value.format(day=monday, later=later(monday, 1), year=later(monday, 52))
    if isinstance(value, list):
        return [dated(each, monday) for each in value]
    if isinstance(value, dict):
        return {name: dated(each, monday) for name, each in value.items()}
    return value


def test_hours_nobody_is_there_are_closed(as_, weekly, count):
    no = as_("sol").post(API, json=weekly | {"start": "06:00", "end": "07:00"})
    assert no.status_code == 409
    assert "The school is open from 08:00" in no.json["facts"]["dates"][0]["reason"]
    assert count(Series) == 0


def test_an_unknown_room_is_not_found_and_one_out_of_use_is_refused(
    app, as_, weekly, monday
):
    sol = as_("sol")
    assert sol.post(API, json=weekly | {"room": 999}).status_code == 404
    assert (
        sol.post(
            API, json=weekly | {"choices": [{"date": monday, "room": 999}]}
        ).status_code
        == 404
    )
    with app.app_context(), transaction():
        db.session.get(Room, 1).is_active = False
    seen = sol.post(f"{API}preview/", json=weekly)
    assert states(seen) == ["refused"] * 4
    assert seen.json["dates"][0]["reason"] == "Studio A is not in use"
