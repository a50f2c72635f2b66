"""Asking again for what one once asked for: into the basket, from today on, saying what cannot be had."""

import pytest

from tests.support.days import ahead

from ..ahead_acts import page_says
from ..conftest import API as LOANS
from ..conftest import BASKET, BASKET_LINES, REQUESTS


@pytest.fixture
def past(as_, three):
    """Sol's request for a violin, the harp and four stands, which Sol gave up."""
    id, _lines = three
    assert as_("sol").post(f"{REQUESTS}{id}/cancel/", json={}).status_code == 200
    return id


def again(browser, id, door="api"):
    path = f"{REQUESTS}{id}/again/" if door == "api" else f"/requests/{id}/again"
    return browser.post(path).status_code


@pytest.mark.parametrize("door", ["api", "page"])
def test_b10_all_of_it_goes_into_the_basket_from_today_on(as_, past, door):
    assert again(as_("sol"), past, door) == {"api": 200, "page": 303}[door]
    basket = as_("sol").get(BASKET).json
    assert [line["quantity"] for line in basket["lines"]] == [1, 1, 4]
    assert {line["checkout_date"] for line in basket["lines"]} == {str(ahead(0))}
    assert {line["due_date"] for line in basket["lines"]} == {str(ahead(5))}
    assert basket["purpose"] == "The concert"


def test_days_ahead_are_shifted_and_as_long(as_, harp):
    days = {"checkout_date": str(ahead(10)), "due_date": str(ahead(14))}
    asked = as_("sol").post(LOANS, json={"item": harp} | days).json
    as_("sol").post(f"{LOANS}{asked['id']}/cancel/", json={})
    assert again(as_("sol"), asked["request"]) == 200
    (line,) = as_("sol").get(BASKET).json["lines"]
    assert (line["checkout_date"], line["due_date"]) == (str(ahead(0)), str(ahead(4)))


def test_what_is_archived_or_not_free_goes_in_and_says_so(as_, past, harp):
    assert as_("nia").post(LOANS, json={"item": 1, "quantity": 2}).status_code == 201
    assert as_("tess").delete(f"/api/inventory/items/{harp}/").status_code == 204
    assert again(as_("sol"), past) == 200
    problems = [line["problem"] for line in as_("sol").get(BASKET).json["lines"]]
    assert problems[0].startswith("None is free for those days")
    assert problems[1:] == ["Harp is archived, so it is no longer lent out", ""]


@pytest.mark.parametrize("door", ["api", "page"])
def test_a_stranger_another_and_one_that_waits(as_, three, door):
    id, _lines = three
    codes = [again(as_(who), id, door) for who in ("nia", "tess", "sol")]
    assert codes == [404, 403, 409]


def test_the_button_is_there_once_it_is_over(as_, three):
    id, lines = three
    assert "Ask for this again" not in page_says(as_("sol"), f"/requests/{id}")
    as_("sol").post(f"{REQUESTS}{id}/cancel/", json={})
    assert "Ask for this again" in page_says(as_("sol"), f"/requests/{id}")
    assert "Ask for this again" not in page_says(as_("tess"), f"/requests/{id}")
    alone = as_("sol").post(LOANS, json={"item": 1}).json["id"]
    assert "Ask for this again" not in page_says(as_("sol"), f"/checkouts/{alone}")
    as_("sol").post(f"{LOANS}{alone}/cancel/", json={})
    assert "Ask for this again" in page_says(as_("sol"), f"/checkouts/{alone}")


def test_asking_again_twice_doubles_nothing(as_, past):
    sol = as_("sol")
    first = sol.post(f"{REQUESTS}{past}/again/", json={}).json["lines"]
    no = sol.post(f"{REQUESTS}{past}/again/", json={})
    assert (no.status_code, "in your basket already" in no.json["detail"]) == (409, True)
    sol.delete(f"{BASKET_LINES}{first[0]['id']}/")
    lines = sol.post(f"{REQUESTS}{past}/again/", json={}).json["lines"]
    assert sorted(line["quantity"] for line in lines) == [1, 1, 4]
