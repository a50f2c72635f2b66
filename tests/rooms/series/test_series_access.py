"""Who books, sees and lists series."""

from tests.rooms.conftest import person
from tests.rooms.series.conftest import API
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.people.models import User
from webapp.rooms.models import Reservation, Series
from webapp.rooms.rules import rules


def test_staff_book_for_a_student_who_gets_the_letter(app, as_, weekly):
    made = as_("tess").post(API, json=weekly | {"student": 2})
    assert made.status_code == 201
    assert made.json["student"] == 2
    with app.app_context():
        assert {r.booked_by_id for r in db.session.query(Reservation)} == {1}
        assert db.session.query(Letter).one().address == "sol@school.test"
    assert as_("sol").get(f"{API}{made.json['id']}/").status_code == 200


def test_lessons_are_for_staff_to_book_and_go_by_their_own_rules(app, as_, weekly, count):
    with app.app_context(), transaction():
        rules.add(
            person("ada"),
            name="Practice",
            role="student",
            purpose="practice",
            horizon_days=14,
        )
    lessons = weekly | {"purpose": "lesson", "student": 2}
    assert as_("tess").post(API, json=lessons | {"purpose": "practice"}).status_code == 409
    assert as_("tess").post(API, json=lessons).status_code == 201
    assert count(Reservation, purpose="lesson") == 4
    assert as_("sol").post(API, json=weekly | {"purpose": "lesson"}).status_code == 403


def test_students_book_for_nobody_else(app, as_, weekly, count):
    assert as_("sol").post(API, json=weekly | {"student": 3}).status_code == 403
    assert as_("dora").post(API, json=weekly | {"student": 999}).status_code == 422
    with app.app_context(), transaction():
        db.session.get(User, 3).is_active = False
    assert as_("dora").post(API, json=weekly | {"student": 3}).status_code == 422
    assert count(Series) == 0


def test_a_strangers_series_is_not_there(as_, weekly):
    sol, nia = as_("sol"), as_("nia")
    id = sol.post(API, json=weekly).json["id"]
    assert nia.get(f"{API}{id}/").status_code == nia.get(f"/series/{id}").status_code == 404
    assert [len(as_(name).get(API).json) for name in ("sol", "nia", "dora")] == [1, 0, 1]
    assert sol.get(f"{API}999/").status_code == sol.get("/series/999").status_code == 404


def test_the_list_goes_on_from_where_it_was(as_, weekly, monday):
    sol = as_("sol")
    for hour in (9, 10, 11):
        assert (
            sol.post(
                API, json=weekly | {"start": f"{hour:02d}:00", "end": f"{hour + 1:02d}:00"}
            ).status_code
            == 201
        )
    first = sol.get(f"{API}?limit=2")
    assert [each["id"] for each in first.json] == [3, 2]
    link = first.headers["Link"].split(">")[0].lstrip("<")
    assert [each["id"] for each in sol.get(link).json] == [1]
