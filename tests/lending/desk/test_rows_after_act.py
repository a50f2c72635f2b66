"""After an act at the desk no row of the page is stale: each loan is there once, what told of it follows."""

import re

import pytest

from ..ahead_acts import promise
from ..conftest import REQUESTS
from ..desk_acts import act
from ..set_acts import lines_of
from ..today.test_unkept import loses

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def main_of(page):
    return page.partition("<main")[2]


def rows_of(page):
    return re.findall(r'<li id="checkout-(\d+)"', main_of(page))


def press(browser, id, verb):
    return browser.post(f"/checkouts/{id}/{verb}", headers=PARTIAL).text


@pytest.mark.parametrize("days", [(0, 3), (2, 4)], ids=["now", "later"])
def test_who_is_named_has_each_loan_once(as_, stand, harp, days):
    mine, other = promise(as_, stand, *days), promise(as_, harp, *days, who="nia")
    dora = as_("dora")
    assert sorted(rows_of(dora.get("/desk").text)) == sorted([str(mine), str(other)])
    page = dora.get("/desk?code=Sol").text
    assert rows_of(page).count(str(mine)) == rows_of(page).count(str(other)) == 1
    act(dora, other, "cancel")
    page = main_of(dora.get("/desk?code=Sol").text)
    assert "Nothing else is waiting to be picked up" in page


def test_what_is_late_stands_above_alone(app, as_, stand):
    id, dora = promise(as_, stand, 0, 3), as_("dora")
    act(dora, id, "hand_out")
    assert rows_of(dora.get("/desk?code=Sol").text) == [str(id)]
    assert "Nothing else is overdue" in dora.get("/desk?code=Sol").text


def test_what_could_not_be_kept_goes_with_the_act(app, as_, harp):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    loses(app, harp)
    page = dora.get("/desk?code=Sol").text
    assert (page.count(f'id="unkept-{id}"'), rows_of(page)) == (1, [str(id)])
    gone = f'<hx-partial hx-target="#unkept-{id}" hx-swap="delete">'
    assert gone in press(dora, id, "cancel")


def test_a_set_follows_what_becomes_of_its_part(as_, set_asked):
    as_("tess").post(f"{REQUESTS}{set_asked}/approve/", json={})
    harp, stands, violin = lines_of(as_, set_asked)
    dora = as_("dora")
    assert '<span id="group-1-state">' in dora.get("/desk?code=Sol").text
    changed = press(dora, harp, "hand_out")
    state = changed.partition('hx-target="#group-1-state"')[2]
    assert "On loan" in state.partition("</hx-partial>")[0]
    acts = changed.partition('hx-target="#group-1-acts"')[2]
    assert "Check in the set…" in acts.partition("</hx-partial>")[0]
    assert "#group-" not in press(dora, violin, "set_aside")
