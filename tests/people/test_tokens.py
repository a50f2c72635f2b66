"""API tokens and the operator's commands."""

import re

import pytest
from sqlalchemy import select

from webapp.core.db import db, transaction
from webapp.core.idempotency import Answer
from webapp.core.outbox import Letter
from webapp.demo import school
from webapp.people.models import Group, Token, User

API = "/api/inventory/checkouts/"


def run(app, *words, **more):
    return app.test_cli_runner().invoke(args=words, **more)


@pytest.fixture
def program(app):
    printed = run(app, "tokens", "issue", "SOL@school.test").output
    assert re.fullmatch(r"[\w-]{43}\n", printed)
    return {"Authorization": f"Bearer {printed.strip()}"}


def test_a_token_acts_for_its_person_until_revoked(app, as_, program):
    browser = app.test_client()
    assert browser.get(API, headers=program).status_code == 200
    with app.app_context():
        token = db.session.scalars(select(Token)).one()
        assert token.user_id == 2
        assert token.last_seen_at
        assert token.token_hash not in program["Authorization"]
    assert as_("nia").post("/tokens/1/revoke").status_code == 404
    assert browser.get(API, headers=program).status_code == 200
    assert as_("sol").post("/tokens/1/revoke").status_code == 303
    assert browser.get(API, headers=program).status_code == 401


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_its_scheme_knows_no_case(app, program, scheme):
    header = program["Authorization"].replace("Bearer", scheme)
    browser = app.test_client()
    assert browser.get(API, headers={"Authorization": header}).status_code == 200
    token = header.partition(" ")[2]
    assert browser.get(API, headers={"Authorization": f"Basic {token}"}).status_code == 401


def issue(browser, id=2, name="Timetable"):
    browser.post(
        f"/people/{id}/token", data={"name": name, "may": "all", "idempotency_key": "once"}
    )
    page = browser.get(f"/people/{id}")
    return page, (re.findall(r">([\w-]{43})</code>", page.text) or [None])[0]


@pytest.mark.parametrize("who", ["sol", "ada"])
def test_a_token_is_issued_from_the_persons_page_and_shown_once(app, as_, who):
    browser = as_(who)
    page, token = issue(browser)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Timetable" in page.text
    assert (
        app.test_client().get(API, headers={"Authorization": f"Bearer {token}"}).status_code
        == 200
    )
    again = browser.get("/people/2")
    assert token not in again.text
    assert "Timetable" in again.text
    assert issue(browser)[1] is None  # the same sending twice is one token
    with app.app_context():
        assert db.session.scalars(select(Token)).one().user_id == 2
        assert not any(
            token.encode() in answer.body for answer in db.session.scalars(select(Answer))
        )


@pytest.mark.parametrize(("who", "told"), [("sol", []), ("ada", ["sol@school.test"])])
def test_who_gets_a_token_from_another_is_told(app, as_, who, told):
    issue(as_(who))
    with app.app_context():
        letters = db.session.query(Letter).filter_by(kind="token_issued").all()
        assert [letter.address for letter in letters] == told
        assert all(
            "Ada issued" in letter.text and "Timetable" in letter.text for letter in letters
        )


def test_a_token_that_somebody_else_issued_issues_none(app, as_):
    """It would look like the person's own, and its issuer would be a second person."""
    theirs = issue(as_("ada"), id=1)[1]
    own = issue(as_("tess"), id=1)[1]
    for token, status in ((theirs, 403), (own, 303)):
        program = app.test_client()
        program.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        page = program.get("/people/1/token")
        assert page.status_code == (200 if status == 303 else 403)
        no = program.post("/people/1/token", data={"name": "Next", "may": "all"})
        assert no.status_code == status, no.text


def test_it_is_shown_on_its_own_page_only(as_):
    ada = as_("ada")
    ada.post("/people/2/token", data={"name": "Timetable", "may": "all"})
    assert "Your new token" not in ada.get("/people/3").text


@pytest.mark.parametrize(("who", "status"), [("tess", 403), ("dora", 403), ("nia", 404)])
def test_nobody_else_issues_one_and_strangers_see_nothing(app, as_, who, status):
    browser, path = as_(who), "/people/2/token"
    assert (
        browser.get(path).status_code
        == browser.post(path, data={"name": "Mine", "may": "all"}).status_code
        == status
    )
    with app.app_context():
        assert db.session.scalars(select(Token)).all() == []


@pytest.mark.parametrize(
    ("name", "words"), [("", "Fill this in"), ("x" * 81, "At most 80 characters")]
)
def test_a_token_says_what_it_is_for(as_, name, words):
    page = as_("sol").post("/people/2/token", data={"name": name, "may": "read"})
    assert page.status_code == 422
    assert words in page.text
    assert 'id="name-error"' in page.text


def test_a_disabled_person_gets_none(as_):
    ada = as_("ada")
    ada.post("/people/2/disable")
    no = ada.post("/people/2/token", data={"name": "Timetable", "may": "all"})
    assert no.status_code == 409
    assert "Sol is disabled" in no.text


def test_revoking_leads_back_to_whose_it_was(as_):
    ada = as_("ada")
    issue(ada)
    assert ada.post("/tokens/1/revoke").location == "/people/2"
    assert "Timetable" not in ada.get("/people/2").text


def test_no_token_for_nobody(app):
    no = run(app, "tokens", "issue", "nobody@school.test")
    assert no.exit_code == 1
    assert "Person not found" in no.output


def test_an_operator_adds_the_first_admin(app, as_):
    words = (
        "people",
        "add",
        "--name",
        "Eve",
        "--email",
        "Eve@school.test",
        "--role",
        "admin",
        "--password",
    )
    assert run(app, *words, "short").exit_code == 1
    assert run(app, *words, "a long enough one").exit_code == 0
    assert "Somebody already has" in run(app, *words, "a long enough one").output
    with app.app_context():
        assert (
            db.session.scalars(select(User).where(User.email == "eve@school.test"))
            .one()
            .role
            == "admin"
        )


def test_the_demo_school_does_not_move_in_with_others(app):
    with app.app_context():
        with transaction():
            school.move_in()
        assert (
            db.session.query(User).filter(User.id > 0).count() == 5
        )  # somebody lives here already
        assert db.session.query(Group).count() == 0
