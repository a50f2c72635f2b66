"""Staff book for others, for lessons and beyond the rules; nobody else does, and students see only that it is busy."""

import pytest

from tests.rooms.conftest import check_words
from webapp.core.db import db
from webapp.rooms.models import Occupancy, Reservation

API = "/api/inventory/reservations/"
EXCEPTION = {"override_reason": "Broken lift"}
WHY = {"override_reason": "Broken lift", "waive_turnover": True}


@pytest.fixture
def stored(app):
    def look():
        with app.app_context():
            return [
                (
                    one.student_id,
                    one.booked_by_id,
                    one.purpose,
                    one.override_reason,
                    one.turnover_minutes,
                )
                for one in db.session.query(Reservation).order_by(Reservation.id)
            ]

    return look


@pytest.mark.parametrize(("door", "student"), [("page", "Sol"), ("api", 2)])
def test_staff_book_for_a_student_who_gets_a_letter(
    as_, stored, hour, letter, door, student
):
    wish = hour | {"student": student, "purpose": "lesson"} | EXCEPTION
    tess = as_("tess")
    if door == "page":
        assert tess.post("/reservations/new", data=wish).location == "/reservations/1"
    else:
        answer = tess.post(API, json=wish)
        assert answer.status_code == 201
        assert (answer.json["student"], answer.json["booked_by"]) == (2, 1)
    assert stored() == [(2, 1, "lesson", "Broken lift", 0)]
    sent = letter(step="confirmed", address="sol@school.test")
    assert "Tess booked Studio A for you" in sent.text


def test_the_student_sees_who_booked_it_and_not_why(as_, hour):
    wish = hour | {"student": 2, "purpose": "lesson"} | EXCEPTION
    assert as_("tess").post(API, json=wish).status_code == 201
    seen = as_("sol").get("/reservations/1").text
    check_words(seen, "Lesson", "Booked by", without=["Broken lift"])
    assert "Broken lift" in as_("dora").get("/reservations/1").text


@pytest.mark.parametrize(
    "more",
    [{"student": 3}, {"purpose": "exam"}, {"override_reason": "Because"}, WHY],
    ids=str,
)
def test_students_may_not(as_, stored, hour, more):
    assert as_("sol").post(API, json=hour | more).status_code == 403
    assert stored() == []


def test_a_students_form_has_no_such_fields_and_takes_none(as_, stored, hour):
    sol = as_("sol")
    drawn = sol.get("/reservations/new?room=1").text
    assert 'name="student"' not in drawn
    assert "Maintenance" not in drawn
    assert "Ensemble" in drawn
    assert (
        sol.post(
            "/reservations/new", data=hour | {"student": "3", "purpose": "ensemble"}
        ).status_code
        == 303
    )
    assert stored() == [(2, None, "ensemble", "", 0)]


def test_one_may_name_oneself(as_, stored, hour):
    assert as_("sol").post(API, json=hour | {"student": 2}).status_code == 201
    assert stored()[0][:2] == (2, None)


@pytest.mark.parametrize("student", [999, 5])
def test_somebody_unknown_is_told_at_the_field_and_the_rest_kept(
    as_, stored, hour, student
):
    no = as_("tess").post(
        "/reservations/new", data=hour | {"student": str(student), "notes": "Bring oil"}
    )
    assert no.status_code == 422
    assert 'id="student-error"' in no.text
    assert "Bring oil" in no.text
    assert stored() == []


def test_only_with_a_reason_may_one_come_off_the_steps(as_, stored, monday):
    wish = {"room": 1, "start_time": f"{monday}T10:05", "end_time": f"{monday}T10:50"}
    assert "start_time" in as_("tess").post(API, json=wish).json["fields"]
    assert (
        as_("tess").post(API, json=wish | {"override_reason": "Train"}).status_code == 201
    )
    late = {
        "start_time": f"{monday}T21:00",
        "end_time": f"{monday}T23:00",
        "override_reason": "Party",
    }
    assert as_("tess").post(API, json=wish | late).status_code == 422
    assert (
        as_("tess").post(API, json=wish | {"override_reason": "I was first"}).status_code
        == 409
    )


def test_waived_tidying_up_leaves_the_room_at_once(app, as_, hour, monday):
    as_("ada").patch("/api/inventory/practice-rooms/1/", json={"turnover_minutes": 15})
    assert as_("dora").post(API, json=hour | {"waive_turnover": True}).status_code == 201
    after = {"start_time": f"{monday}T15:00", "end_time": f"{monday}T16:00"}
    assert as_("sol").post(API, json=hour | after).status_code == 201
    with app.app_context():
        ends = [
            held.blocks_until.minute
            for held in db.session.query(Occupancy).order_by(Occupancy.id)
        ]
    assert ends == [0, 15]


def test_students_see_that_it_is_busy_and_staff_what_for(as_, hour, monday):
    as_("tess").post(API, json=hour | {"student": 2, "purpose": "exam"})
    path = f"/rooms?date={monday}"
    assert "Sol, exam" in as_("dora").get(path).text
    assert "You, exam" in as_("sol").get(path).text
    others = as_("nia").get(path).text
    assert "Busy" in others
    assert "exam" not in others
    assert "Sol" not in others
