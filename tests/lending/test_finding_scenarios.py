"""A09 and A12 of the scenarios: loans back to back, and a list for later."""

import pytest
from sqlalchemy import update

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.school import settings

from .ahead_acts import ask, promise
from .conftest import BASKET, BASKET_LINES
from .desk_acts import act


@pytest.fixture
def due_day(app):
    def be(is_free):
        with app.app_context(), transaction():
            settings.change("due_day_is_free", is_free)

    return be


@pytest.mark.parametrize("is_free", [True, False])
def test_a09_back_on_a_day_and_out_again_on_it_where_the_school_says_so(
    as_, harp, due_day, is_free
):
    due_day(is_free)
    promise(as_, harp, 2, 5)
    nia = as_("nia")
    assert ask(nia, harp, 0, 2).status_code == (201 if is_free else 409)
    again = ask(nia, harp, 5, 8, send_anyway=True)
    assert again.status_code == (201 if is_free else 409)
    day = f"/api/inventory/items/{harp}/availability/?from={ahead(5)}&to={ahead(6)}"
    assert nia.get(day).json[0]["free"] == 0
    if not is_free:
        assert ask(nia, harp, 6, 8).status_code == 201


@pytest.fixture
def out_until_today(app, as_, harp):
    """Sol has the harp, and it is due today; the loan."""
    id = promise(as_, harp, 0, 4)
    act(as_("dora"), id, "hand_out")
    with app.app_context(), transaction():
        days = {"starts_on": ahead(-3), "due_on": ahead(0)}
        db.session.execute(update(Checkout).where(Checkout.id == id).values(**days))
    return id


def handed_out_and_back(as_, id):
    dora = as_("dora")
    assert act(dora, id, "hand_out").status_code == 200
    assert act(dora, id, "return_item").json["status"] == "returned"


def test_a09_the_next_one_is_asked_for_and_goes_out_once_it_is_back(
    as_, harp, due_day, out_until_today
):
    due_day(True)
    id = promise(as_, harp, 0, 3, who="nia")
    assert act(as_("dora"), id, "hand_out").status_code == 409
    act(as_("dora"), out_until_today, "return_item")
    handed_out_and_back(as_, id)


def test_a09_without_the_setting_it_is_asked_for_once_it_is_back(
    as_, harp, due_day, out_until_today
):
    due_day(False)
    assert ask(as_("nia"), harp, 0, 3).status_code == 409
    act(as_("dora"), out_until_today, "return_item")
    handed_out_and_back(as_, promise(as_, harp, 0, 3, who="nia"))


@pytest.fixture
def for_later(as_, harp, put):
    """The harp in Sol's basket, for later; the line's path."""
    line = f"{BASKET_LINES}{put('sol', harp)['id']}/"
    later = as_("sol").patch(line, json={"for_later": True})
    assert later.json["for_later"] is True
    return line


def test_a12_a_list_for_later_holds_nothing(as_, harp, for_later):
    assert "For later" in as_("sol").get("/basket").text
    assert ask(as_("nia"), harp, 0, 5).status_code == 201
    assert as_("sol").post(f"{BASKET}send/", json={}).status_code == 409


def test_a12_what_was_kept_for_later_is_taken_up_again(as_, harp, for_later):
    sol = as_("sol")
    assert sol.patch(for_later, json={"for_later": False}).status_code == 200
    sent = sol.post(f"{BASKET}send/", json={})
    assert (sent.status_code, sent.json["lines"][0]["item"]) == (201, harp)
