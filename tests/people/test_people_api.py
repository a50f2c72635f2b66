"""People for programs: their list, one of them, and whoever asks."""

import re

import pytest
from sqlalchemy import select

from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.people.models import Group, Guardian, Membership, User

PEOPLE, ME = "/api/inventory/people/", "/api/inventory/me/"
TESS, SOL, NIA, DORA, ADA = 1, 2, 3, 4, 5
QUARTET = {
    "id": 1,
    "name": "Quartet",
    "kind": "ensemble",
    "teacher": TESS,
    "teacher_name": "Tess",
}


@pytest.fixture
def quartet(app):
    """Sol plays in it, Tess teaches it, and his mother answers for him."""
    with app.app_context(), transaction():
        db.session.add(Group(name="Quartet", kind="ensemble", teacher_id=TESS))
        db.session.add(Guardian(user_id=SOL, name="Mara", phone="030 1"))
        db.session.flush()
        db.session.add(Membership(group_id=1, user_id=SOL))


def names(answer):
    assert answer.status_code == 200, answer.text
    return [person["name"] for person in answer.json]


@pytest.mark.parametrize("who", ["ada", "dora", "tess", "sol"])
def test_the_list_is_that_of_the_page(as_, who):
    browser = as_(who)
    page = browser.get("/people").text.partition("<main")[2]
    assert names(browser.get(PEOPLE)) == re.findall(r"<b>(\w+)</b>", page)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("ada", {1, 2, 3, 4, 5}),
        ("dora", {1, 2, 3, 4, 5}),
        ("tess", {1, 2, 3}),
        ("sol", {2}),
    ],
)
def test_whom_one_sees_not_is_not_there(as_, who, seen):
    browser = as_(who)
    for id in range(7):
        page, one = browser.get(f"/people/{id}"), browser.get(f"{PEOPLE}{id}/")
        assert one.status_code == page.status_code == (200 if id in seen else 404)


def test_one_comes_with_who_is_around_them(as_, quartet):
    told = as_("dora").get(f"{PEOPLE}{SOL}/").json
    assert told == {
        "id": SOL,
        "name": "Sol",
        "email": "sol@school.test",
        "phone": "",
        "role": "student",
        "is_active": True,
        "teacher": TESS,
        "teacher_name": "Tess",
        "groups": [QUARTET],
        "guardians": [{"id": 1, "name": "Mara", "phone": "030 1", "email": ""}],
    }
    assert as_("sol").get(PEOPLE).json == [told]


def test_who_teaches_a_group_has_it_too(as_, quartet):
    told = as_("ada").get(f"{PEOPLE}{TESS}/").json
    assert [group["name"] for group in told["groups"]] == ["Quartet"]
    assert told["teacher"] is None


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("search=o+school", ["Ada", "Dora", "Nia", "Sol", "Tess"]),
        ("search=SOL", ["Sol"]),
        ("search=key-1", ["Nia"]),
        ("search=%25", []),
        ("role=student", ["Nia", "Sol"]),
        ("role=all&search=nia", ["Nia"]),
        ("group=1", ["Sol"]),
        ("group=1&role=teacher", []),
        ("is_active=false", ["Dora"]),
        ("is_active=1&role=desk", []),
    ],
)
def test_filters(app, as_, quartet, query, seen):
    as_("dora").post("/api/inventory/cards/", json={"person": NIA, "code": "KEY-1"})
    as_("ada").post(f"/people/{DORA}/disable")
    assert names(as_("ada").get(f"{PEOPLE}?{query}")) == seen


def test_a_lost_card_still_tells_whose_it_was(as_):
    dora = as_("dora")
    dora.post("/api/inventory/cards/", json={"person": NIA, "code": "KEY-1"})
    dora.post("/api/inventory/cards/1/end/")
    assert names(dora.get(f"{PEOPLE}?search=KEY-1")) == ["Nia"]
    assert "<b>Nia</b>" in dora.get("/people?q=KEY-1").text
    assert names(as_("sol").get(f"{PEOPLE}?search=KEY-1")) == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("role=king", 422),
        ("group=0", 422),
        ("after=x", 422),
        ("q=Sol", 422),
        ("group=9", 404),
    ],
)
def test_what_makes_no_sense_is_said(as_, query, status):
    assert as_("ada").get(f"{PEOPLE}?{query}").status_code == status


def test_a_group_one_does_not_see_is_not_there(as_, quartet):
    assert as_("nia").get(f"{PEOPLE}?group=1").status_code == 404


def test_pages_follow_each_other_and_are_counted(as_):
    ada, seen, path = as_("ada"), [], f"{PEOPLE}?limit=2&count=1&search=school"
    while path:
        answer = ada.get(path)
        assert 'rel="first"; total="5"' in answer.headers["Link"]
        seen += names(answer)
        to_next = re.search(r'<([^>]+)>; rel="next"', answer.headers["Link"])
        path = to_next and to_next[1]
    assert seen == ["Ada", "Dora", "Nia", "Sol", "Tess"]


def _add_pupil(n):
    """With a teacher, in a group, and with a guardian."""
    email = f"p{n}@school.test"
    pupil = User(email=email, name=f"P{n}", role="student", password_hash="-", teacher_id=1)
    db.session.add(pupil)
    db.session.flush()
    db.session.add(Membership(group_id=1, user_id=pupil.id))
    db.session.add(Guardian(user_id=pupil.id, name="G", phone="1"))


def test_a_longer_list_takes_no_more_queries(app, as_, quartet):
    ada = as_("ada")
    with counted(app) as few:
        assert len(ada.get(f"{PEOPLE}?search=sol").json) == 1
    with app.app_context(), transaction():
        for n in range(30):
            _add_pupil(n)
    with counted(app) as many:
        assert len(ada.get(PEOPLE).json) == 35
    assert 0 < len(many) == len(few) <= 5  # who asks, people, teachers, groups, guardians


def test_me_is_whoever_asks(as_, quartet):
    sol = as_("sol")
    told = sol.get(ME).json
    assert told == sol.get(f"{PEOPLE}{SOL}/").json | {"is_staff": False, "token": None}
    assert as_("tess").get(ME).json["is_staff"] is True


def test_a_program_is_told_what_it_signed_in_with(app, as_):
    ada = as_("ada")
    ada.post(f"/people/{SOL}/token", data={"name": "Timetable", "may": "all"})
    token = re.search(r">([\w-]{43})</code>", ada.get(f"/people/{SOL}").text)[1]
    told = app.test_client().get(ME, headers={"Authorization": f"Bearer {token}"}).json
    assert told["name"] == "Sol"
    token = told["token"]
    assert (token["name"], token["may"]) == ("Timetable", ["all"])
    assert (token["issued_by"], token["issued_by_name"]) == (ADA, "Ada")
    assert (token["expires_at"], token["is_ended"]) == (None, False)


def test_nobody_is_asked_to_sign_in(app):
    for path in (ME, PEOPLE, f"{PEOPLE}2/"):
        assert app.test_client().get(path).status_code == 401


def test_who_is_forgotten_is_in_no_list(app, as_):
    with app.app_context():
        system = db.session.scalars(select(User.id).where(User.id <= 0)).all()
    assert system
    assert min(person["id"] for person in as_("ada").get(PEOPLE).json) == 1
