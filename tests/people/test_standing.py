"""The six numbers of somebody's standing: to staff on their page, and to programs, as one."""

import re

import pytest

from tests.lending.queue_acts import take_out, waitlist
from tests.support.days import ahead
from tests.support.loans import TESS, lend
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.stock.items import items

SOL, NIA = 2, 3
ROOMS = "/api/inventory/reservations/"
REQUESTS = "/api/inventory/requests/"


def standing(browser, person=SOL):
    return browser.get(f"/api/inventory/people/{person}/standing/")


def numbers(browser, person=SOL):
    """As the page shows them: each with its words, and whether it leads anywhere."""
    page = browser.get(f"/people/{person}").text.partition('class="standing"')[2]
    shown = re.findall(r"<b>(.+?)</b><span>(?:<a href=\"#(\w+)\">)?([\w ]+)", page)
    return {words: (number, place) for number, place, words in shown[:6]}


def book(browser, room=1, days=14, hour="14:00", until="15:00"):
    said = {"room": room, "start_time": f"{ahead(days)}T{hour}"}
    answer = browser.post(ROOMS, json=said | {"end_time": f"{ahead(days)}T{until}"})
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


@pytest.fixture
def busy(app, as_):
    """Sol has a cello and, late, a violin, asks for one more, waits for the last, and booked a room for ten euros."""
    with app.app_context(), transaction():
        lend(SOL, item=1, days=2)
        lend(SOL, item=2, days=-9)
    sol = as_("sol")
    asked = {"item": 2, "quantity": 1, "due_date": str(ahead(7))}
    assert sol.post("/api/inventory/checkouts/", json=asked).status_code == 201
    take_out(as_, 1, due_date=str(ahead(20)))
    assert sol.post(waitlist(1), json={}).status_code == 201
    book(sol)


def test_a_program_reads_the_six_numbers(as_, busy):
    answer = standing(as_("dora"))
    assert answer.json == {
        "has_now": 2,
        "late": 1,
        "asked_for": 1,
        "waits_for": 1,
        "rooms_to_come": 1,
        "owes": "10.00",
        "currency": "EUR",
        "missed": 0,
    }


def test_the_page_says_the_same_and_each_number_leads_to_its_part(as_, busy):
    dora = as_("dora")
    shown = numbers(dora)
    assert shown == {
        "has now": ("2", "has"),
        "late": ("1", "has"),
        "asked for": ("1", "asked"),
        "waits for": ("1", "waits"),
        "rooms to come": ("1", "rooms"),
        "owes": ("€10.00", "owes"),
    }
    page = dora.get(f"/people/{SOL}").text
    for place in ("has", "asked", "waits", "rooms", "owes"):
        assert f'id="{place}"' in page


def test_noughts_lead_nowhere(as_):
    assert set(numbers(as_("dora"), NIA).values()) == {("0", ""), ("€0.00", "")}
    assert standing(as_("dora"), NIA).json["owes"] == "0.00"


@pytest.mark.parametrize(
    ("who", "status"), [("tess", 200), ("ada", 200), ("sol", 200), ("nia", 404)]
)
def test_who_sees_somebody_sees_how_they_stand(as_, busy, who, status):
    assert standing(as_(who)).status_code == status


def test_teachers_read_it_of_their_own_students_only(app, as_, busy):
    with app.app_context(), transaction():
        db.session.get(User, SOL).teacher_id = None
    assert standing(as_("tess")).status_code == 404


@pytest.fixture
def kit(app, as_):
    """Sol's request for a set of a violin and a bow; its id."""
    with app.app_context(), transaction():
        items.add(TESS, name="Bow", category="accessory", location="Store", quantity=9)
    said = {"name": "Kit", "parts": [{"item": 1}, {"item": 3}]}
    duo = as_("tess").post("/api/inventory/sets/", json=said).json["id"]
    return as_("sol").post(REQUESTS, json={"lines": [{"set": duo}]}).json["id"]


def test_a_set_counts_as_one_thing(as_, kit):
    tess = as_("tess")
    assert standing(tess).json["asked_for"] == 1
    tess.post(f"{REQUESTS}{kit}/approve/", json={})
    for line in tess.get(f"{REQUESTS}{kit}/").json["lines"]:
        tess.post(f"/api/inventory/checkouts/{line['id']}/hand_out/", json={})
    now = standing(tess).json
    assert (now["has_now"], now["asked_for"]) == (1, 0)


def test_what_is_paid_is_owed_no_more_and_what_is_paid_too_much_comes_back(as_):
    id = book(as_("sol"))
    dora = as_("dora")
    assert standing(dora).json["owes"] == "10.00"
    dora.post(f"{ROOMS}{id}/payments/", json={"kind": "paid"})
    assert standing(dora).json["owes"] == "0.00"
    as_("sol").post(f"{ROOMS}{id}/cancel/")
    assert standing(dora).json["owes"] == "-10.00"
    assert numbers(dora)["gets back"] == ("€10.00", "owes")


def test_the_page_takes_as_many_statements_however_much_there_is(app, as_, busy):
    counts = set()
    dora = as_("dora")
    for hour in range(8, 11):
        book(as_("sol"), hour=f"{hour:02}:00", until=f"{hour + 1:02}:00")
        with counted(app) as seen:
            assert dora.get(f"/people/{SOL}").status_code == 200
        counts.add(len(seen))
    assert len(counts) == 1, counts
    assert counts.pop() <= 27


def test_the_person_is_read_once(app, as_, busy):
    dora = as_("dora")
    with counted(app) as seen:
        dora.get(f"/people/{SOL}")
    assert len([sql for sql in seen if "users.password_hash" in sql]) == 1


def test_a_students_home_says_what_they_owe_and_how_many_rooms_are_to_come(as_):
    sol = as_("sol")
    assert "You owe" not in sol.get("/").text
    for hour in range(8, 14):
        book(sol, hour=f"{hour:02}:00", until=f"{hour + 1:02}:00")
    home = sol.get("/").text
    assert "You owe €60.00 for rooms." in home
    assert f'href="/people/{SOL}/statement"' in home
    assert "All 6 bookings to come" in home
