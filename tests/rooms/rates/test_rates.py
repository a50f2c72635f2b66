"""Rates through both doors: who sets them, who sees them, and what makes no sense."""

import pytest

from webapp.core.db import db
from webapp.rooms.models import RoomRate
from webapp.school import settings

API = "/api/inventory/rates/"
EVENING = {
    "name": "Evening",
    "hourly_rate": "12.50",
    "role": "student",
    "weekdays": ["mon", "tue"],
}
EVENING |= {"from_time": "18:00", "until_time": "22:00", "priority": 5}


@pytest.fixture
def made(as_):
    assert as_("ada").post(API, json=EVENING).status_code == 201


@pytest.fixture
def stored(app):
    """(name, minor units an hour, weekdays, from, until, priority) of each rate."""

    def look():
        with app.app_context():
            found = db.session.query(RoomRate).order_by(RoomRate.id)
            return [
                (r.name, r.rate_minor, r.weekdays, r.from_time, r.until_time, r.priority)
                for r in found
            ]

    return look


def test_page_and_program_make_the_same_rate(as_, made, stored):
    ada = as_("ada")
    assert ada.post("/rooms/rates/new", data=EVENING).location == "/rooms/rates"
    first, second = stored()
    assert first == second == ("Evening", 1250, 3, "18:00", "22:00", 5)
    shown = as_("tess").get("/rooms/rates").text
    assert shown.count("€12.50 an hour") == 2
    assert "Students in all rooms, Mon, Tue, from 18:00 until 22:00" in shown
    whose = ("group", "room_group", "room")
    nobodys = dict.fromkeys((*whose, *(f"{name}_name" for name in whose)))
    assert ada.get(API).json[0] == EVENING | {"id": 1, "version": 1} | nobodys


@pytest.mark.parametrize("name", ["sol", "tess", "dora"])
def test_only_admins_set_prices(as_, made, stored, name):
    one = as_(name)
    asked = [
        one.post(API, json=EVENING),
        one.patch(f"{API}1/", json={"hourly_rate": 0}),
        one.delete(f"{API}1/"),
        one.post("/rooms/rates/new", data=EVENING),
        one.post("/rooms/rates/1/edit", data=EVENING | {"version": 1}),
        one.post("/rooms/rates/1/remove"),
        one.get("/rooms/rates/new"),
        one.patch("/api/inventory/charging/", json={"free_minutes_a_week": 600}),
        one.post("/rooms/rates/charging", data={"free_minutes_a_week": 600}),
    ]
    assert {answer.status_code for answer in asked} == {403}
    assert len(stored()) == 1
    assert (
        one.get("/rooms/rates").status_code
        == one.get(API).status_code
        == (403 if name == "sol" else 200)
    )


def test_it_is_changed_and_removed(as_, made, stored):
    ada = as_("ada")
    assert (
        ada.patch(f"{API}1/", json={"weekdays": [], "until_time": None}).json["version"]
        == 2
    )
    assert stored() == [("Evening", 1250, 127, "18:00", None, 5)]
    page = ada.get("/rooms/rates/1/edit").text
    assert 'value="12.50"' in page
    assert 'value="18:00"' in page
    assert (
        ada.post(
            "/rooms/rates/1/edit", data=EVENING | {"hourly_rate": "9", "version": 2}
        ).status_code
        == 303
    )
    assert stored()[0][:3] == ("Evening", 900, 3)
    assert ada.delete(f"{API}1/").status_code == 204
    assert stored() == []
    assert ada.delete(f"{API}1/").status_code == ada.get(f"{API}1/").status_code == 404


def test_an_old_version_is_stale_at_both_doors(as_, made, stored):
    ada = as_("ada")
    ada.patch(f"{API}1/", json={"hourly_rate": 3})
    assert (
        ada.patch(
            f"{API}1/", json={"name": "Late"}, headers={"If-Match": '"v1"'}
        ).status_code
        == 412
    )
    no = ada.post("/rooms/rates/1/edit", data=EVENING | {"name": "Late", "version": 1})
    assert no.status_code == 412
    assert "Late" in no.text
    assert "3.00" in no.text
    assert stored()[0][0] == "Evening"


NONSENSE = [
    ({"until_time": "18:00"}, "until_time"),
    ({"from_time": "25:00"}, "from_time"),
    ({"room": 99}, "room"),
    ({"room_group": 99}, "room_group"),
    ({"group": 99}, "group"),
    ({"hourly_rate": "-1"}, "hourly_rate"),
    ({"hourly_rate": "1.005"}, "hourly_rate"),
    ({"priority": 0}, "priority"),
    ({"weekdays": ["someday"]}, "weekdays.0"),
    ({"role": "king"}, "role"),
    ({"name": ""}, "name"),
]


@pytest.mark.parametrize(
    ("change", "field"),
    NONSENSE,
)
def test_what_makes_no_sense_is_told_and_not_kept(as_, stored, change, field):
    ada = as_("ada")
    no = ada.post(API, json=EVENING | change)
    assert no.status_code == 422
    assert field in no.json["fields"]
    typed = ada.post("/rooms/rates/new", data=EVENING | {"name": "Typed"} | change)
    assert typed.status_code == 422
    assert 'value="Typed"' in typed.text or field == "name"
    assert stored() == []


CHARGING = {
    "free_minutes_a_week": 120,
    "billing_least_minutes": 30,
    "billing_step_minutes": 15,
    "late_cancel_percent": 50,
    "late_cancel_waived": True,
    "early_end_refund": True,
}


@pytest.mark.parametrize("door", ["page", "api"])
def test_how_time_is_charged_is_decided_in_one_place(app, as_, door):
    ada = as_("ada")
    if door == "page":
        wrong = CHARGING | {"late_cancel_percent": 101}
        no = ada.post("/rooms/rates/charging", data=wrong)
        assert no.status_code == 422
        assert 'value="101"' in no.text
        assert ada.post("/rooms/rates/charging", data=CHARGING).status_code == 303
    else:
        path, wrong = "/api/inventory/charging/", {"billing_step_minutes": 0}
        assert ada.patch(path, json=CHARGING).json == CHARGING
        assert ada.patch(path, json=wrong).status_code == 422
    assert as_("sol").get("/api/inventory/charging/").json == CHARGING
    with app.app_context():
        assert settings.get("billing_step_minutes") == 15


def test_the_page_of_rates_says_how_time_is_charged(as_):
    ada = as_("ada")
    ada.patch("/api/inventory/charging/", json=CHARGING)
    shown = ada.get("/rooms/rates").text
    assert "2 h" in shown
    assert "30 min" in shown
    assert "15 min" in shown
    assert "50 % of its price, nothing once others have all of it" in shown
    assert "Only what was used" in shown


def test_sent_twice_it_is_one(as_, stored):
    ada, key = as_("ada"), {"Idempotency-Key": "k"}
    assert [ada.post(API, json=EVENING, headers=key).status_code for _ in range(2)] == [
        201,
        201,
    ]
    assert len(stored()) == 1
