"""Adding people: for admins, with a teacher who teaches and an e-mail nobody has."""

import pytest
from sqlalchemy import select

from webapp.core.db import db
from webapp.people.models import User

PAGE = "/people/new"
LOU = {
    "name": "Lou",
    "email": "Lou@School.test",
    "role": "student",
    "teacher_id": "1",
    "password": "a long enough one",
}


def test_an_admin_adds_a_student_who_can_sign_in(app, as_):
    ada = as_("ada")
    assert ada.get(PAGE).status_code == 200
    added = ada.post(PAGE, data=LOU)
    assert (added.status_code, added.location) == (303, "/people/6")
    with app.app_context():
        lou = db.session.scalars(select(User).where(User.email == "lou@school.test")).one()
        assert (lou.role, lou.teacher_id, lou.is_active) == ("student", 1, True)
    signed_in = ada.post(
        "/login", data={"email": "lou@school.test", "password": LOU["password"]}
    )
    assert signed_in.status_code == 303


@pytest.mark.parametrize("who", ["tess", "dora", "sol"])
def test_nobody_else_may(as_, who):
    assert (
        as_(who).get(PAGE).status_code == as_(who).post(PAGE, data=LOU).status_code == 403
    )


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"email": "SOL@school.test"}, "email", "Somebody already has this e-mail"),
        ({"email": "lou"}, "email", "Enter an e-mail address such as ana@school.example"),
        ({"password": "short"}, "password", "At least 15 characters"),
        ({"name": ""}, "name", "Fill this in"),
        ({"teacher_id": "2"}, "teacher_id", "Choose somebody who teaches here"),
        ({"teacher_id": "99"}, "teacher_id", "Choose somebody who teaches here"),
        ({"role": "desk"}, "teacher_id", "Only a student has a teacher"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(
    app, as_, typed, field, words
):
    page = as_("ada").post(PAGE, data=LOU | typed)
    assert page.status_code == 422
    assert f'id="{field}-error">{words}<' in page.text
    assert "a long enough one" not in page.text
    assert 'value="Lou' in page.text
    assert page.text.count('-error">') == 1
    with app.app_context():
        assert db.session.query(User).filter(User.id > 0).count() == 5


def test_the_database_refuses_an_unknown_role(as_):
    assert as_("ada").post(PAGE, data=LOU | {"role": "owner"}).status_code == 422
