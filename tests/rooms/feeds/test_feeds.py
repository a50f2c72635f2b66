"""Addresses that calendars read: who makes them, sees them once and revokes them."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.rooms.feeds.conftest import events
from webapp.core.db import db
from webapp.core.idempotency import Answer
from webapp.rooms.models import Feed

API = "/api/inventory/calendars/"

ADDRESS = re.compile(r">(http://[^<]+/calendar/[\w-]{43}\.ics)</code>")
KEY = {"idempotency_key": "k"}


def path_of(address):
    return address.removeprefix("http://127.0.0.1:8000")


def make(browser, door, room):
    if door == "page":
        return browser.post("/calendars", data={"room": room})
    return browser.post(API, json={"room": room})


def test_a_person_makes_an_address_and_sees_it_once(app, as_, book, monday):
    book("sol", 1, monday, "14:00", "15:00")
    sol = as_("sol")
    assert "Make an address" in sol.get("/calendars").text
    assert sol.post("/calendars", data=KEY).location == "/calendars"
    made = sol.get("/calendars")
    (shown,) = ADDRESS.findall(made.text)
    assert made.headers["Cache-Control"] == "no-store"
    assert f'href="webcal:{shown.partition(":")[2]}"' in made.text
    assert [each["SUMMARY"] for each in events(app, path_of(shown))] == ["Studio A"]
    again = sol.get("/calendars").text
    assert shown not in again
    assert "never read" not in again
    assert "last read" in again


def test_the_same_form_twice_makes_one_and_the_token_is_kept_nowhere(app, as_):
    sol = as_("sol")
    sol.post("/calendars", data=KEY)
    (shown,) = ADDRESS.findall(sol.get("/calendars").text)
    sol.post("/calendars", data=KEY)
    with app.app_context():
        assert db.session.query(Feed).count() == 1
        hashes = str(db.session.execute(select(Feed.token_hash)).all())
    assert path_of(shown)[10:-4] not in hashes


def test_a_program_makes_one_and_its_answer_is_kept_nowhere(app, as_):
    sol, key = as_("sol"), {"Idempotency-Key": "k"}
    made = sol.post(API, json={}, headers=key)
    assert made.status_code == 201
    assert made.headers["Cache-Control"] == "no-store"
    assert events(app, path_of(made.json["address"])) == []
    assert sol.post(API, json={}, headers=key).status_code == 409
    with app.app_context():
        bodies = [answer.body for answer in db.session.scalars(select(Answer))]
    assert not any(b"calendar/" in body for body in bodies)


def test_a_program_lists_its_own_without_their_addresses(as_):
    sol = as_("sol")
    sol.post(API, json={})
    (listed,) = sol.get(API).json
    assert (listed["id"], listed["room"], listed["revoked"]) == (1, None, False)
    assert "address" not in listed
    assert as_("nia").get(API).json == []


@pytest.mark.parametrize("door", ["page", "api"])
def test_revoked_it_is_gone_and_only_for_its_person_to_revoke(app, as_, address, door):
    path = address("sol")
    revoke = "/calendars/1/revoke" if door == "page" else f"{API}1/revoke/"
    for name in ("nia", "ada"):
        assert as_(name).post(revoke).status_code == 404
    assert app.test_client().get(path).status_code == 200
    sol = as_("sol")
    assert [sol.post(revoke).status_code for _ in range(2)] == (
        [303] * 2 if door == "page" else [200] * 2
    )
    assert app.test_client().get(path).status_code == 404
    assert sol.get(API).json == []


@pytest.mark.parametrize("token", ["x", "A" * 43, "..%2Flogin", "%00", "%FF", "A" * 5000])
def test_a_guess_finds_nothing(app, address, token):
    address("sol")
    assert app.test_client().get(f"/calendar/{token}.ics").status_code == 404


@pytest.mark.parametrize("door", ["page", "api"])
def test_a_room_is_for_staff(app, as_, book, occupy, monday, door):
    book("sol", 1, monday, "14:00", "15:00", notes="Brahms")
    book("nia", 2, monday, "14:00", "15:00")
    occupy(1, "maintenance", monday, "10:00", "12:00")
    assert make(as_("sol"), door, 1).status_code == 403
    made = as_("dora").post(API, json={"room": 1}).json
    summaries = {str(event["SUMMARY"]) for event in events(app, path_of(made["address"]))}
    assert summaries == {"Sol", "Maintenance"}
    assert make(as_("tess"), door, 1).status_code in (201, 303)


@pytest.mark.parametrize("door", ["page", "api"])
def test_a_room_that_is_not_there_has_no_address(as_, door):
    assert make(as_("dora"), door, 99).status_code == 404
    assert make(as_("sol"), door, 99).status_code == 404


def test_twenty_addresses_are_enough(app, as_):
    with ThreadPoolExecutor(4) as pool:
        people = [as_("sol") for _ in range(4)]
        codes = list(
            pool.map(lambda n: people[n % 4].post(API, json={}).status_code, range(24))
        )
    assert sorted(codes) == [201] * 20 + [409] * 4


@pytest.mark.parametrize(
    "said", [{"room": "x"}, {"room": 0}, {"room": True}, {"name": "mine"}, []]
)
def test_bad_input_makes_nothing(app, as_, said):
    assert as_("dora").post(API, json=said).status_code == 422
    if said:
        typed = {"room": "x"}
        assert as_("dora").post("/calendars", data=typed).status_code == 422
    with app.app_context():
        assert db.session.query(Feed).count() == 0


def test_strangers_are_asked_to_sign_in(app):
    assert app.test_client().get("/calendars").status_code == 303
    assert app.test_client().get(API).status_code == 401
