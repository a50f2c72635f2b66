"""A13: borrowers ask for a pick-up neither sooner nor later than the school says; staff are not bound."""

import pytest

from tests.support.days import ahead
from webapp.core.db import transaction
from webapp.school import calendar, settings

from ..ahead_acts import ask
from ..conftest import API, BASKET, BASKET_LINES, REQUESTS

DOORS = ("single", "page", "request", "set", "basket", "basket page", "change")


@pytest.fixture
def between(app):
    """Pick-ups from so many days from now on, until so many days from now."""

    def allow(earliest, latest):
        with app.app_context(), transaction():
            settings.change("pickup_earliest_days", earliest)
            settings.change("pickup_latest_days", latest)

    return allow


def in_words(app, days):
    with app.app_context():
        return calendar.in_words(ahead(days))


def dates(first, last):
    return {"checkout_date": str(ahead(first)), "due_date": str(ahead(last))}


def wishes(browser, door, harp, duo, first):
    """Ask at this door for days from `first` on; the answer."""
    days = dates(first, first + 2)
    if door == "change":
        ask(browser, harp, 3, 5)
        return browser.post(f"{REQUESTS}1/change/", json=days)
    if "page" in door:
        path = {"page": "/items", "basket page": "/basket/add"}[door]
        return browser.post(f"{path}/{harp}", data={"quantity": 1} | days)
    path, said = {
        "single": (API, {"item": harp} | days),
        "request": (REQUESTS, {"lines": [{"item": harp} | days]}),
        "set": (API, {"set": duo} | days),
        "basket": (BASKET_LINES, {"item": harp} | days),
    }[door]
    return browser.post(path, json=said)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("first", "nearest"), [(1, 2), (9, 8)])
def test_a13_neither_sooner_nor_later_at_every_door(
    app, as_, harp, duo, between, door, first, nearest
):
    between(2, 8)
    no = wishes(as_("sol"), door, harp, duo, first)
    assert no.status_code == 422
    assert in_words(app, nearest) in no.text
    if "page" not in door:
        assert [name.rpartition(".")[2] for name in no.json["fields"]] == ["checkout_date"]
    loans = as_("tess").get(API).json + as_("sol").get(BASKET).json["lines"]
    assert str(ahead(first)) not in [loan["checkout_date"] for loan in loans]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("first", [2, 8])
def test_the_first_and_the_last_day_are_possible(as_, harp, duo, between, door, first):
    between(2, 8)
    assert wishes(as_("sol"), door, harp, duo, first).status_code < 400


def test_staff_are_not_bound(as_, harp, between):
    between(2, 8)
    assert ask(as_("tess"), harp, 0, 1, student=2).status_code == 201
    assert ask(as_("tess"), harp, 9, 12, student=2, send_anyway=True).status_code == 201


def test_who_says_no_day_gets_the_first_that_is_possible(as_, harp, between):
    between(2, 8)
    loan = as_("sol").post(API, json={"item": harp}).json
    assert loan["checkout_date"] == str(ahead(2))


def test_a_basket_moves_to_days_that_are_possible(app, as_, put, harp, between):
    put("sol", harp)
    between(2, 8)
    sol = as_("sol")
    no = sol.post(f"{BASKET}send/", json={})
    assert (no.status_code, in_words(app, 2) in str(no.json["fields"])) == (409, True)
    line = sol.get(BASKET).json["lines"][0]
    change = line["offers"][0]["change"]
    assert sol.patch(f"{BASKET_LINES}{line['id']}/", json=change).status_code == 200
    assert sol.post(f"{BASKET}send/", json={}).status_code == 201


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"checkout_date": 1, "due_date": 4}, "checkout_date"),
        ({"checkout_date": 1}, "checkout_date"),
        ({"due_date": -1}, "due_date"),
        ({"checkout_date": 3}, "due_date"),
        ({"due_date": 4}, "checkout_date"),
    ],
)
def test_days_of_an_empty_basket_are_looked_at_too(as_, between, said, field):
    between(2, 8)
    days = {name: str(ahead(days)) for name, days in said.items()}
    no = as_("sol").patch(BASKET, json=days)
    assert (no.status_code, [*no.json["fields"]]) == (422, [field])


def test_asking_again_begins_on_the_first_day_that_is_possible(as_, harp, between):
    sol = as_("sol")
    id = ask(sol, harp, 0, 3).json["id"]
    sol.post(f"{API}{id}/cancel/", json={})
    between(2, 8)
    line = sol.post(f"{REQUESTS}1/again/", json={}).json["lines"][0]
    days = line["checkout_date"], line["due_date"], line["problem"]
    assert days == (str(ahead(2)), str(ahead(5)), "")


def test_the_page_offers_only_these_days(as_, harp, between):
    between(2, 8)
    page = as_("sol").get(f"/items/{harp}").text
    assert f'min="{ahead(2)}"' in page
    assert f'max="{ahead(8)}"' in page
    assert f"?from={ahead(1)}#form" not in page
    assert f"?from={ahead(2)}#form" in page
    assert f"?from={ahead(9)}#form" not in page


def test_the_last_day_is_not_before_the_first(as_, between):
    path = "/api/inventory/settings/"
    no = as_("ada").patch(path, json={"pickup_earliest_days": 5, "pickup_latest_days": 3})
    assert (no.status_code, [*no.json["fields"]]) == (422, ["pickup_latest_days"])


@pytest.mark.parametrize("door", DOORS)
def test_h02_nothing_is_fetched_on_a_closed_day(app, as_, harp, duo, shut, door):
    shut(6, 7)
    no = wishes(as_("sol"), door, harp, duo, 6)
    assert no.status_code == 422
    assert in_words(app, 8) in no.text


@pytest.mark.parametrize("door", DOORS)
def test_h02_the_next_open_day_is_possible(as_, harp, duo, shut, door):
    shut(6, 7)
    assert wishes(as_("sol"), door, harp, duo, 8).status_code < 400


def test_h02_a13_only_open_days_count(as_, harp, between, shut):
    shut(1, 2)
    between(1, 2)
    assert ask(as_("sol"), harp, 2, 5).json["fields"].keys() == {"checkout_date"}
    assert ask(as_("sol"), harp, 5, 6).json["fields"].keys() == {"checkout_date"}
    assert ask(as_("sol"), harp, 4, 6).status_code == 201
    first = as_("sol").post(BASKET_LINES, json={"item": harp}).json
    assert "checkout_date" not in first


@pytest.mark.parametrize("verb", ["approve", "rearrange"])
def test_h02_staff_move_no_pick_up_to_a_closed_day(app, as_, harp, shut, verb):
    shut(4, 5)
    id = ask(as_("sol"), harp, 1, 8).json["id"]
    if verb == "rearrange":
        as_("tess").post(f"{API}{id}/approve/", json={})
    no = as_("tess").post(f"{API}{id}/{verb}/", json={"checkout_date": str(ahead(4))})
    assert (no.status_code, [*no.json["fields"]]) == (422, ["checkout_date"])
    (offer,) = no.json["offers"]
    assert as_("tess").post(f"{API}{id}/{verb}/", json=offer["change"]).status_code == 200


def test_who_stands_at_the_desk_is_served_on_a_closed_day_too(
    as_, stand, stand_sku, shut, give
):
    shut(0, 1)
    assert give([stand_sku]).status_code == 201
    assert as_("sol").post(API, json={"item": stand}).json["checkout_date"] == str(ahead(2))
