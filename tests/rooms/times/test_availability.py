"""When a room is free: opening hours to the minute, and what is offered instead of a time that is taken."""

from datetime import date, datetime, timedelta

import pytest

from tests.rooms.conftest import person
from webapp.rooms import rooms
from webapp.rooms.times import availability, open_time
from webapp.school import calendar

API = "/api/inventory/practice-rooms/1/availability/"
BOOK = "/api/inventory/reservations/"


def clock(spans):
    return [f"{span['start_time'][11:16]}-{span['end_time'][11:16]}" for span in spans]


def test_a_day_is_open_busy_and_free(as_, monday, book, occupy):
    book("nia", 1, monday, "10:00", "11:00"), book("sol", 1, monday, "11:00", "12:30")
    occupy(1, "maintenance", monday, "07:00", "09:00")
    occupy(1, "closure", monday, "21:00", "23:00")
    day = as_("sol").get(f"{API}?date={monday}").json
    assert (day["room"], day["date"], clock(day["open"])) == (1, monday, ["08:00-22:00"])
    assert clock(day["busy"]) == [
        "07:00-09:00",
        "10:00-11:00",
        "11:00-12:30",
        "21:00-23:00",
    ]
    assert clock(day["free"]) == ["09:00-10:00", "12:30-21:00"]
    assert "Nia" not in str(day)
    assert set(day["busy"][0]) == {"start_time", "end_time"}


def test_other_days_and_cancelled_time_are_not_in_the_way(as_, monday, book):
    id = book("sol", 1, monday, "10:00", "11:00")
    next_day = str(date.fromisoformat(monday) + timedelta(days=1))
    sol = as_("sol")
    assert clock(sol.get(f"{API}?date={next_day}").json["free"]) == ["08:00-22:00"]
    sol.post(f"{BOOK}{id}/cancel/")
    assert clock(sol.get(f"{API}?date={monday}").json["free"]) == ["08:00-22:00"]


@pytest.mark.parametrize(
    "asked", ["?date=soon", "?date=2027-02-30", "?date=0001-01-01", "?date=9999-12-31"]
)
def test_a_day_must_be_a_day(as_, asked):
    assert as_("sol").get(API + asked).status_code == 422


def test_without_a_day_it_is_today(app, as_):
    with app.app_context():
        today = str(calendar.today())
    for path in (API, "/api/inventory/availability/"):
        told = as_("sol").get(path).json
        assert {each["date"] for each in (told if isinstance(told, list) else [told])} == {
            today
        }


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [
        ("08:00", "08:15", None),
        ("21:45", "22:00", None),
        ("08:00", "22:00", None),
        ("07:45", "08:15", "start_time"),
        ("07:59", "09:00", "start_time"),
        ("21:45", "22:15", "end_time"),
        ("22:00", "22:15", "start_time"),
        ("08:00", "08:00", "end_time"),
        ("08:00", "08:10", "end_time"),
    ],
)
def test_opening_hours_hold_to_the_minute(as_, monday, starts, ends, field):
    wish = {"room": 1, "start_time": f"{monday}T{starts}", "end_time": f"{monday}T{ends}"}
    answer = as_("sol").post(BOOK, json=wish)
    assert answer.status_code == (422 if field else 201)
    assert list(answer.json.get("fields", {})) == ([field] if field else [])


def test_no_reservation_lasts_overnight(as_, monday):
    next_day = date.fromisoformat(monday) + timedelta(days=1)
    no = as_("sol").post(
        BOOK,
        json={"room": 1, "start_time": f"{monday}T21:00", "end_time": f"{next_day}T09:00"},
    )
    assert no.status_code == 422
    assert "from 08:00 to 22:00" in no.json["fields"]["end_time"][0]


DAYS = [
    (("08:10", "21:50"), 15, "08:15", "21:45"),
    (("08:00", "22:00"), 60, "08:00", "22:00"),
    (("08:30", "22:00"), 60, "09:00", "22:00"),
    (("09:05", "09:25"), 30, None, None),
]


@pytest.mark.parametrize(
    ("hours", "step", "first", "last"),
    DAYS,
)
def test_every_step_offered_may_be_booked(
    app, decide, as_, monday, hours, step, first, last
):
    decide(opens=hours[0], closes=hours[1], granularity_minutes=step)
    with app.app_context():
        steps = [
            f"{calendar.local(at):%H:%M}"
            for at in availability.steps(open_time.reach(date.fromisoformat(monday)))
        ]
    assert (steps[:1], steps[-1:]) == ([first] if first else [], [last] if last else [])
    if steps:
        wish = {
            "room": 1,
            "start_time": f"{monday}T{steps[0]}",
            "end_time": f"{monday}T{steps[-1]}",
        }
        assert as_("sol").post(BOOK, json=wish).status_code == 201


def _is_a_time(offer):
    return "start_time" in offer["change"] and not offer.get("verb")


def test_offers_are_near_or_on_the_next_day_that_has_any(as_, monday, book, occupy):
    book("nia", 1, monday, "14:00", "15:00")
    offers = as_("sol").post(BOOK, json=wish(monday, "14:00", "15:00")).json["offers"]
    assert [o["change"]["start_time"][11:16] for o in offers if _is_a_time(o)] == [
        "12:45",
        "13:00",
        "15:00",
    ]
    next_day = str(date.fromisoformat(monday) + timedelta(days=1))
    (
        occupy(1, "closure", monday, "08:00", "14:00"),
        occupy(1, "closure", monday, "15:00", "22:00"),
    )
    offers = as_("sol").post(BOOK, json=wish(monday, "14:00", "15:00")).json["offers"]
    assert {o["change"]["start_time"][:10] for o in offers if _is_a_time(o)} == {next_day}


def test_every_offer_can_be_taken(as_, monday, book, admin):
    admin.patch("/api/inventory/practice-rooms/1/", json={"turnover_minutes": 20})
    book("nia", 1, monday, "14:00", "15:00")
    no = as_("sol").post(BOOK, json=wish(monday, "14:30", "15:30"))
    assert no.status_code == 409
    assert "taken: 14:00–15:20" in no.json["detail"]
    same = [offer for offer in no.json["offers"] if not offer.get("verb")]
    for offer in (same[0], same[-1]):
        assert (
            as_("sol")
            .post(BOOK, json=wish(monday, "14:30", "15:30") | offer["change"])
            .status_code
            == 201
        )


def test_only_rooms_as_large_and_free_stand_in(app, monday, book, occupy):
    at = [datetime.fromisoformat(f"{monday}T{clock}") for clock in ("14:00", "15:00")]
    with app.app_context():
        starts, ends = map(calendar.instant, at)
        a, b = rooms.find(person("sol"), 1), rooms.find(person("sol"), 2)
        assert [room.name for room in availability.equivalent(a, starts, ends)] == [
            "Studio C",
            "Studio B",
        ]
        assert availability.equivalent(b, starts, ends) == []
    occupy(3, "lesson", monday, "14:45", "16:00")
    with app.app_context():
        assert [
            room.name
            for room in availability.equivalent(rooms.find(person("sol"), 1), starts, ends)
        ] == ["Studio B"]


def wish(day, starts, ends):
    return {"room": 1, "start_time": f"{day}T{starts}", "end_time": f"{day}T{ends}"}
