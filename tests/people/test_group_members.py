"""Who is in a group: named one by one, with suggestions, and unticked to be taken out; no list of everybody."""

import pytest

from tests.support.html import forms
from tests.support.queries import counted
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.people import groups
from webapp.people.models import User

ADA = Actor(5, "Ada", "admin", 0)
EDIT = "/groups/1/edit"
TRIO = {"name": "Trio", "kind": "ensemble", "teacher_id": "1", "newcomer": "sol"}


@pytest.fixture
def trio(as_):
    return as_("ada").post("/groups/new", data=TRIO)


def members(app):
    with app.app_context():
        return [user.name for user in groups.members(ADA, 1)]


def edit(browser, **typed):
    """Send the form as it is drawn, with this instead."""
    (form,) = [each for each in forms(browser.get(EDIT).text) if each.action == EDIT]
    return browser.post(EDIT, data=form.values | typed)


def test_a_new_group_takes_whoever_is_named_and_asks_for_the_next(app, as_):
    ada = as_("ada")
    answer = ada.post("/groups/new", data=TRIO)
    assert (answer.status_code, answer.location) == (303, EDIT)
    assert members(app) == ["Sol"]
    assert "Sol is in Trio now" in ada.get(EDIT).text


def test_the_next_comes_by_e_mail_and_those_before_stay(app, as_, trio):
    ada = as_("ada")
    assert edit(ada, newcomer="nia@school.test").location == EDIT
    assert members(app) == ["Nia", "Sol"]
    assert edit(ada, newcomer="Nia").status_code == 303
    assert members(app) == ["Nia", "Sol"]
    assert edit(ada).location == "/groups/1"


def test_who_is_unticked_is_taken_out(app, as_, trio):
    ada = as_("ada")
    edit(ada, newcomer="Nia")
    assert edit(ada, member_ids=["3"]).status_code == 303
    assert members(app) == ["Nia"]
    ada.post(EDIT, data=TRIO | {"version": "3", "newcomer": ""})
    assert members(app) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [("Bob", "Nobody is called Bob"), ("school", "Several people match")],
)
def test_what_is_unclear_is_told_at_its_field_and_all_stays(app, as_, trio, typed, words):
    no = edit(as_("ada"), newcomer=typed, name="Quartet")
    assert no.status_code == 422
    assert words in no.text.partition('id="newcomer-error"')[2][:150]
    (form,) = [each for each in forms(no.text) if each.action == EDIT]
    assert (form.values["name"], form.values["newcomer"]) == ("Quartet", typed)
    assert form.values["member_ids"] in ("2", ["2"])
    assert members(app) == ["Sol"]


@pytest.mark.parametrize(("who", "status"), [("tess", 403), ("sol", 403), ("nia", 404)])
def test_nobody_else_learns_who_is_called_so(as_, trio, who, status):
    assert as_(who).post(EDIT, data=TRIO | {"newcomer": "Bob"}).status_code == status


def test_it_suggests_and_lists_nobody_else(app, as_, trio):
    ada, counts = as_("ada"), []
    page = ada.get(EDIT).text.partition("<main")[2]
    assert 'hx-get="/people/suggest?of=newcomer&amp;id=newcomer"' in page
    assert "Nia" not in page
    for start in (0, 40):
        with counted(app) as seen:
            ada.get(EDIT)
        counts.append(len(seen))
        with app.app_context(), transaction():
            hash = db.session.get(User, 1).password_hash
            for n in range(start, start + 40):
                told = {"email": f"p{n}@school.test", "name": f"P {n}", "role": "student"}
                db.session.add(User(password_hash=hash, **told))
    assert counts[0] == counts[1]


def test_two_of_one_name_are_told_apart_by_their_emails(app, as_, trio):
    with app.app_context(), transaction():
        for email in ("sam@school.test", "twin@school.test"):
            twin = User(email=email, name="Sam Twin", role="student")
            twin.password_hash = "of nobody"
            db.session.add(twin)
    answer = edit(as_("ada"), newcomer="Sam Twin")
    assert answer.status_code == 422
    both = "Sam Twin (sam@school.test), Sam Twin (twin@school.test)"
    assert f"Several people match: {both}" in answer.text
    for email in ("sam@school.test", "twin@school.test"):
        edit(as_("ada"), newcomer=email, member_ids=["2", "6"])
    page = as_("ada").get(EDIT).text.partition("<main")[2]
    assert "Sam Twin (sam@school.test)</label>" in page
    assert "Sam Twin (twin@school.test)</label>" in page
    assert "Sol</label>" in page


def test_a_blank_names_nobody(app, as_, trio):
    assert edit(as_("ada"), newcomer=" ").location == "/groups/1"
    assert members(app) == ["Sol"]
