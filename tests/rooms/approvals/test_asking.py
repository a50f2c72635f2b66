"""Asking for a room that a teacher must approve: held meanwhile, counted, and shown as waiting; staff need not ask."""

import re
from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar

from tests.rooms.conftest import person
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.feeds import feeds
from webapp.rooms.models import Reservation
from webapp.rooms.reservations import no_shows
from webapp.rooms.rules import rules
from webapp.rooms.waits import wait_offers

API, SERIES = "/api/inventory/reservations/", "/api/inventory/series/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture
def stored(app):
    """(status, room, hours until it must be answered) of every reservation."""

    def look():
        with app.app_context():
            found = db.session.query(Reservation).order_by(Reservation.id).all()
            left = [each.answer_by and each.answer_by - each.changed_at for each in found]
            hours = [each and round(each / timedelta(hours=1)) for each in left]
            return [
                (each.stored_status, each.room_id, more)
                for each, more in zip(found, hours, strict=True)
            ]

    return look


@DOORS
def test_it_is_held_until_a_teacher_answers(as_, must_ask, hour, stored, written, door):
    sol = as_("sol")
    made = (
        sol.post(API, json=hour)
        if door == "api"
        else sol.post("/reservations/new", data=hour)
    )
    assert made.status_code in (201, 303)
    assert stored() == [("pending", 1, 72)]
    assert written() == [("asked", "sol"), ("requested", "tess")]
    assert as_("nia").post(API, json=hour).status_code == 409
    shown = sol.get("/reservations/1").text
    assert "Waiting for approval" in shown
    assert "The time is held for you until" in shown
    assert "Approve" not in shown
    assert "Held until" in sol.get("/reservations").text
    assert "Held until" in sol.get("/").text
    told = sol.get(f"{API}1/").json
    assert told["status"] == "pending"
    assert told["answer_by"]
    assert told["decided_by"] is None


def test_the_letters_say_until_when_and_carry_a_tentative_date(app, asked, monday):
    with app.app_context():
        mine, theirs = db.session.query(Letter).order_by(Letter.id).all()
    assert "The time is held for you until" in mine.text
    assert "STATUS:TENTATIVE" in mine.calendar
    assert theirs.subject.startswith("Sol requests Studio A")
    assert "My recital" in theirs.text
    assert "/r/room/" in theirs.text
    assert theirs.calendar is None


def test_without_a_teacher_the_admins_are_asked(app, as_, must_ask, admin, hour, written):
    with app.app_context(), transaction():
        db.session.execute(db.text("UPDATE users SET teacher_id = NULL WHERE id = 2"))
    as_("sol").post(API, json=hour)
    assert sorted(written()) == [
        ("asked", "sol"),
        ("requested", "ada"),
        ("requested", "head"),
    ]


def test_it_ends_at_the_start_if_that_is_sooner(must_ask, book, at, monday, stored):
    with at("11:00"):
        book("sol", 1, monday, "14:00", "15:00")
    assert stored() == [("pending", 1, 3)]


@pytest.mark.parametrize("name", ["tess", "dora", "ada"])
def test_staff_ask_nobody(must_ask, book, monday, stored, written, name):
    book(name, 1, monday, "14:00", "15:00", student=2)
    assert stored() == [("confirmed", 1, None)]
    assert written() == [("confirmed", "sol")]


def test_the_most_specific_rule_decides_and_of_two_the_strictest(
    app, must_ask, book, monday, stored
):
    with app.app_context(), transaction():
        rules.add(
            person("ada"), name="No need", role="student", room=1, needs_approval=False
        )
    book("sol", 1, monday, "08:00", "09:00")
    with app.app_context(), transaction():
        told = {"role": "student", "room": 1, "purpose": "practice", "from_time": "10:00"}
        rules.add(person("ada"), name="Not for practice", **told, needs_approval=False)
    book("sol", 1, monday, "12:00", "13:00")
    book("sol", 2, monday, "14:00", "15:00")
    assert [status for status, *_ in stored()] == ["pending", "confirmed", "confirmed"]


def test_it_is_said_before_anybody_asks(as_, must_ask, hour, at, monday):
    link = f"/reservations/new?room=1&start_time={monday}T14:00&end_time={monday}T15:00"
    sol = as_("sol").get(link).text
    assert (
        "A teacher will answer within 3 days; until then the time is held for you." in sol
    )
    assert "data-asks" in sol
    assert "Send request" in sol
    with at("11:00"):
        assert (
            "A teacher will answer before it begins; until then"
            in as_("sol").get(link).text
        )
    for other in (
        as_("tess").get(link).text,
        as_("sol").get(link.replace("room=1", "room=2")).text,
    ):
        assert "A teacher will answer" not in other
        assert "data-asks" not in other


def test_rules_say_it_in_words_and_in_the_preview(as_, must_ask, monday):
    tess = as_("tess")
    assert "Students in Studio A: a teacher must approve." in tess.get("/rooms/rules").text
    seen = tess.get(f"/api/inventory/rules/preview/?student=2&date={monday}").json["rooms"]
    assert [[each["needs_approval"] for each in room["stretches"]] for room in seen] == [
        [True],
        [False],
        [False],
    ]
    assert (
        tess.get(f"/rooms/rules/preview?student=2&date={monday}").text.count(
            "a teacher must approve"
        )
        == 1
    )


def test_a_rule_through_the_form(as_):
    ada = as_("ada")
    typed = {"name": "Ask", "role": "student", "room": "1", "needs_approval": "True"}
    assert ada.post("/rooms/rules/new", data=typed).status_code == 303
    (rule,) = ada.get("/api/inventory/rules/").json
    assert rule["needs_approval"] is True
    assert rule["may_book"] is None


def test_it_counts_for_quotas(app, as_, must_ask, hour, monday):
    with app.app_context(), transaction():
        rules.add(person("ada"), name="An hour", role="student", rolling_minutes=60)
    sol, later = (
        as_("sol"),
        hour | {"room": 2, "start_time": f"{monday}T18:00", "end_time": f"{monday}T19:00"},
    )
    assert sol.post(API, json=hour).status_code == 201
    assert sol.post(API, json=later).status_code == 409
    assert sol.post(f"{API}1/cancel/").status_code == 200
    assert sol.post(API, json=later).status_code == 201


def test_everybody_sees_the_time_taken_but_only_some_that_it_waits(as_, asked, monday):
    for path in (f"/rooms?date={monday}", f"/rooms/1?week={monday}"):
        mine = as_("sol").get(path).text
        assert "You, waiting" in mine
        assert re.search(r'class="(seg-a )?pend\b', mine)
        assert "Sol, waiting" in as_("tess").get(path).text
        assert "waiting" not in as_("nia").get(path).text


def test_calendars_show_it_as_tentative(app, asked):
    with app.app_context(), transaction():
        address = "/calendar/" + feeds.make(person("sol"), room=None)[1] + ".ics"
    (event,) = Calendar.from_ical(app.test_client().get(address).data).walk("VEVENT")
    assert event["STATUS"] == "TENTATIVE"


@pytest.fixture
def asked_long_before(must_ask, decide, book, monday):
    """As `asked`, and a teacher may answer until it begins."""
    decide(approve_within_hours=2000)
    return book("sol", 1, monday, "14:00", "15:00")


def test_nobody_checks_in_and_nobody_misses_it(
    app, as_, asked_long_before, at, decide, became
):
    asked = asked_long_before
    decide(check_in=True)
    with at("13:50"):
        no = as_("sol").post(f"{API}{asked}/check-in/")
        assert no.status_code == 409
        assert "waiting for approval" in no.json["detail"]
        assert "Check in" not in as_("sol").get(f"/reservations/{asked}").text
    for wall in ("14:09", "14:11"):
        with at(wall), app.app_context(), transaction():
            assert no_shows.mark() == 0
    assert became(asked) == ("pending", True, None)


def test_given_back_late_it_costs_nothing(as_, asked_long_before, at, decide):
    decide(cancel_hours=24)
    with at("13:00"):
        told = as_("sol").post(f"{API}{asked_long_before}/cancel/").json
    assert (told["status"], told["late"]) == ("cancelled", False)


@pytest.mark.parametrize(
    ("name", "room", "status", "hours"),
    [
        ("sol", 1, "pending", 72),
        ("sol", 2, "confirmed", None),
        ("tess", 1, "pending", 72),
        ("dora", 2, "pending", 72),
    ],
)
def test_moving_what_waits(as_, asked, monday, stored, written, name, room, status, hours):
    times = {"start_time": f"{monday}T18:00", "end_time": f"{monday}T19:00", "room": room}
    assert as_(name).post(f"{API}{asked}/move/", json=times).status_code == 200
    assert stored() == [(status, room, hours)]
    assert written().count(("requested", "tess")) == (
        2 if (name, status) == ("sol", "pending") else 1
    )


def test_moving_to_where_one_must_ask_waits_again_unless_staff_move_it(
    app, as_, must_ask, book, monday, stored
):
    book("sol", 2, monday, "14:00", "15:00")
    book("sol", 3, monday, "16:00", "17:00")
    sol, to = (
        as_("sol"),
        {"start_time": f"{monday}T14:00", "end_time": f"{monday}T15:00", "room": 1},
    )
    page = sol.get("/reservations/1/move", query_string=to)
    assert "A teacher will answer within 3 days" in page.text
    assert sol.post(f"{API}1/move/", json=to).status_code == 200
    assert stored()[0] == ("pending", 1, 72)
    with app.app_context():
        moved = db.session.query(Letter).filter_by(kind="reservation_moved").one()
        assert "A teacher must approve it" in moved.text
        assert "STATUS:TENTATIVE" in moved.calendar
    there = {"start_time": f"{monday}T16:00", "end_time": f"{monday}T17:00", "room": 1}
    assert as_("dora").post(f"{API}2/move/", json=there).status_code == 200
    assert stored()[1] == ("confirmed", 1, None)


def test_a_series_says_that_such_a_date_is_asked_for_alone(as_, must_ask, monday):
    weekly = {"room": 1, "start": "14:00", "end": "15:00", "first_date": monday, "count": 2}
    seen = as_("sol").post(f"{SERIES}preview/", json=weekly).json["dates"]
    assert [
        (each["status"], "A teacher must approve" in each["reason"]) for each in seen
    ] == [("refused", True)] * 2
    assert as_("sol").post(SERIES, json=weekly).status_code == 409
    assert as_("tess").post(SERIES, json=weekly | {"student": 2}).status_code == 201


def test_what_was_waited_for_is_asked_for_too(app, as_, must_ask, book, monday, stored):
    book("tess", 1, monday, "14:00", "16:00")
    wish = {
        "room": 1,
        "start_time": f"{monday}T14:00",
        "end_time": f"{monday}T16:00",
        "minutes": 60,
    }
    sol = as_("sol")
    id = sol.post("/api/inventory/waitlist/", json=wish).json["id"]
    as_("tess").post(f"{API}1/cancel/")
    with app.app_context(), transaction():
        wait_offers.sweep()
    assert sol.post(f"/api/inventory/waitlist/{id}/accept/").status_code in (200, 201)
    assert stored()[1][:2] == ("pending", 1)


def test_at_the_door_it_is_too_late_to_ask(as_, must_ask, at, monday, stored):
    with at("14:05"):
        until = {"until": f"{monday}T15:00"}
        no = as_("sol").post("/api/inventory/practice-rooms/1/book-now/", json=until)
        assert no.status_code == 409
        assert "A teacher must approve this room first" in no.json["detail"]
        assert as_("sol").post(
            "/api/inventory/practice-rooms/2/book-now/", json=until
        ).status_code in (200, 201)
    assert [room for _, room, _ in stored()] == [2]


def test_lists_can_be_asked_for_a_status(as_, asked, book, monday):
    book("sol", 2, monday, "08:00", "09:00")
    sol = as_("sol")
    for status, ids in (
        ("pending", [1]),
        ("confirmed", [2]),
        ("completed", []),
        ("cancelled", []),
    ):
        assert [each["id"] for each in sol.get(f"{API}?status={status}").json] == ids
    with time_machine.travel(clock.now() + timedelta(days=16)):
        assert [each["id"] for each in as_("sol").get(f"{API}?status=completed").json] == [
            2
        ]
    assert sol.get(f"{API}?status=unknown").status_code == 422
    assert sol.get("/reservations/export.csv?status=pending").text.count("Studio") == 1


def test_nobody_owes_for_what_waits(as_, asked, monday):
    sol, month = as_("sol"), {"start_date": monday, "end_date": monday}
    owed = [sol.get("/api/inventory/statements/2/", query_string=month).json["lines"]]
    as_("tess").post(f"{API}{asked}/approve/")
    owed.append(sol.get("/api/inventory/statements/2/", query_string=month).json["lines"])
    assert [len(lines) for lines in owed] == [0, 1]
