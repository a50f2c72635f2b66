"""For whom and until when a basket holds what is in it, and what everybody else is told meanwhile."""

from datetime import timedelta

import pytest

from tests.support.days import ahead
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.lending.models import Basket
from webapp.school import settings

from ..ahead_acts import page_says
from ..conftest import API as LOANS
from ..conftest import BASKET
from ..conftest import BASKET_LINES as LINES

FREE = "/api/inventory/items/{}/availability/"


def basket_of(browser):
    return browser.get(BASKET).json


@pytest.fixture
def let_it_lapse(app):
    """As if so long ago a person had put their things in, and touched nothing since."""

    def back(hours=1):
        with app.app_context(), transaction():
            basket = db.session.query(Basket).one()
            basket.started_at -= timedelta(hours=hours)
            basket.held_until -= timedelta(hours=hours)

    return back


def held_for(app):
    """How long the one basket is held from now on, and after its first line."""
    with app.app_context():
        basket = db.session.query(Basket).one()
        return basket.held_until - clock.now(), basket.held_until - basket.started_at


def test_the_last_one_is_held_against_others_and_not_against_oneself(as_, put, harp):
    put("sol", harp, due_date=str(ahead(5)))
    nia = as_("nia")
    no = nia.post(LOANS, json={"item": harp, "due_date": str(ahead(3))})
    assert (no.status_code, no.json["facts"]["free"]) == (409, 0)
    assert put("nia", harp, 409, due_date=str(ahead(3)))["facts"]["free"] == 0
    assert put("nia", harp, checkout_date=str(ahead(6)), due_date=str(ahead(9)))
    asked = as_("sol").post(LOANS, json={"item": harp, "due_date": str(ahead(5))})
    assert asked.status_code == 201


def test_a_teacher_may_give_away_what_is_only_in_a_basket(as_, put, harp):
    days = {"due_date": str(ahead(5))}
    asked = as_("nia").post(LOANS, json={"item": harp} | days).json["id"]
    as_("tess").post(f"{LOANS}{asked}/reject/", json={"reason": "Wait"})
    put("sol", harp, **days)
    as_("tess").post(f"{LOANS}{asked}/undo/", json={})
    assert as_("tess").post(f"{LOANS}{asked}/approve/", json={}).status_code == 200
    (line,) = basket_of(as_("sol"))["lines"]
    assert line["free"] == 0
    assert line["problem"].startswith("None is free for those days")
    assert "Held for you" not in as_("sol").get("/basket").text


def test_every_door_says_the_same_number(as_, put, stand):
    put("nia", stand, quantity=3, due_date=str(ahead(2)))
    days = as_("sol").get(FREE.format(stand)).json
    assert [day["free"] for day in days[:4]] == [17, 17, 17, 20]
    assert "17 of 20 free now" in page_says(as_("sol"), f"/items/{stand}")


def test_b04_it_is_held_for_half_an_hour_and_for_two_at_most(app, put, harp, let_it_lapse):
    put("sol", harp, due_date=str(ahead(3)))
    minutes = timedelta(minutes=1)
    left, _all = held_for(app)
    assert 29 * minutes < left <= 30 * minutes
    let_it_lapse(hours=1.8)
    put("sol", 1, due_date=str(ahead(3)))
    left, longest = held_for(app)
    assert left < 13 * minutes
    assert longest == 120 * minutes


def test_b04_what_lapsed_stays_in_and_counts_no_more(as_, put, harp, let_it_lapse):
    put("sol", harp, due_date=str(ahead(3)))
    let_it_lapse()
    assert basket_of(as_("sol"))["held_until"] is None
    assert "It is not held for you any more" in page_says(as_("sol"), "/basket")
    assert as_("nia").post(LOANS, json={"item": harp}).status_code == 201


def test_looking_and_taking_out_hold_nothing_longer(app, as_, put, harp, let_it_lapse):
    line = put("sol", harp)["id"]
    put("sol", 1)
    let_it_lapse()
    as_("sol").get("/basket")
    assert as_("sol").delete(f"{LINES}{line}/").status_code == 204
    as_("sol").patch(BASKET, json={"purpose": "The concert"})
    assert held_for(app)[0] < timedelta()


def test_where_the_due_day_is_free_a_basket_leaves_it_free(app, as_, put, harp):
    with app.app_context(), transaction():
        settings.change("due_day_is_free", True)
    put("sol", harp, due_date=str(ahead(3)))
    put("nia", harp, 409, checkout_date=str(ahead(2)), due_date=str(ahead(4)))
    put("nia", harp, checkout_date=str(ahead(3)), due_date=str(ahead(4)))
