"""A borrower keeps what is out longer, knows before whether it will work, and can take that back."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.days import ahead
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.lending.models import CheckoutEvent

from ..ahead_acts import promise
from ..conftest import API
from ..desk_acts import act
from .acts import hand_out, run_by_itself, say

DOORS = pytest.mark.parametrize("door", ["page", "API"])
LONGEST = 30  # of the harp
ADA = Actor(5, "Ada", "admin", 0)


def due(as_, id):
    return as_("dora").get(f"{API}{id}/").json["due_date"]


def verdict(as_, id, who="sol"):
    return as_(who).get(f"{API}{id}/").json["renewal"]


@DOORS
def test_f01_as_long_again_from_its_due_day_on(as_, out, door, decisions):
    until = ahead(4 + LONGEST)
    assert verdict(as_, out)["until"] == str(until)
    for path in ("/", f"/checkouts/{out}"):
        assert f"Keep it until {until:%a %-d %b}" in as_("sol").get(path).text
    assert say(as_("sol"), door, out, "renew").status_code in (200, 303)
    assert due(as_, out) == str(until)
    assert decisions(out)[-1][:2] == ("renew", 2)
    assert "<b>Kept longer</b>" in as_("sol").get(f"/checkouts/{out}").text


def test_f07_all_of_mine_at_once(as_, harp, stand, out):
    other = hand_out(as_, stand)
    promise(as_, harp, 5, 9, who="nia")
    kept = as_("sol").post(f"{API}renew/", json={}).json
    assert {each["checkout"]: each["reason"] for each in kept} == {
        out: "promised",
        other: "",
    }
    assert due(as_, other) == str(ahead(4 + 7))
    page = as_("sol").post("/checkouts/renew").text
    assert "0 of 2 kept longer" in page
    act(as_("sol"), other, "undo_renew")
    page = as_("sol").post("/checkouts/renew").text
    assert "1 of 2 kept longer" in page
    assert f"/checkouts/{other}/undo_renew" in page


@DOORS
@pytest.mark.parametrize("who", ["sol", "dora"])
def test_f09_it_can_be_taken_back(as_, out, door, who, letters):
    act(as_("sol"), out, "renew")
    assert say(as_(who), door, out, "undo_renew").status_code in (200, 303)
    loan = as_("dora").get(f"{API}{out}/").json
    assert (loan["due_date"], loan["renewals_left"]) == (str(ahead(4)), 2)
    assert say(as_(who), door, out, "undo_renew").status_code == 409
    assert letters().count(("not_extended", "sol")) == (who == "dora")


def test_f10_by_itself_until_somebody_wants_it(app, as_, harp, letter, decisions):
    id = hand_out(as_, harp, days=1)
    run_by_itself(app)
    assert due(as_, id) == str(ahead(1))
    as_("tess").patch(f"/api/inventory/items/{harp}/", json={"renews_itself": True})
    run_by_itself(app)
    assert due(as_, id) == str(ahead(1 + LONGEST))
    assert decisions(id)[-1][:2] == ("renew", 0)
    assert f"until {ahead(1 + LONGEST):%A %-d %B}" in letter("kept_by_itself")
    assert as_("sol").get(f"{API}{id}/").json["renewals_left"] == 2


def test_f10_once_somebody_wants_it_it_ends(app, as_, harp):
    id = hand_out(as_, harp, days=1)
    as_("tess").patch(f"/api/inventory/items/{harp}/", json={"renews_itself": True})
    promise(as_, harp, 2, 5, who="nia")
    run_by_itself(app)
    assert due(as_, id) == str(ahead(1))


def test_what_is_kept_in_ones_own_basket_is_not_in_the_way(as_, harp, out, put):
    put("sol", harp, checkout_date=str(ahead(6)), due_date=str(ahead(8)))
    assert verdict(as_, out)["until"] == str(ahead(4 + LONGEST))


def test_two_taps_at_once_keep_it_once(app, as_, out):
    browsers = [as_("sol"), as_("sol")]

    def renew(at):
        return act(browsers[at], out, "renew").status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(renew, range(2))) == [200, 409]
    with app.app_context():
        assert db.session.query(CheckoutEvent).filter_by(kind="renew").count() == 1


def test_the_link_in_an_e_mail_keeps_it_signed_out(as_, out, reminded):
    path, stranger = reminded, as_()
    page = stranger.get(path)
    assert f"Keep it until {ahead(4 + LONGEST):%a %-d %b}" in page.text
    assert due(as_, out) == str(ahead(4))
    assert stranger.post(f"{path}/renew").status_code == 303
    assert due(as_, out) == str(ahead(4 + LONGEST))
    assert stranger.post(f"{path}/renew").status_code == 409
    assert stranger.get("/k/forged").status_code == 404
