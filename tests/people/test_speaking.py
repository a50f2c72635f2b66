"""The language that people choose, what they hear where they chose none, and what programs hear."""

import re

import pytest

from tests.support.quoted import OTHER, TEST
from webapp.core import words
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.school import settings

PAGE, API = "/me/language", "/api/inventory/people/2/language/"

pytestmark = pytest.mark.usefixtures("made_up_languages")


@pytest.fixture
def chosen(app):
    """What is kept of somebody."""

    def look(id=2):
        with app.app_context():
            return db.session.get(User, id).language

    return look


@pytest.fixture
def school_speaks(app):
    def decide(language):
        with app.app_context(), transaction():
            settings.change("language", language)

    return decide


def spoken(browser, path="/", **headers):
    """In which language a page is, by its root."""
    page = browser.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    said = re.search('<html lang="([^"]+)"', page.text)[1]
    assert page.headers["Content-Language"] == said
    return said


def test_people_choose_their_own(as_, chosen):
    sol = as_("sol")
    assert ">As the browser asks<" in sol.get(PAGE).text
    answer = sol.post(PAGE, data={"language": TEST})
    assert answer.headers["Location"] == "/people/2"
    page = sol.get("/people/2").text
    assert "«Your language is changed»" in page
    assert f'<html lang="{TEST}"' in page
    assert chosen() == TEST
    assert f'<option selected value="{TEST}"' in sol.get(PAGE).text


def test_choosing_twice_changes_nothing_more(as_, chosen):
    sol = as_("sol")
    for _time in range(2):
        assert sol.post(PAGE, data={"language": TEST}).status_code == 303
    assert chosen() == TEST


def test_nobody_has_to_choose(as_, chosen):
    sol = as_("sol")
    sol.post(PAGE, data={"language": TEST})
    sol.post(PAGE, data={"language": ""})
    assert chosen() is None
    assert spoken(sol) == "en"


def test_one_that_backline_does_not_speak_is_refused(as_, chosen):
    answer = as_("sol").post(PAGE, data={"language": "tlh"})
    assert answer.status_code == 422
    assert "Choose one of the languages that are offered" in answer.text
    assert chosen() is None


def test_ones_own_comes_before_the_browsers_and_that_before_the_schools(as_, school_speaks):
    sol = as_("sol")
    assert spoken(sol) == "en"
    school_speaks(TEST)
    assert spoken(sol) == TEST
    assert spoken(sol, Accept_Language="tlh") == TEST
    assert spoken(sol, Accept_Language="en") == "en"
    assert spoken(sol, Accept_Language=OTHER) == OTHER
    sol.post(PAGE, data={"language": "en"})
    assert spoken(sol, Accept_Language=OTHER) == "en"


def test_who_is_not_signed_in_hears_their_browsers_or_the_schools(as_, school_speaks):
    client = as_()
    assert spoken(client, "/login") == "en"
    school_speaks(TEST)
    assert spoken(client, "/login") == TEST
    assert spoken(client, "/login", Accept_Language=OTHER) == OTHER
    refused = client.post("/login", data={"email": "no@school.test", "password": "no"})
    assert "«The e-mail or the password is wrong»" in refused.text
    assert spoken(client, "/nowhere") == TEST


def test_a_choice_of_a_language_that_is_gone_is_none(as_, monkeypatch):
    sol = as_("sol")
    sol.post(PAGE, data={"language": TEST})
    monkeypatch.delitem(words.CATALOGUES, TEST)
    assert spoken(sol, Accept_Language=OTHER) == OTHER


def test_an_admin_chooses_for_others(as_, chosen):
    typed = {"version": "1", "name": "Sol", "email": "sol@school.test", "role": "student"}
    assert as_("ada").post("/people/2/edit", data=typed | {"language": TEST}).location
    assert chosen() == TEST
    assert f'<option selected value="{TEST}"' in as_("ada").get("/people/2/edit").text


@pytest.mark.parametrize(
    ("who", "status"),
    [("sol", 200), ("ada", 200), ("dora", 200), ("tess", 200), ("nia", 404)],
)
def test_programs_choose_by_the_same_rules(as_, chosen, who, status):
    program = as_(who)
    answer = program.patch(API, json={"language": TEST})
    assert answer.status_code == program.get(API).status_code == status
    assert chosen() == (TEST if status == 200 else None)
    if status == 200:
        assert program.patch(API, json={}).json == {"language": TEST}
        assert program.patch(API, json={"language": None}).json == {"language": None}


def test_programs_hear_what_they_ask_for_and_codes_stay(as_, school_speaks):
    """Not what the school speaks, nor who they act for."""
    school_speaks(TEST)
    program, wrong = as_("sol"), {"language": "tlh"}
    program.patch(API, json={"language": TEST})
    english = program.patch(API, json=wrong)
    assert english.headers["Content-Language"] == "en"
    other = program.patch(API, json=wrong, headers={"Accept-Language": OTHER})
    assert other.headers["Content-Language"] == OTHER
    assert other.json["code"] == english.json["code"]
    for name in ("title", "detail"):
        assert other.json[name] == f"*{english.json[name]}*"
    (said,) = english.json["fields"]["language"]
    assert other.json["fields"] == {"language": [f"*{said}*"]}


def test_an_answer_that_is_given_again_says_in_which_language_it_is(as_):
    program, key = as_("sol"), {"Idempotency-Key": "once"}
    first = program.patch(API, json={"language": TEST}, headers=key)
    asking = key | {"Accept-Language": OTHER}
    again = program.patch(API, json={"language": TEST}, headers=asking)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.headers["Content-Language"] == again.headers["Content-Language"] == "en"


def test_the_school_decides_what_it_speaks(as_):
    page = as_("ada").get("/settings").text
    assert re.search(f'<select[^>]* name="language".*?value="{TEST}"', page, re.S)
