"""Describing people anew: never over somebody else's change."""

import pytest

from webapp.core.db import db
from webapp.people.models import User

PAGE = "/people/2/edit"
SOL = {
    "version": "1",
    "name": "Sol Ray",
    "email": "sol@school.test",
    "role": "student",
    "teacher_id": "1",
}


def test_an_admin_describes(app, as_):
    ada = as_("ada")
    drawn = ada.get(PAGE).text
    assert 'value="Sol"' in drawn
    assert '<option selected value="1">Tess<' in drawn
    assert ada.post(PAGE, data=SOL | {"teacher_id": ""}).status_code == 303
    with app.app_context():
        sol = db.session.get(User, 2)
        assert (sol.name, sol.teacher_id, sol.version) == ("Sol Ray", None, 2)


def test_a_page_drawn_before_the_change_is_stale(as_):
    ada = as_("ada")
    ada.post(PAGE, data=SOL)
    late = ada.post(PAGE, data=SOL | {"name": "Solo"})
    assert late.status_code == 412
    assert "Somebody changed Sol Ray" in late.text
    assert 'value="Solo"' in late.text


@pytest.mark.parametrize(
    ("who", "status"), [("tess", 403), ("dora", 403), ("sol", 403), ("nia", 404)]
)
def test_nobody_else_may_and_strangers_see_nothing(as_, who, status):
    assert (
        as_(who).get(PAGE).status_code
        == as_(who).post(PAGE, data=SOL).status_code
        == status
    )


def test_another_ones_e_mail_is_taken(as_):
    page = as_("ada").post(PAGE, data=SOL | {"email": "nia@school.test"})
    assert page.status_code == 422
    assert "Somebody already has this e-mail" in page.text


def test_an_admin_cannot_step_down_alone(as_):
    ada = {"version": "1", "name": "Ada", "email": "ada@school.test", "role": "desk"}
    assert "another admin can" in as_("ada").post("/people/5/edit", data=ada).text


def test_who_teaches_stays_a_teacher(as_):
    tess = {"version": "1", "name": "Tess", "email": "tess@school.test", "role": "desk"}
    no = as_("ada").post("/people/1/edit", data=tess)
    assert no.status_code == 409
    assert "Tess still teaches 2" in no.text
