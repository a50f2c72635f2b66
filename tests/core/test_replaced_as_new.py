"""What a PUT leaves out is as in a new thing: what made one, put in its place, changes nothing of it."""

import re

import pytest

from tests.support.days import ahead

API = "/api/inventory/"
FROM_NOW = {"starts_on": ahead(3).isoformat(), "ends_on": ahead(4).isoformat()}
LEAST = {  # what must be said of a new one, or of one that is replaced
    "brands/": {"name": "Moeck", "code": "MOE"},
    "categories/": {"name": "Harps", "prefix": "HRP"},
    "closed-days/": {"name": "Fair", **FROM_NOW},
    "items/": {
        "name": "Viola",
        "category": "instrument",
        "location": "Store",
        "value": "90.00",
        "max_checkout_days": 14,
    },
    "locations/": {"name": "Annex"},
    "practice-rooms/": {"name": "Attic"},
    "rates/": {"name": "Evening", "hourly_rate": "12.00"},
    "repairs/": {"item": 1, "location": "Store"},
    "rules/": {"name": "Anyone", "may_book": True},
    "sets/": {"name": "Duo"},
    "skus/": {"template": "X-{seq:4}"},
    "suppliers/": {"name": "Huber"},
    "terms/": {"name": "Spring", **FROM_NOW, "return_by": ahead(4).isoformat()},
    "transfers/": {"from_location": "Store", "to_location": "Annex"},
    "units/": {"item": 1, "condition": "good"},
}
ELSEWHERE = {"pictures/"}  # a photo makes one, its place is what is put


@pytest.fixture
def engine():
    return "sqlite"


def put_where_post_makes(document):
    """The collections whose things are made by a POST and replaced by a PUT."""
    for path, calls in document["paths"].items():
        parent = re.sub(r"\{[^}]+\}/$", "", path)
        makes = "post" in document["paths"].get(parent, ()) and "{" not in parent
        if "put" in calls and makes and parent != path:
            yield parent.removeprefix(API)


def test_every_collection_is_looked_at(document):
    assert set(put_where_post_makes(document)) == LEAST.keys() | ELSEWHERE


@pytest.mark.parametrize("collection", LEAST)
def test_what_made_one_changes_nothing_of_it(as_, collection):
    ada, least = as_("ada"), LEAST[collection]
    if collection == "transfers/":
        ada.post(f"{API}locations/", json=LEAST["locations/"])
    made = ada.post(API + collection, json=least)
    assert made.status_code == 201, made.text
    path = f"{API}{collection}{made.json['id']}/"
    before = ada.get(path).json
    replaced = ada.put(path, json=least)
    assert replaced.status_code == 200, replaced.text
    assert ada.get(path).json | {"version": 0} == before | {"version": 0}
