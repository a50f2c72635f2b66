"""Each promise that cannot be kept has ways out, each a button of a page and a verb of the API that does it."""

import pytest

from tests.support.days import ahead
from tests.support.html import forms
from tests.support.loans import TESS
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.stock.items import items

from ..ahead_acts import ask, promise
from ..conftest import API
from ..desk_acts import act
from .test_unkept import loses

PATH = "/desk/unkept"


def unkept(browser):
    return browser.get(f"{API}unkept/").json


def way(browser, verb, at=0):
    ways = [each for each in unkept(browser)[at]["ways_out"] if each["verb"] == verb]
    return ways[0] if ways else None


def go(browser, id, way):
    answer = act(browser, id, way["verb"], **way["values"])
    assert answer.status_code == 200, answer.json
    return answer.json


def test_another_day_is_the_first_that_works(app, as_, harp):
    id, dora, out = (
        promise(as_, harp, 3, 5),
        as_("dora"),
        promise(as_, harp, 0, 1, who="nia"),
    )
    act(dora, out, "hand_out")
    with app.app_context(), transaction():
        db.session.get(Checkout, out).due_on = ahead(7)
    (line,) = unkept(dora)
    assert line["id"] == id
    other = way(dora, "rearrange")
    assert other["values"] == {"checkout_date": str(ahead(8)), "due_date": str(ahead(10))}
    go(dora, id, other)
    assert unkept(dora) == []


def test_a_similar_item(app, as_, harp):
    with app.app_context(), transaction():
        other = items.add(
            TESS, name="Small Harp", category="instrument", location="Store", quantity=1
        ).id
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    loses(app, harp)
    instead = way(dora, "rearrange")
    assert (instead["label"], instead["values"]) == ("Small Harp instead", {"item": other})
    assert go(dora, id, instead)["item"] == other
    assert unkept(dora) == []


def test_another_unit_where_the_one_set_aside_is_blocked(app, as_, violas):
    id, dora, tess = promise(as_, violas, 0, 4), as_("dora"), as_("tess")
    ready = act(dora, id, "set_aside").json["units"][0]
    tess.post(
        f"/api/inventory/units/{ready['unit']}/block/", json={"reason": "The neck is loose"}
    )
    other = way(dora, "set_aside")
    assert other["label"] == "Take VLA-2"
    states = {unit["tag"]: unit["state"] for unit in go(dora, id, other)["units"]}
    assert states == {"VLA-2": "aside"}
    assert unkept(dora) == []


def test_telling_the_person_why(app, as_, harp, letter):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    loses(app, harp)
    assert go(dora, id, way(dora, "cancel"))["status"] == "cancelled"
    assert "It is not there" in letter("cancelled")
    assert unkept(dora) == []


def test_the_pages_buttons_do_the_same(app, as_, harp):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    assert "All promises can be kept" in dora.get(PATH).text
    loses(app, harp)
    for path in (PATH, "/desk"):
        assert "Cancel and tell Sol why" in dora.get(path).text
    answer = dora.post(f"/checkouts/{id}/cancel?at=unkept", data={"reason": "It broke"})
    assert PATH in answer.location
    assert dora.get(f"{API}{id}/").json["reason"] == "It broke"


@pytest.mark.parametrize("path", [PATH, f"{API}unkept/"])
@pytest.mark.parametrize(("who", "status"), [("sol", 403), ("dora", 200)])
def test_it_is_for_staff(as_, path, who, status):
    assert as_(who).get(path).status_code == status


def test_days_that_are_over_are_not_offered(app, as_, harp):
    promise(as_, harp, 0, 1)
    loses(app, harp)
    assert way(as_("dora"), "rearrange") is None


def test_the_loan_s_own_page_has_the_same_buttons(app, as_, harp):
    with app.app_context(), transaction():
        items.add(
            TESS, name="Small Harp", category="instrument", location="Store", quantity=1
        )
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    loses(app, harp)
    path = f"/checkouts/{id}"
    buttons = {form.action: form for form in forms(dora.get(path).text)}
    done = dora.post(f"{path}/rearrange", data=buttons[f"{path}/rearrange"].values)
    assert (done.status_code, done.location) == (303, path)
    assert dora.get(f"{API}{id}/").json["item_name"] == "Small Harp"


def test_who_may_not_approve_their_own_is_shown_no_button_that_refuses(app, as_, harp):
    """Tess's loan needs a second person; Dora may promise something else, she may not."""
    with app.app_context(), transaction():
        items.add(
            TESS, name="Small Harp", category="instrument", location="Store", quantity=1
        )
    id = ask(as_("tess"), harp, 0, 4).json["id"]
    assert act(as_("ada"), id, "approve").status_code == 200
    loses(app, harp)
    settings = {"second_person_loans": True}
    assert as_("ada").patch("/api/inventory/settings/", json=settings).status_code == 200
    verbs = {
        who: {each["verb"] for each in unkept(as_(who))[0]["ways_out"]}
        for who in ("tess", "dora")
    }
    assert verbs == {"tess": {"cancel"}, "dora": {"rearrange", "cancel"}}
