"""Who sees whom."""

import re

import pytest

from tests.support.queries import counted
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.errors import NotFound
from webapp.people import people
from webapp.people.models import User


@pytest.fixture(autouse=True)
def another_teacher(app):
    with app.app_context(), transaction():
        db.session.add(
            User(email="uma@school.test", name="Uma", role="teacher", password_hash="-")
        )
        db.session.flush()
        db.session.get(User, 3).teacher_id = 6  # Nia's


def names(answer):
    return re.findall(r"<b>(\w+)</b>", answer.text.partition("<main")[2])


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("ada", ["Ada", "Dora", "Nia", "Sol", "Tess", "Uma"]),
        ("dora", ["Ada", "Dora", "Nia", "Sol", "Tess", "Uma"]),
        ("tess", ["Sol", "Tess"]),
        ("sol", ["Sol"]),
    ],
)
def test_each_sees_their_own(as_, who, seen):
    browser = as_(who)
    assert names(browser.get("/people")) == seen
    ids = {"Tess": 1, "Sol": 2, "Nia": 3, "Dora": 4, "Ada": 5, "Uma": 6}
    assert {
        n for n, id in ids.items() if browser.get(f"/people/{id}").status_code == 200
    } == set(seen)


@pytest.mark.parametrize(
    ("q", "seen"),
    [("o", ["Dora", "Nia", "Sol", "Tess", "Uma", "Ada"]), ("SOL school", ["Sol"])],
)
def test_every_word_is_looked_for(as_, q, seen):
    assert sorted(names(as_("ada").get("/people", query_string={"q": q}))) == sorted(seen)


@pytest.mark.parametrize("q", ["%", "_", "\\", "zz"])
def test_signs_of_the_database_are_only_signs(as_, q):
    answer = as_("ada").get("/people", query_string={"q": q})
    assert names(answer) == []
    assert "Nobody matches" in answer.text
    assert 'value="' + q in answer.text


def test_pages_follow_each_other(app, as_, monkeypatch):
    monkeypatch.setattr("webapp.people.pages.people.PAGE", 2)
    ada, path, seen = as_("ada"), "/people?q=school", []
    while path:
        answer = ada.get(path)
        seen += names(answer)
        path = (re.findall(r'href="(/people\?[^"]+)"', answer.text) or [""])[0].replace(
            "&amp;", "&"
        )
    assert seen == ["Ada", "Dora", "Nia", "Sol", "Tess", "Uma"]


def test_students_of_a_teacher(app):
    with app.app_context():
        tess, sol = Actor(1, "Tess", "teacher", 0), Actor(2, "Sol", "student", 0)
        assert [user.name for user in people.students_of(tess, 1)] == ["Sol"]
        assert people.students_of(tess, 6) == []
        assert [
            user.name for user in people.students_of(Actor(5, "Ada", "admin", 0), 6)
        ] == ["Nia"]
        with pytest.raises(NotFound):
            people.find(sol, 3)


def test_typing_gets_the_list_alone(as_):
    part = as_("ada", htmx=True).get("/people?q=sol").text.strip()
    assert part.startswith('<section id="people"')
    assert "<b>Sol</b>" in part
    assert "<b>Nia</b>" not in part
    assert "1 found" in part
    assert "Teacher: </span>Tess" in part


def test_a_longer_list_takes_no_more_queries(app, as_):
    ada = as_("ada")
    with counted(app) as few:
        assert ada.get("/people?q=sol").status_code == 200
    with app.app_context(), transaction():
        for n in range(30):
            told = {
                "email": f"p{n}@school.test",
                "name": f"P{n}",
                "role": "student",
                "password_hash": "-",
            }
            db.session.add(User(**told, teacher_id=1))
    with counted(app) as many:
        assert "36 found" in ada.get("/people").text
    assert 0 < len(many) == len(few)
