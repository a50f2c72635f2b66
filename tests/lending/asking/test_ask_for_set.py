"""Borrowing a set as one: every part or none, by page and by program."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.support.days import ahead
from tests.support.queries import counted
from webapp.core.db import db
from webapp.lending.models import Checkout, RequestSet
from webapp.stock.models import SetPart

from ..ahead_acts import page_says
from ..conftest import API, REQUESTS
from ..set_acts import SETS, ask, lines

DOORS = pytest.mark.parametrize("door", ["page", "api"])


@DOORS
def test_l01_a_set_is_asked_for_as_one(as_, duo, door):
    days = {"checkout_date": str(ahead(2)), "due_date": str(ahead(5))}
    assert ask(as_("sol"), door, duo, **days).status_code in (201, 303)
    request = as_("sol").get(f"{REQUESTS}1/").json
    assert [(line["item_name"], line["quantity"]) for line in request["lines"]] == [
        ("Harp", 1),
        ("Music Stand", 2),
    ]
    assert {(line["checkout_date"], line["due_date"]) for line in request["lines"]} == {
        tuple(days.values())
    }


def test_l01_the_request_says_which_lines_are_the_set(as_, duo, letters):
    request = as_("sol").post(API, json={"set": duo}).json["request"]
    (asked,) = as_("sol").get(f"{REQUESTS}{request}/").json["sets"]
    assert asked["lines"] == [line["id"] for line in lines(as_, request)]
    assert (asked["set"], asked["name"], asked["quantity"]) == (duo, "Harp set", 1)
    assert letters() == [("requested_several", "tess")]


def test_l01_its_page_keeps_the_parts_together(as_, duo):
    ask(as_("sol"), "api", duo)
    for who in ("sol", "tess"):
        page = page_says(as_(who), "/requests/1")
        assert "Set: Harp set" in page
    assert "Harp set" in page_says(as_("sol"), "/checkouts")


def test_l01_a_set_goes_out_and_comes_back(as_, duo, status):
    ask(as_("sol"), "api", duo)
    assert as_("tess").post(f"{REQUESTS}1/approve/", json={}).status_code == 200
    for line in lines(as_):
        assert as_("dora").post(f"{API}{line['id']}/hand_out/", json={}).status_code == 200
    assert "1 of 1 approved, 1 out" in page_says(as_("sol"), "/requests/1")
    for line in lines(as_):
        assert (
            as_("dora").post(f"{API}{line['id']}/return_item/", json={}).status_code == 200
        )
    assert {line["status"] for line in lines(as_)} == {"returned"}


def test_l03_a_kit_has_so_many_of_each(as_, stand):
    parts = [{"item": stand, "quantity": 4}, {"item": 2, "quantity": 2}]
    kit = as_("tess").post(SETS, json={"name": "Kit", "parts": parts}).json["id"]
    line = {"set": kit, "quantity": 2}
    made = as_("sol").post(REQUESTS, json={"lines": [line, {"item": 1}]})
    assert made.status_code == 201, made.json
    assert [line["quantity"] for line in made.json["lines"]] == [8, 4, 1]
    assert [line["set"] for line in made.json["lines"]] == [kit, kit, None]
    assert made.json["sets"][0]["quantity"] == 2


def test_a_stranger_sees_nothing_of_it(as_, duo):
    ask(as_("sol"), "api", duo)
    assert as_("nia").get(f"{REQUESTS}1/").status_code == 404
    assert as_("nia").post(API, json={"set": duo, "student": 2}).status_code == 404


def test_later_changes_of_the_set_leave_its_loans(app, as_, duo):
    ask(as_("sol"), "api", duo)
    tess = as_("tess")
    tess.patch(f"{SETS}{duo}/", json={"name": "Other", "parts": [{"item": 1}]})
    assert as_("sol").get(f"{REQUESTS}1/").json["sets"][0]["name"] == "Harp set"
    assert len(lines(as_)) == 2
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SetPart)) == 1


def test_two_at_once_get_one(app, as_, duo):
    with ThreadPoolExecutor() as pool:
        browsers = [as_("sol"), as_("nia")] * 3
        answers = [*pool.map(lambda one: ask(one, "api", duo, send_anyway=True), browsers)]
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Checkout)) == 2


def test_the_same_request_twice_is_one(app, as_, duo):
    sol, once = as_("sol"), {"Idempotency-Key": "k"}
    for _ in range(2):
        assert sol.post(API, json={"set": duo}, headers=once).status_code == 201
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(RequestSet)) == 1


def test_what_is_free_is_one_query_however_many_parts(app, as_, duo, stand):
    sol = as_("sol")

    def queries():
        with counted(app) as seen:
            assert sol.get(f"/sets/{duo}").status_code == 200
        return len(seen)

    once = queries()
    parts = [{"item": item} for item in (1, 2, stand)]
    as_("tess").patch(f"{SETS}{duo}/", json={"parts": parts})
    assert queries() == once
