"""Addresses that calendars read: whose they are, what they show, and that they end."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select, update

from tests.rooms.conftest import person
from tests.support import khal
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.core.idempotency import Answer
from webapp.people.models import User
from webapp.rooms.feeds import feeds
from webapp.rooms.models import Closure, Feed, Occupancy, Reservation, RoomSpace
from webapp.rooms.reservations import reservations

API = "/api/inventory/calendars/"
ADDRESS = re.compile(r">(http://[^<]+/calendar/[\w-]{43}\.ics)</code>")


@pytest.fixture
def address(app):
    """`address("sol")` is the path of a new address of Sol's; `address("dora", 1)` one of a room."""

    def make(name, room=None):
        with app.app_context(), transaction():
            return "/calendar/" + feeds.make(person(name), room=room)[1] + ".ics"

    return make


def events(app, path):
    answer = app.test_client().get(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def test_a_person_makes_an_address_and_sees_it_once(app, as_, book, monday):
    book("sol", 1, monday, "14:00", "15:00")
    sol = as_("sol")
    assert "Make an address" in sol.get("/calendars").text
    assert sol.post("/calendars", data={"idempotency_key": "k"}).location == "/calendars"
    made = sol.get("/calendars")
    (shown,) = ADDRESS.findall(made.text)
    path = shown.removeprefix("http://127.0.0.1:8000")
    assert made.headers["Cache-Control"] == "no-store"
    assert f'href="webcal:{shown.partition(":")[2]}"' in made.text
    assert [each["SUMMARY"] for each in events(app, path)] == ["Studio A"]
    again = sol.get("/calendars").text
    assert shown not in again
    assert "never read" not in again
    assert "last read" in again
    sol.post("/calendars", data={"idempotency_key": "k"})
    with app.app_context():
        assert db.session.query(Feed).count() == 1
        assert path[10:-4] not in str(db.session.execute(select(Feed.token_hash)).all())


def test_a_program_makes_one_and_its_answer_is_kept_nowhere(app, as_):
    sol, key = as_("sol"), {"Idempotency-Key": "k"}
    made = sol.post(API, json={}, headers=key)
    assert made.status_code == 201
    assert made.headers["Cache-Control"] == "no-store"
    path = made.json["address"].removeprefix("http://127.0.0.1:8000")
    assert events(app, path) == []
    assert sol.post(API, json={}, headers=key).status_code == 409
    (listed,) = sol.get(API).json
    assert (listed["id"], listed["room"], listed["revoked"]) == (1, None, False)
    assert "address" not in listed
    with app.app_context():
        assert not any(
            b"calendar/" in answer.body for answer in db.session.scalars(select(Answer))
        )
    assert as_("nia").get(API).json == []


@pytest.mark.parametrize("door", ["page", "api"])
def test_revoked_it_is_gone_and_only_for_its_person_to_revoke(app, as_, address, door):
    path = address("sol")
    revoke = "/calendars/1/revoke" if door == "page" else f"{API}1/revoke/"
    for name in ("nia", "ada"):
        assert as_(name).post(revoke).status_code == 404
    assert app.test_client().get(path).status_code == 200
    sol = as_("sol")
    assert [sol.post(revoke).status_code for _ in range(2)] == (
        [303] * 2 if door == "page" else [200] * 2
    )
    assert app.test_client().get(path).status_code == 404
    assert sol.get(API).json == []


@pytest.mark.parametrize("token", ["x", "A" * 43, "..%2Flogin", "%00", "%FF", "A" * 5000])
def test_a_guess_finds_nothing(app, address, token):
    address("sol")
    assert app.test_client().get(f"/calendar/{token}.ics").status_code == 404


def test_who_may_not_come_in_reads_nothing(app, address):
    path = address("sol")
    with app.app_context(), transaction():
        db.session.get(User, 2).is_active = False
    assert app.test_client().get(path).status_code == 404


@pytest.mark.parametrize("door", ["page", "api"])
def test_a_room_is_for_staff(app, as_, book, occupy, monday, door):
    book("sol", 1, monday, "14:00", "15:00", notes="Brahms")
    book("nia", 2, monday, "14:00", "15:00")
    occupy(1, "maintenance", monday, "10:00", "12:00")
    told = {"room": 1}

    def ask(name):
        return (
            as_(name).post("/calendars", data=told)
            if door == "page"
            else as_(name).post(API, json=told)
        )

    assert ask("sol").status_code == 403
    dora = as_("dora")
    made = dora.post(API, json=told).json
    found = events(app, made["address"].removeprefix("http://127.0.0.1:8000"))
    assert {str(each["SUMMARY"]) for each in found} == {"Sol", "Maintenance"}
    assert ask("tess").status_code in (201, 303)
    told["room"] = 99
    assert ask("dora").status_code == 404
    assert ask("sol").status_code == 404


def test_who_is_no_longer_staff_learns_only_that_a_room_is_busy(app, address, book, monday):
    path = address("dora", 1)
    book("sol", 1, monday, "14:00", "15:00", notes="Brahms")
    with app.app_context(), transaction():
        db.session.get(User, 4).role = "student"
    raw = app.test_client().get(path).text
    assert "SUMMARY:Busy" in raw
    assert not re.search(r"SUMMARY:Sol|Brahms|URL", raw)


def test_a_student_reads_only_their_own(app, address, book, monday):
    book("sol", 1, monday, "14:00", "15:00")
    book("nia", 2, monday, "14:00", "15:00")
    (found,) = events(app, address("nia"))
    assert found["SUMMARY"] == "Studio B"
    assert found["LOCATION"] == "Studio B"
    assert found["URL"] == "http://127.0.0.1:8000/reservations/2"


def test_a_loan_stands_on_its_last_day(app, as_, address, wish, soon):
    sol, path = as_("sol"), address("sol")
    sol.post("/api/inventory/checkouts/", json=wish | {"quantity": 2})
    assert events(app, path) == []
    tess = as_("tess")
    tess.post("/api/inventory/checkouts/1/approve/")
    as_("dora").post("/checkouts/1/hand_out")
    (found,) = events(app, path)
    assert (str(found["SUMMARY"]), str(found["DTSTART"].dt)) == (
        "Due back: 2 × Student Violin 4/4",
        soon,
    )


def test_a_cancelled_booking_is_told_for_thirty_days(app, address, book, monday):
    book("sol", 1, monday, "14:00", "15:00")
    path = address("sol")
    (before,) = events(app, path)
    with app.app_context(), transaction():
        reservations.cancel(person("sol"), 1)
    (after,) = events(app, path)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    now = datetime.now(UTC)
    with time_machine.travel(now + timedelta(days=29)):
        assert len(events(app, path)) == 1
    with time_machine.travel(now + timedelta(days=31)):
        assert events(app, path) == []


def test_what_is_long_over_leaves(app, address, book, monday):
    book("sol", 1, monday, "14:00", "15:00")
    path = address("sol")
    for days, count in ((80, 1), (100, 0)):
        with time_machine.travel(
            datetime.fromisoformat(f"{monday}T12:00:00Z") + timedelta(days=days)
        ):
            assert len(events(app, path)) == count


def test_unchanged_it_is_not_sent_again(app, address, book, monday):
    path, browser = address("sol"), app.test_client()
    first = browser.get(path)
    assert first.headers["Cache-Control"].startswith("private")
    seen = {"If-None-Match": first.headers["ETag"]}
    same = browser.get(path, headers=seen)
    assert (same.status_code, same.data) == (304, b"")
    book("sol", 1, monday, "14:00", "15:00")
    assert browser.get(path, headers=seen).status_code == 200
    assert browser.head(path).status_code == 200


def test_reading_writes_at_most_every_five_minutes(app, address):
    path, browser = address("sol"), app.test_client()
    browser.get(path)
    with counted(app) as seen:
        browser.get(path)
    assert seen
    assert not any(each.startswith("UPDATE") for each in seen)
    with (
        time_machine.travel(datetime.now(UTC) + timedelta(minutes=6)),
        counted(app) as seen,
    ):
        browser.get(path)
    assert sum(each.startswith("UPDATE calendar_feeds") for each in seen) == 1


def test_the_same_queries_however_much_is_booked(app, address, book, monday):
    path, browser, asked = address("dora", 1), app.test_client(), []
    browser.get(path)
    for hour in (None, 9, 10, 11):
        if hour:
            book("sol", 1, monday, f"{hour:02}:00", f"{hour:02}:45")
        with counted(app) as seen:
            browser.get(path)
        asked.append(len(seen))
    assert asked[1:] == [asked[0]] * 3


def test_twenty_addresses_are_enough(app, as_):
    with ThreadPoolExecutor(4) as pool:
        people = [as_("sol") for _ in range(4)]
        codes = list(
            pool.map(lambda n: people[n % 4].post(API, json={}).status_code, range(24))
        )
    assert sorted(codes) == [201] * 20 + [409] * 4


@pytest.mark.parametrize(
    "said", [{"room": "x"}, {"room": 0}, {"room": True}, {"name": "mine"}, []]
)
def test_bad_input_makes_nothing(app, as_, said):
    assert as_("dora").post(API, json=said).status_code == 422
    if said:
        typed = {"room": "x"}
        assert as_("dora").post("/calendars", data=typed).status_code == 422
    with app.app_context():
        assert db.session.query(Feed).count() == 0


def test_strangers_are_asked_to_sign_in(app):
    assert app.test_client().get("/calendars").status_code == 303
    assert app.test_client().get(API).status_code == 401


@pytest.mark.parametrize(
    "home", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]
)
def test_two_calendar_programs_agree_across_a_clock_change(
    app, address, book, tmp_path, home
):
    """Berlin falls back on 31 October 2027, New York a week later, Lord Howe went forward on the 3rd."""
    for day in ("2027-10-30", "2027-10-31", "2027-11-01"):
        book("sol", 1, day, "09:00", "10:30")
    raw = app.test_client().get(address("sol")).data
    zone = ZoneInfo(home)
    parsed = [
        (each["DTSTART"].dt, each["DTEND"].dt)
        for each in Calendar.from_ical(raw).walk("VEVENT")
    ]
    theirs = [
        (f"{a.astimezone(zone):%Y-%m-%d %H:%M}", f"{b.astimezone(zone):%Y-%m-%d %H:%M}")
        for a, b in parsed
    ]
    with app.app_context():
        stored = db.session.scalars(select(Reservation).order_by(Reservation.id)).all()
        told = [
            (each.starts_at.astimezone(zone), each.ends_at.astimezone(zone))
            for each in stored
        ]
    assert theirs == [(f"{a:%Y-%m-%d %H:%M}", f"{b:%Y-%m-%d %H:%M}") for a, b in told]
    shown = khal.read(tmp_path, raw, home, "2027-10-29", 5)
    assert [(a[-5:], b[-5:], title) for a, b, title in shown] == [
        (f"{a:%H:%M}", f"{b:%H:%M}", "Studio A") for a, b in told
    ]


def test_a_hall_is_taken_while_a_part_of_it_is(app, address, book, occupy, monday):
    """And what shuts all its parts stands there once."""
    path, day = address("dora", 3), datetime.fromisoformat(monday)
    with app.app_context(), transaction():
        db.session.add(RoomSpace(room_id=3, space_id=1))
        closure = Closure(
            starts_at=day.astimezone(UTC), ends_at=(day + timedelta(days=1)).astimezone(UTC)
        )
        closure.reason, closure.created_by_id, closure.created_at = (
            "Concert",
            5,
            datetime.now(UTC),
        )
        db.session.add(closure)
    book("sol", 1, monday, "14:00", "15:00")
    for space in (1, 3):
        occupy(space, "closure", monday, "18:00", "20:00")
    with app.app_context(), transaction():
        db.session.execute(
            update(Occupancy).where(Occupancy.kind == "closure").values(closure_id=1)
        )
    found = events(app, path)
    assert [(str(each["SUMMARY"]), str(each.get("LOCATION", ""))) for each in found] == [
        ("Sol", "Studio A"),
        ("Closed: Concert", ""),
    ]
