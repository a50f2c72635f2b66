"""Tokens with limits: what they may do, how they are refused, and that they end."""

import re
from datetime import timedelta

import pytest

from tests.people.issuing import ADA, API, SOL, TOKENS, issued
from tests.people.test_tokens import run
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.core.scopes import WORDS
from webapp.people.models import Token
from webapp.scopes import needed

CHECKOUTS = f"{API}checkouts/"


DOORS = pytest.mark.parametrize("door", ["page", "api"])


@DOORS
def test_it_is_kept_with_its_limits(app, as_, door):
    typed = {"name": "Timetable", "may": ["lend", "read"], "days": 30}
    assert issued(as_("sol"), door, **typed).status_code in (201, 303)
    with app.app_context():
        token = db.session.query(Token).one()
        assert (token.user_id, token.issuer_id, token.name) == (SOL, SOL, "Timetable")
        assert token.may == ["read", "lend"]
        assert token.expires_at - token.created_at == timedelta(days=30)
    page = as_("sol").get("/people/2").text
    assert "For reading and loans" in page
    assert "until <time" in page


def test_only_the_answer_to_issuing_it_says_it(as_):
    sol = as_("sol")
    made = sol.post(TOKENS, json={"name": "Timetable", "may": ["lend"]})
    assert made.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r"[\w-]{43}", made.json.pop("token"))
    listed = sol.get(TOKENS)
    assert [each["may"] for each in listed.json] == [["lend"]]
    assert "token" not in listed.json[0]


def test_without_saying_more_it_only_reads(as_):
    made = as_("sol").post(TOKENS, json={"name": "Display"}).json
    assert (made["may"], made["expires_at"]) == (["read"], None)


@DOORS
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "x", "may": []}, "may"),
        ({"name": "x", "may": ["king"]}, "may"),
        ({"name": "x", "may": ["read"], "days": 0}, "days"),
        ({"name": "x", "may": ["read"], "days": 3661}, "days"),
        ({"name": "", "may": ["read"]}, "name"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(app, as_, door, typed, field):
    no = issued(as_("sol"), door, **typed)
    assert no.status_code == 422
    if door == "api":
        assert next(iter(no.json["fields"])).startswith(field)
    with app.app_context():
        assert db.session.query(Token).count() == 0


@DOORS
@pytest.mark.parametrize(("who", "status"), [("nia", 404), ("tess", 403), ("dora", 403)])
def test_nobody_else_issues_or_sees_one(as_, door, who, status):
    no = issued(as_(who), door, name="Mine", may=["all"])
    assert no.status_code == status
    assert as_(who).get(TOKENS).status_code == status


@DOORS
def test_an_admin_issues_one_and_the_person_is_told(app, as_, door):
    issued(as_("ada"), door, name="Label printer", may=["stock"], days=9)
    with app.app_context():
        letter = db.session.query(Letter).filter_by(kind="token_issued").one()
        assert "Ada issued" in letter.text
        assert "may use it for stock" in letter.text
        assert "It ends " in letter.text


@DOORS
def test_revoking_ends_it_at_once(app, as_, door, program):
    client = program("read")
    assert client.get(CHECKOUTS).status_code == 200
    path = f"{API}tokens/1/revoke/" if door == "api" else "/tokens/1/revoke"
    assert as_("nia").post(path).status_code == 404
    for _twice in range(2):
        assert as_("sol").post(path).status_code in (200, 303)
    assert client.get(CHECKOUTS).status_code == 401
    assert as_("sol").get(TOKENS).json == []


def test_it_ends_by_itself_and_says_so(app, as_, program):
    client = program("all", days=1)
    assert client.get(CHECKOUTS).status_code == 200
    with app.app_context(), transaction():
        db.session.query(Token).update({"expires_at": clock.now()})
    assert client.get(CHECKOUTS).status_code == 401
    assert as_("sol").get(TOKENS).json[0]["is_ended"] is True
    assert "ended <time" in as_("sol").get("/people/2").text


def test_one_that_reads_only_reads(program, wish):
    client = program("read")
    assert client.get(CHECKOUTS).status_code == 200
    assert client.get("/people/2").status_code == 200
    no = client.post(CHECKOUTS, json=wish)
    assert (no.status_code, no.json["code"]) == (403, "not_allowed")
    assert no.json["facts"] == {"scope": "lend"}
    assert "“lend”" in no.json["detail"]
    assert client.get(CHECKOUTS).json == []
    assert program("lend").post(CHECKOUTS, json=wish).status_code == 201


def test_a_scope_gives_no_more_than_its_person_may(program):
    client = program("all")
    assert client.post(f"{API}items/", json={}).status_code == 403
    no = program("stock").post(f"{API}items/", json={})
    assert (no.status_code, no.json.get("facts", {})) == (403, {})


def test_pages_take_nothing_from_a_limited_one(program, typed):
    no = program("lend").post("/items/1", data=typed)
    assert no.status_code == 403
    assert "the API only" in no.text
    assert program("all").post("/items/1", data=typed).status_code == 303


def test_an_old_one_may_do_all_and_is_said_to(app, as_, wish):
    with app.app_context(), transaction():
        db.session.add(Token(user_id=SOL, issuer_id=SOL, token_hash="-", name="Old"))
    assert as_("sol").get(TOKENS).json[0]["may"] == ["all"]
    assert "everything that the person may do" in as_("sol").get("/people/2").text


def test_me_says_what_it_may(program):
    told = program("read", "rooms").get(f"{API}me/").json
    assert told["name"] == "Sol"
    assert told["token"]["may"] == ["read", "rooms"]


def acts_of(app):
    """The address and the method of everything that changes something, and the scope for it."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(API):
            path = re.sub(r"<[^>]+>", "999", rule.rule)
            for method in rule.methods - {"GET", "HEAD", "OPTIONS"}:
                yield path, method, needed(app.view_functions[rule.endpoint])


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_act_of_the_api_belongs_to_a_scope(app, program):
    """Without it nothing is judged: not the body, nor whether the thing is there."""
    clients = {scope: program(scope, who="ada", id=ADA) for scope in WORDS}
    seen = set()
    for path, method, scope in acts_of(app):
        seen.add(scope)
        other = "rooms" if scope != "rooms" else "lend"
        no = clients[other].open(path, method=method, data=b"{")
        assert (no.status_code, no.json.get("facts")) == (403, {"scope": scope}), path
        with_it = clients[scope].open(path, method=method, data=b"{").json or {}
        assert "scope" not in with_it.get("facts", {}), path
    assert seen == {"lend", "rooms", "stock", "office"}


def test_the_operator_limits_one_too(app):
    words = ("tokens", "issue", "sol@school.test", "--may", "read", "--may", "rooms")
    assert run(app, *words, "--days", "7").exit_code == 0
    assert run(app, *words, "--days", "0").exit_code == 2
    with app.app_context():
        token = db.session.query(Token).one()
        assert token.may == ["read", "rooms"]
        assert token.expires_at
