"""Where an answer says who or what by an id, it says the name beside it: the same everywhere, and found at once."""

import re

import pytest

from tests.support.queries import counted
from webapp import create_app
from webapp.core.api_document import document
from webapp.core.db import db, transaction
from webapp.people.models import User

API = "/api/inventory/"
THINGS = (
    r"(student|person|contact|teacher|item|asked_item|set|group|"
    r"room|offered_room|room_group|by|[a-z]+_by)"
)
CALLED_OTHERWISE = {  # whose name is there, under another word
    "AdjustmentShown.item": "name",
    "BasketLineShown.set": "item_name",
    "ClassStudentShown.student": "name",
    "RequestSetShown.set": "name",
    "StatementShown.student": "name",
}
LEFT_OUT = {  # in the list that programs read most; `people/` tells who that is
    "ItemShown.created_by",
    "ItemShown.archived_by",
}


@pytest.fixture(scope="module")
def answered():
    """The schemas of the API's answers, by name."""
    with create_app(TESTING=True).app_context():
        schemas = document()["components"]["schemas"]
    return {name: each.get("properties", {}) for name, each in schemas.items()}


def _is_id(rule):
    return "integer" in {each.get("type") for each in [rule, *rule.get("anyOf", ())]}


def _is_answer(name):
    return not name.endswith(
        (
            "Input",
            "Query",
            "Page",
            "Patch",
            "Export",
            "Filter",
            "Request",
            "Approval",
            "Decline",
        )
    )


def test_every_id_of_somebody_or_something_has_a_name_beside_it(answered):
    seen, without = 0, set()
    for name, fields in answered.items():
        for field, rule in fields.items() if _is_answer(name) else ():
            if re.fullmatch(THINGS, field) and _is_id(rule):
                beside = CALLED_OTHERWISE.get(f"{name}.{field}", f"{field}_name")
                seen += 1
                if beside not in fields:
                    without.add(f"{name}.{field}")
    assert without == LEFT_OUT
    assert seen > 90


def test_no_name_without_its_id(answered):
    """A name that is looked up belongs to the id before it."""
    for name, fields in answered.items():
        for field in fields:
            if re.fullmatch(f"{THINGS}_name", field) and "_by_" in field:
                assert field.removesuffix("_name") in fields, f"{name}.{field}"


def test_a_loan_says_who_and_what(as_, wish):
    sol = as_("sol")
    made = sol.post(f"{API}checkouts/", json=wish)
    assert made.status_code == 201, made.text
    told = sol.get(f"{API}checkouts/1/").json
    assert (told["student"], told["student_name"]) == (2, "Sol")
    assert (told["item_name"], told["asked_item_name"]) == (told["item_name"],) * 2
    assert (told["approved_by"], told["approved_by_name"]) == (None, None)
    as_("tess").post(f"{API}checkouts/1/approve/", json={})
    assert sol.get(f"{API}checkouts/1/").json["approved_by_name"] == "Tess"


def test_what_is_in_an_answer_is_named_too(as_, wish):
    sol = as_("sol")
    sol.post(f"{API}checkouts/", json=wish)
    told = sol.get(f"{API}requests/1/").json
    assert told["asked_by_name"] == "Sol"
    assert told["group_name"] is None
    assert [line["student_name"] for line in told["lines"]] == ["Sol"]


def test_a_booking_says_whose_and_by_whom(as_, soon):
    times = {"start_time": f"{soon}T14:00", "end_time": f"{soon}T15:00"}
    made = as_("dora").post(f"{API}reservations/", json={"room": 1, "student": 2, **times})
    assert made.status_code == 201, made.text
    assert made.json["student_name"] == "Sol"
    assert made.json["booked_by_name"] == "Dora"
    assert made.json["decided_by_name"] is None


def test_a_name_may_be_sent_back_but_not_changed(as_, soon):
    as_("dora").post(f"{API}people/2/notes/", json={"text": "Plays the viola"})
    ada, path = as_("ada"), f"{API}people/notes/1/"
    note = ada.get(path).json
    assert note["person_name"] == "Sol"
    assert ada.patch(path, json=note | {"text": "And the violin"}).status_code == 200
    no = ada.patch(path, json=ada.get(path).json | {"person_name": "Nia"})
    assert no.status_code == 422
    assert list(no.json["fields"]) == ["person_name"]


def _pupils(app):
    """Eight more people, by their ids."""
    with app.app_context(), transaction():
        db.session.add_all(
            User(email=f"p{n}@school.test", name=f"P{n}", role="student", password_hash="-")
            for n in range(8)
        )
    return range(6, 14)


def test_names_are_looked_up_at_once(app, as_):
    dora = as_("dora")
    dora.post(f"{API}cards/", json={"person": 2})
    with counted(app) as few:
        assert len(dora.get(f"{API}cards/").json) == 1
    for person in _pupils(app):
        assert dora.post(f"{API}cards/", json={"person": person}).status_code == 201
    with counted(app) as many:
        names = {card["person_name"] for card in dora.get(f"{API}cards/").json}
    assert names == {"Sol", *(f"P{n}" for n in range(8))}
    assert len(many) == len(few)
