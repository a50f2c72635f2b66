"""Guardians: who answers for a minor, kept by admins, seen by whoever may see the person."""

import pytest

from webapp.core.db import db
from webapp.people.models import Guardian

SOL, NEW = 2, "/people/2/guardians/new"
PIA = {"name": "Pia", "phone": "+49 30 1234", "email": "pia@home.test"}


def kept(app):
    with app.app_context():
        return [
            (each.name, each.phone, each.email)
            for each in db.session.query(Guardian).order_by(Guardian.id)
        ]


@pytest.fixture
def pia(as_):
    assert as_("ada").post(NEW, data=PIA).status_code == 303
    return 1


def test_an_admin_adds_one(app, as_, pia):
    assert kept(app) == [("Pia", "+49 30 1234", "pia@home.test")]
    for who in ("ada", "dora", "tess", "sol"):
        assert "+49 30 1234" in as_(who).get(f"/people/{SOL}").text


@pytest.mark.parametrize(("who", "status"), [("tess", 403), ("dora", 403), ("nia", 404)])
def test_nobody_else_keeps_them(app, as_, pia, who, status):
    one = as_(who)
    for path in (NEW, "/guardians/1"):
        assert one.get(path).status_code == status
        assert one.post(path, data=PIA | {"version": "1"}).status_code == status
    assert one.post("/guardians/1/remove").status_code == status
    assert len(kept(app)) == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"phone": "", "email": ""}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"email": "pia"}, "email"),
        ({"name": " "}, "name"),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_is_lost(app, as_, typed, field):
    page = as_("ada").post(NEW, data=PIA | typed)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert kept(app) == []
    assert typed.get("name") == " " or 'value="Pia"' in page.text


def test_one_is_changed_and_not_over_somebody_else(app, as_, pia):
    ada = as_("ada")
    assert "Pia" in ada.get("/guardians/1").text
    changed = PIA | {"version": "1", "phone": "", "email": "new@home.test"}
    assert ada.post("/guardians/1", data=changed).status_code == 303
    assert kept(app) == [("Pia", "", "new@home.test")]
    assert ada.post("/guardians/1", data=PIA | {"version": "1"}).status_code == 412


def test_one_is_removed_once(app, as_, pia):
    ada = as_("ada")
    assert ada.post("/guardians/1/remove").status_code == 303
    assert kept(app) == []
    assert ada.post("/guardians/1/remove").status_code == 404


def test_at_most_six(app, as_):
    ada = as_("ada")
    answers = [ada.post(NEW, data=PIA | {"name": f"P{n}"}).status_code for n in range(7)]
    assert answers == [303] * 6 + [422]


def test_a_persons_own_number(as_):
    ada = as_("ada")
    typed = {
        "name": "Sol",
        "email": "sol@school.test",
        "role": "student",
        "teacher_id": "1",
    }
    typed |= {"version": "1", "phone": "030 / 55"}
    assert ada.post("/people/2/edit", data=typed).status_code == 303
    assert "030 / 55" in as_("tess").get("/people/2").text
    assert (
        ada.post("/people/2/edit", data=typed | {"version": "2", "phone": "x"}).status_code
        == 422
    )
