"""Booking a room: one rule, two doors, and never twice the same time."""

import re
from datetime import datetime, timedelta
from random import Random
from threading import Barrier, Thread

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.rooms.models import Occupancy, Reservation
from webapp.rooms.times import availability
from webapp.school import calendar

API = "/api/inventory/reservations/"


def test_a_student_books_and_the_price_is_kept(as_, admin, hour):
    sol = as_("sol")
    answer = sol.post(API, json=hour | {"notes": "Brahms"})
    assert answer.status_code == 201
    got = answer.json
    assert (got["total_cost"], got["status"], got["payment_status"]) == (
        "10.00",
        "confirmed",
        "unpaid",
    )
    assert re.fullmatch(r".{10}T14:00:00\+0[12]:00", got["start_time"])
    assert (
        admin.patch("/api/inventory/practice-rooms/1/", json={"hourly_rate": "99"}).json[
            "hourly_rate"
        ]
        == "99.00"
    )
    assert sol.get(f"{API}{got['id']}/").json["total_cost"] == "10.00"


@pytest.mark.parametrize(
    ("rate", "until", "cost"),
    [
        ("10.00", "14:45", "7.50"),
        (15, "15:45", "26.25"),
        (0.01, "14:15", "0.00"),
        ("0.02", "14:15", "0.01"),
    ],
)
def test_the_cost_is_rounded_once_half_up(as_, admin, hour, rate, until, cost):
    admin.patch("/api/inventory/practice-rooms/1/", json={"hourly_rate": rate})
    ends = hour["start_time"][:11] + until
    assert as_("sol").post(API, json=hour | {"end_time": ends}).json["total_cost"] == cost


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"end_time": "{day}T14:00"}, "end_time"),
        ({"end_time": "{day}T13:00"}, "end_time"),
        ({"start_time": "{day}T07:00"}, "start_time"),
        ({"end_time": "{day}T22:15"}, "end_time"),
        ({"start_time": "{day}T14:05"}, "start_time"),
        ({"start_time": "2020-01-01T10:00", "end_time": "2020-01-01T11:00"}, "start_time"),
        ({"start_time": "2999-02-30T10:00"}, "start_time"),
        ({"start_time": "soon"}, "start_time"),
        ({"start_time": 1764547200}, "start_time"),
        ({"start_time": "9999-12-31T23:59-12:00"}, "start_time"),
        ({"room": "1"}, "room"),
        ({"room": 10**30}, "room"),
        ({"room": True}, "room"),
        ({"room": None}, "room"),
        ({"notes": "a\0b"}, "notes"),
        ({"purpose": "party"}, "purpose"),
        ({"price": 1}, "price"),
    ],
)
def test_bad_input_is_told_at_its_field(as_, hour, monday, change, field):
    change = {
        k: v.format(day=monday) if isinstance(v, str) else v for k, v in change.items()
    }
    answer = as_("sol").post(API, json=hour | change)
    assert answer.status_code == 422, answer.json
    assert field in answer.json["fields"], answer.json


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"start_time": "2027-02-08T14:05"},
            "Choose a time on a step of 15 minutes: 14:00 or 14:15",
        ),
        (
            {"end_time": "2027-02-08T14:59"},
            "Choose a time on a step of 15 minutes: 14:45 or 15:00",
        ),
        ({"end_time": "2027-02-08T23:59"}, "Choose a time on a step of 15 minutes: 23:45"),
        ({"end_time": "2027-02-08T14:00"}, "Choose an end after the start: 14:15 or later"),
        ({"end_time": "2027-02-08T15:00:30"}, "Choose a whole minute: 15:00"),
        (
            {"start_time": "2027-01-31T10:00"},
            "Choose a time in the future: from Mon 1 Feb, 12:15",
        ),
    ],
)
def test_the_nearest_time_that_would_do_is_told(as_, change, words):
    asked = {
        "room": 1,
        "start_time": "2027-02-08T14:00",
        "end_time": "2027-02-08T15:00",
    } | change
    with time_machine.travel("2027-02-01T11:05:00Z"):
        assert [words] in as_("sol").post(API, json=asked).json["fields"].values()


@pytest.mark.parametrize(
    ("now", "soonest"),
    [
        ("04:00", "Mon 1 Feb, 08:00"),
        ("11:05", "Mon 1 Feb, 12:15"),
        ("20:50", "Tue 2 Feb, 08:00"),
    ],
)
def test_the_nearest_time_is_one_at_which_the_school_is_open(as_, now, soonest):
    asked = {"room": 1, "start_time": "2027-01-31T10:00", "end_time": "2027-01-31T11:00"}
    with time_machine.travel(f"2027-02-01T{now}:00Z"):
        told = as_("sol").post(API, json=asked).json["fields"]["start_time"]
    assert told == [f"Choose a time in the future: from {soonest}"]


def test_an_unknown_room_is_not_found(as_, hour):
    assert as_("sol").post(API, json=hour | {"room": 999}).status_code == 404


def test_without_signing_in_nothing_is_booked(app, hour):
    assert app.test_client().post(API, json=hour).status_code in (400, 401)


def test_taken_tells_when_but_not_who_and_offers_what_works(as_, hour):
    as_("sol").post(API, json=hour | {"notes": "secret"})
    nia = as_("nia")
    no = nia.post(API, json=hour)
    assert no.status_code == 409
    assert "Sol" not in no.text
    assert "secret" not in no.text
    assert [busy["start_time"][11:16] for busy in no.json["facts"]["busy"]] == ["14:00"]
    times = [offer for offer in no.json["offers"] if "start_time" in offer["change"]]
    places = [offer for offer in no.json["offers"] if "room" in offer["change"]]
    assert {offer["change"]["start_time"][11:16] for offer in times} >= {"13:00", "15:00"}
    assert nia.post(API, json=hour | places[0]["change"]).status_code == 201
    assert nia.post(API, json=hour | times[0]["change"]).status_code == 201


def test_another_room_is_offered_only_if_there_is_time_to_tidy_it_up(
    as_, admin, hour, monday
):
    admin.patch("/api/inventory/practice-rooms/3/", json={"turnover_minutes": 15})
    sol = as_("sol")
    after = {"room": 3, "start_time": f"{monday}T15:00", "end_time": f"{monday}T16:00"}
    assert [sol.post(API, json=said).status_code for said in (hour, after)] == [201, 201]
    offers = as_("nia").post(API, json=hour).json["offers"]
    assert [
        offer["change"]["room"]
        for offer in offers
        if "room" in offer["change"] and "verb" not in offer
    ] == [2]


def test_touching_is_not_overlapping(as_, hour, monday):
    sol = as_("sol")
    assert sol.post(API, json=hour).status_code == 201
    after = {"start_time": f"{monday}T15:00", "end_time": f"{monday}T16:00"}
    assert sol.post(API, json=hour | after).status_code == 201
    assert sol.post(API, json=hour | {"end_time": f"{monday}T14:15"}).status_code == 409


def test_turnover_keeps_a_gap_on_both_sides(as_, admin, hour, monday):
    admin.patch("/api/inventory/practice-rooms/1/", json={"turnover_minutes": 15})
    sol = as_("sol")
    assert sol.post(API, json=hour).status_code == 201
    for start, end, status in (
        ("15:00", "16:00", 409),
        ("13:00", "14:00", 409),
        ("15:15", "16:00", 201),
    ):
        times = {"start_time": f"{monday}T{start}", "end_time": f"{monday}T{end}"}
        assert sol.post(API, json=hour | times).status_code == status


def test_the_same_key_books_once(app, as_, hour):
    sol = as_("sol")
    first, again = (
        sol.post(API, json=hour, headers={"Idempotency-Key": "k"}) for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json


def test_sixteen_at_once_get_one_room(app, as_, hour):
    people = [as_(("sol", "nia", "tess")[i % 3]) for i in range(16)]
    start, seen = Barrier(16), []

    def book(browser):
        start.wait()
        seen.append(browser.post(API, json=hour).status_code)

    threads = [Thread(target=book, args=(browser,)) for browser in people]
    [t.start() for t in threads], [t.join() for t in threads]
    assert sorted(seen) == [201] + [409] * 15
    with app.app_context():
        at = calendar.instant(datetime.fromisoformat(hour["start_time"]))
        assert db.session.query(Reservation).filter_by(room_id=1, starts_at=at).count() == 1
        assert db.session.query(Occupancy).filter_by(space_id=1, starts_at=at).count() == 1


SQL = "INSERT INTO occupancy (space_id, kind, live, starts_at, blocks_until) VALUES (1, 'lesson', :live, :a, :b)"


def test_the_database_refuses_an_overlap_by_itself(app):
    a, b, c, d = (
        f"2027-03-01 {at}:00.000000" for at in ("10:00", "11:00", "10:59", "12:00")
    )
    with app.app_context():
        with transaction():
            db.session.execute(text(SQL), {"live": True, "a": a, "b": b})
            db.session.execute(text(SQL), {"live": False, "a": a, "b": b})
            db.session.execute(text(SQL), {"live": True, "a": b, "b": d})
        for sql in (
            SQL,
            "UPDATE occupancy SET live = :live WHERE NOT live",
            "UPDATE occupancy SET starts_at = :c WHERE blocks_until = :b",
        ):
            with pytest.raises(IntegrityError, match="ex_occupancy_overlap"), transaction():
                given = {"live": True, "a": c, "b": d, "c": c}
                db.session.execute(
                    text(sql), {k: v for k, v in given.items() if f":{k}" in sql}
                )


def test_the_database_lets_in_what_overlaps_nothing_and_nothing_else(app):
    chance, there = Random(7), {}
    with app.app_context(), transaction():
        for id in range(1, 300):
            a = chance.randrange(600)
            span = a, a + chance.choice((1, 5, 30, 200)), chance.random() < 0.9
            asked = chance.choice([*there, None, None]) if there else None
            clash = span[2] and any(
                o[2] and o[0] < span[1] and o[1] > span[0]
                for k, o in there.items()
                if k != asked
            )
            given = {
                "id": asked or id,
                "a": _minute(span[0]),
                "b": _minute(span[1]),
                "live": span[2],
            }
            try:
                with db.session.begin_nested():
                    db.session.execute(text(CHANGE if asked else ADD), given)
            except IntegrityError:
                assert clash, (span, there)
            else:
                assert not clash, (span, there)
                there[given["id"]] = span
    assert sum(live for _, _, live in there.values()) > 5


ADD = """INSERT INTO occupancy (id, space_id, kind, live, starts_at, blocks_until)
VALUES (:id, 1, 'lesson', :live, :a, :b)"""
CHANGE = (
    "UPDATE occupancy SET live = :live, starts_at = :a, blocks_until = :b WHERE id = :id"
)


def _minute(at):
    return (
        f"2027-03-01 {at // 60:02}:{at % 60:02}:00.000000"
        if at < 1440
        else "2027-03-02 00:00:00.000000"
    )


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_guard_takes_as_long_whatever_lies_behind(app):
    """PostgreSQL's constraint has an index of its own kind."""

    def steps(years, at):
        with app.app_context(), transaction():
            for day in range(years * 300):
                start = datetime(2027 + years, 1, 1) + timedelta(days=day)
                given = {
                    "live": True,
                    "a": f"{start}.000000",
                    "b": f"{start + timedelta(hours=1)}.000000",
                }
                db.session.execute(text(SQL), given)
            taken, connection = [], db.session.connection().connection.dbapi_connection
            connection.set_progress_handler(lambda: taken.append(1), 1)
            db.session.execute(
                text(SQL),
                {"live": True, "a": f"{at} 10:00:00.000000", "b": f"{at} 11:00:00.000000"},
            )
            connection.set_progress_handler(None, 1)
        return len(taken)

    few, many = steps(1, "2040-01-01"), steps(4, "2040-01-02")
    assert many <= few * 1.2


@pytest.mark.parametrize(
    "at",
    ["2027-03-01T10:00:00.000000", "2027-03-01 10:00", "2027-03-01 10:00:00.000000+00:00"],
)
def test_sqlite_knows_one_form_of_an_instant(app, engine, at):
    if engine == "sqlite":
        with (
            app.app_context(),
            pytest.raises(IntegrityError, match="one form"),
            transaction(),
        ):
            db.session.execute(
                text(SQL), {"live": True, "a": at, "b": "2027-03-01 12:00:00.000000"}
            )


def test_when_the_look_misses_the_database_still_says_no(as_, hour, monkeypatch):
    as_("sol").post(API, json=hour)
    monkeypatch.setattr(availability, "clashes", Blind(availability.clashes))
    assert as_("nia").post(API, json=hour).status_code == 409


class Blind:
    """Sees nothing the first time."""

    def __init__(self, real):
        self.real, self.looked = real, False

    def __call__(self, *asked, **more):
        if self.looked:
            return self.real(*asked, **more)
        self.looked = True
        return []


def test_booking_and_refusing_ask_only_so_much(app, as_, hour):
    sol = as_("sol")
    for status, most in ((201, 8), (409, 9)):  # the person's sign-in among them
        with counted(app) as seen:
            assert sol.post(API, json=hour).status_code == status
        assert len([each for each in seen if "SAVEPOINT" not in each]) <= most, "\n".join(
            seen
        )
