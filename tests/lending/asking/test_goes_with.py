"""What goes with a thing is suggested, on its page and in the basket: by the sets that it is in."""

import re

import pytest

from tests.support.queries import counted

from ..ahead_acts import page_says
from ..conftest import BASKET
from ..set_acts import SETS

HEADING = "What goes with it"


def test_l05_what_goes_with_it_is_suggested(as_, duo, harp, stand):
    page = page_says(as_("sol"), f"/items/{harp}")
    assert HEADING in page
    assert "Set: Harp set" in page
    assert "Music Stand" in page.partition(HEADING)[2]
    assert f"/basket/items/{stand}" in as_("sol").get(f"/items/{harp}").text
    assert HEADING not in page_says(as_("sol"), "/items/1")
    assert f"/basket/items/{stand}" not in as_("tess").get(f"/items/{harp}").text


def test_l05_in_the_basket_it_is_one_press_away(as_, put, duo, harp, stand):
    sol = as_("sol")
    put("sol", harp)
    assert HEADING in page_says(sol, "/basket")
    (path,) = re.findall(r'action="(/basket/items/\d+)"', sol.get("/basket").text)
    assert sol.post(path).status_code == 303
    assert [line["item"] for line in sol.get(BASKET).json["lines"]] == [harp, stand]
    assert HEADING not in page_says(sol, "/basket")


@pytest.mark.parametrize("gone", ["archived", "not lent"])
def test_a_set_that_cannot_be_borrowed_is_not_suggested(as_, duo, harp, stand, gone):
    tess = as_("tess")
    if gone == "archived":
        tess.post(f"{SETS}{duo}/archive/")
    else:
        tess.patch(f"/api/inventory/items/{stand}/", json={"is_borrowable": False})
    assert HEADING not in page_says(as_("sol"), f"/items/{harp}")


def test_as_many_statements_for_many_sets_as_for_one(app, as_, duo, harp, stand):
    sol = as_("sol")
    sol.get(f"/items/{harp}")
    with counted(app) as one:
        sol.get(f"/items/{harp}")
    for number in range(3):
        parts = [{"item": harp}, {"item": 1 + number % 2}]
        as_("tess").post(SETS, json={"name": f"Set {number}", "parts": parts})
    with counted(app) as many:
        sol.get(f"/items/{harp}")
    assert len(many) == len(one), many
