"""Asking for a room that a teacher must approve: it is held meanwhile, and those who answer hear of it."""

import pytest

from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.waits import wait_offers

API = "/api/inventory/reservations/"


DOORS = pytest.mark.parametrize("door", ["page", "api"])


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
    check_it_reads_pending(sol)


def check_it_reads_pending(sol):
    assert "Held until" in sol.get("/reservations").text
    assert "Held until" in sol.get("/").text
    shown = sol.get(f"{API}1/").json
    assert shown["status"] == "pending"
    assert shown["answer_by"]
    assert shown["decided_by"] is None


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
