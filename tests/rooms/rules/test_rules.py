"""Making rules: admins through both doors, staff looking on, students not; nonsense refused."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.rooms.rules.conftest import TWO_HOURS, TYPED
from tests.support.queries import counted
from webapp.core.db import transaction
from webapp.rooms import groups

API = "/api/inventory/rules/"


@pytest.fixture
def rule(as_):
    return as_("ada").post(API, json=TWO_HOURS).json


ALL_OF_IT = {
    "name": "All of it",
    "role": "student",
    "purpose": "practice",
    "weekdays": ["mon", "fri"],
    "from_time": "11:00",
    "until_time": "17:00",
    "starts_on": "2027-01-01",
    "ends_on": "2027-12-31",
    "may_book": True,
    "needs_approval": False,
    "one_at_a_time": True,
    "horizon_days": 14,
    "opens_at": "13:00",
    "min_notice_minutes": 0,
    "change_notice_minutes": 120,
    "min_minutes": 30,
    "max_minutes": 120,
    "gap_minutes": 30,
    "rolling_minutes": 480,
    "day_minutes": 240,
    "week_minutes": 600,
    "month_minutes": 2000,
    "core_minutes": 120,
    "last_minute_hours": 2,
    "last_minute_mode": "always",
}


def test_page_and_api_store_the_same(app, as_):
    with app.app_context(), transaction():
        pianos = groups.named("Pianos")
    told = ALL_OF_IT | {"room_group": pianos}
    said = {
        name: str(told[name]) for name in ("may_book", "needs_approval", "one_at_a_time")
    }
    ada = as_("ada")
    assert ada.post("/rooms/rules/new", data=told | said).status_code == 303
    answer = ada.post(API, json=told | {"name": "All of it again"})
    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"v1"'
    page, api = ada.get(API).json
    for name in told.keys() - {"name"}:
        assert page[name] == api[name] == told[name], name


def test_a_rule_is_drawn_as_it_was_made(app, as_):
    with app.app_context(), transaction():
        pianos = groups.named("Pianos")
    ada = as_("ada")
    made = ada.post(API, json=ALL_OF_IT | {"room_group": pianos}).json
    edit = ada.get(f"/rooms/rules/{made['id']}/edit").text
    assert 'value="2027-12-31"' in edit
    assert '<option selected value="True">Yes' in edit
    assert "Pianos" in edit
    assert '<input checked id="weekdays-4"' in edit
    assert '<input id="weekdays-2"' in edit


@pytest.mark.parametrize("who", ["sol", "tess", "dora"])
def test_only_admins_make_rules(as_, rule, stored, who):
    browser, before = as_(who), stored()
    for path, said in (
        ("/rooms/rules/new", TYPED),
        (f"/rooms/rules/{rule['id']}/edit", TYPED | {"version": "1"}),
    ):
        assert browser.get(path).status_code == 403
        assert browser.post(path, data=said).status_code == 403
    assert browser.post(f"/rooms/rules/{rule['id']}/deactivate").status_code == 403
    assert browser.post(API, json=TWO_HOURS | {"name": "Mine"}).status_code == 403
    assert browser.patch(f"{API}{rule['id']}/", json={"max_minutes": 1}).status_code == 403
    assert stored() == before


@pytest.mark.parametrize(("who", "status"), [("sol", 403), ("tess", 200), ("dora", 200)])
def test_only_staff_see_rules_and_change_none(as_, rule, who, status):
    browser = as_(who)
    for path in ("/rooms/rules", API, f"{API}{rule['id']}/"):
        assert browser.get(path).status_code == status
    assert "Deactivate" not in browser.get("/rooms/rules").text


def test_a_rule_that_is_not_there(as_, rule):
    ada = as_("ada")
    assert (
        ada.get(f"{API}99/").status_code
        == 404
        == ada.get("/rooms/rules/99/edit").status_code
    )
    assert ada.post("/rooms/rules/99/deactivate").status_code == 404


NONSENSE = [
    ({"max_minutes": None}, "may_book"),
    ({"name": " "}, "name"),
    ({"max_minutes": 0}, "max_minutes"),
    ({"max_minutes": -60}, "max_minutes"),
    ({"max_minutes": "120"}, "max_minutes"),
    ({"max_minutes": 1.5}, "max_minutes"),
    ({"max_minutes": True}, "max_minutes"),
    ({"min_minutes": 180}, "max_minutes"),
    ({"week_minutes": 10**9}, "week_minutes"),
    ({"role": "singer"}, "role"),
    ({"weekdays": ["someday"]}, "weekdays.0"),
    ({"from_time": "25:00"}, "from_time"),
    ({"from_time": "17:00", "until_time": "11:00"}, "until_time"),
    ({"from_time": "17:00", "until_time": "17:00"}, "until_time"),
    ({"starts_on": "2027-02-30"}, "starts_on"),
    ({"starts_on": "2027-03-01", "ends_on": "2027-02-01"}, "ends_on"),
    ({"horizon_days": 14, "horizon_hours": 48}, "horizon_hours"),
    ({"opens_at": "13:00"}, "opens_at"),
    ({"core_minutes": 120}, "core_minutes"),
    ({"last_minute_hours": 2}, "last_minute_mode"),
    ({"last_minute_mode": "always"}, "last_minute_hours"),
    ({"room": 99}, "room"),
    ({"room_group": 99}, "room_group"),
    ({"group": 99}, "group"),
    ({"is_active": False}, "is_active"),
]


@pytest.mark.parametrize(
    ("said", "field"),
    NONSENSE,
)
def test_nonsense_is_told_at_its_field(as_, stored, said, field):
    answer = as_("ada").post(API, json=TWO_HOURS | said)
    assert answer.status_code == 422, answer.json
    assert field in answer.json["fields"], answer.json
    assert stored() == []


def test_a_refused_form_keeps_what_was_typed(as_, stored):
    no = as_("ada").post(
        "/rooms/rules/new", data=TYPED | {"opens_at": "13:00", "weekdays": ["mon", "wed"]}
    )
    assert no.status_code == 422
    assert 'id="opens_at-error"' in no.text
    assert stored() == []
    assert 'value="13:00"' in no.text
    assert 'value="Two hours"' in no.text
    assert '<input checked id="weekdays-2"' in no.text


@pytest.mark.parametrize("door", ["page", "api"])
def test_a_name_is_there_once(as_, rule, stored, door):
    ada = as_("ada")
    no = (
        ada.post("/rooms/rules/new", data=TYPED)
        if door == "page"
        else ada.post(API, json=TWO_HOURS)
    )
    assert no.status_code == 422
    assert "There is already a rule of this name" in no.text
    assert len(stored()) == 1


def test_the_same_request_twice_makes_one(as_, stored):
    ada = as_("ada")
    first, again = (
        ada.post(API, json=TWO_HOURS, headers={"Idempotency-Key": "k"}) for _ in range(2)
    )
    assert first.json == again.json
    assert len(stored()) == 1


def test_two_admins_at_once_make_one(as_, admin, stored):
    browsers = [as_("ada"), admin]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda browser: browser.post(API, json=TWO_HOURS).status_code, browsers
            )
        )
    assert sorted(answers) == [201, 422]
    assert len(stored()) == 1


def test_the_list_goes_on_and_asks_no_more(app, as_):
    ada = as_("ada")
    for number in range(4):
        ada.post(API, json=TWO_HOURS | {"name": f"Rule {number}"})
    first = ada.get(f"{API}?limit=3")
    rest = ada.get(first.headers["Link"].split("<")[1].split(">")[0])
    assert [rule["name"] for rule in first.json + rest.json] == [
        f"Rule {n}" for n in range(4)
    ]
    with counted(app) as few:
        ada.get(f"{API}?limit=1")
    with counted(app) as many:
        ada.get(API)
    assert len(few) == len(many)


def test_no_rules_is_said_kindly(as_):
    assert "No rules yet" in as_("tess").get("/rooms/rules").text
