"""Whoever is suspended puts nothing into their basket, and reads why before they try; what is in it they take out."""

import pytest

from tests.support.days import ahead

from ..conftest import API
from ..desk_acts import act
from ..renewals.acts import hand_out
from .test_suspend import WHY, suspend

BASKET = "/api/inventory/basket/"


@pytest.fixture
def kept(as_, stand):
    """A line in Sol's basket, who is suspended since."""
    days = {"checkout_date": str(ahead(1)), "due_date": str(ahead(4))}
    line = as_("sol").post(f"{BASKET}lines/", json={"item": stand} | days).json["id"]
    suspend(as_("dora"), "API")
    return line


def is_refused(answer):
    return (answer.status_code, answer.json["facts"]["reason"]) == (409, "suspended")


def test_nothing_goes_in(as_, harp, kept):
    sol = as_("sol")
    assert is_refused(sol.post(f"{BASKET}lines/", json={"item": harp}))
    assert WHY in sol.post(f"/basket/items/{harp}").text
    assert WHY in sol.post(f"/basket/add/{harp}", data={"quantity": "1"}).text
    assert [line["id"] for line in sol.get(BASKET).json["lines"]] == [kept]


def test_what_is_in_it_is_held_no_longer(as_, kept):
    sol, line = as_("sol"), f"{BASKET}lines/{kept}/"
    days = {"checkout_date": str(ahead(2)), "due_date": str(ahead(5))}
    assert is_refused(sol.patch(line, json={"quantity": 2}))
    assert is_refused(sol.patch(BASKET, json=days))
    assert WHY in sol.post(f"/basket/lines/{kept}", data={"line-quantity": "2"}).text
    assert sol.patch(BASKET, json={"purpose": "Later"}).status_code == 200
    assert sol.patch(line, json={"for_later": True}).status_code == 200
    assert sol.delete(line).status_code == 204


def test_their_pages_say_so_first(as_, harp, kept):
    for path in ("/items", f"/items/{harp}", "/basket"):
        page = as_("sol").get(path).text
        assert WHY in page, path
        assert "Add to basket" not in page, path
    assert "Add to basket" in as_("nia").get("/items").text
    assert "Find an instrument" not in as_("sol").get("/").text


def test_they_ask_for_nothing_again(as_, harp):
    over = hand_out(as_, harp)
    act(as_("dora"), over, "return_item")
    request = as_("sol").get(f"{API}{over}/").json["request"]
    suspend(as_("dora"), "API")
    assert as_("sol").post(f"/requests/{request}/again").status_code == 409
    assert as_("sol").get(BASKET).json["lines"] == []
