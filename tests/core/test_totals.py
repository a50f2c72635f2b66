"""How many rows a list has in all, on request: as many as its pages hold, whoever asks and however it is filtered."""

import re

import pytest

from tests.support.loans import TESS, lend
from webapp.core.db import transaction
from webapp.stock import locations
from webapp.stock.items import items

ITEMS = "/api/inventory/items/"
MUST = {"/api/inventory/levels/as-of/": "at=2026-01-02T12:00"}  # what has to be said


@pytest.fixture
def shelves(app):
    with app.app_context(), transaction():
        for n in range(7):
            items.add(
                TESS, name=f"Reed {n}", category="accessory", location="Store", quantity=n
            )
            locations.add(TESS, name=f"Shelf {n}")
        for _ in range(3):
            lend(2, item=2, quantity=1)
        items.add(
            TESS,
            name="Staff only",
            category="accessory",
            location="Store",
            is_borrowable=False,
        )


def links(answer):
    """The targets of a Link header by what they lead to, and the total if it is there."""
    header = answer.headers.get("Link", "")
    total = re.search(r'rel="first"; total="([0-9]+)"', header)
    return {
        rel: path for path, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', header)
    }, total and int(total[1])


def counted_lists(app):
    """The address of every list that says how many rows it has, with what has to be said."""
    paths = app.test_client().get("/api/openapi.json").json["paths"]
    for path, calls in paths.items():
        parameters = calls.get("get", {}).get("parameters", ())
        if "{" not in path and "count" in {each.get("name") for each in parameters}:
            yield f"{path}?{MUST.get(path, '')}&"


def test_every_list_is_counted_on_request_only(app, as_, shelves):
    ada, lists = as_("ada"), list(counted_lists(app))
    assert len(lists) >= 18
    for at in lists:
        whole, two = ada.get(f"{at}limit=200"), ada.get(f"{at}count=1&limit=2")
        assert (whole.status_code, two.status_code) == (200, 200), at
        to, total = links(two)
        assert total == len(whole.json), at
        assert "count" not in str(links(whole)), at
        assert ("next" in to) is (total > 2), at


def test_a_total_is_of_what_was_asked_for_and_may_be_seen(as_, shelves):
    tess, sol = as_("tess"), as_("sol")
    for browser in (tess, sol):
        for query in (
            "",
            "&search=reed",
            "&status=available",
            "&category=accessory&search=5",
        ):
            told = browser.get(f"{ITEMS}?count=1&limit=1{query}")
            assert links(told)[1] == len(browser.get(f"{ITEMS}?limit=200{query}").json)
    assert (
        links(tess.get(f"{ITEMS}?count=1"))[1] == links(sol.get(f"{ITEMS}?count=1"))[1] + 1
    )


def test_pages_go_on_counting_and_lead_back(as_, shelves):
    tess, seen, path = as_("tess"), 0, f"{ITEMS}?count=1&limit=4"
    first_page = tess.get(path).json
    while path:
        answer = tess.get(path)
        to, total = links(answer)
        assert total == 10
        assert tess.get(to["first"]).json == first_page
        seen, path = seen + len(answer.json), to.get("next")
    assert seen == 10
