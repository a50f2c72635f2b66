"""G08: a change of the open days says whose offers it pushes before it is made, and then pushes them."""

from datetime import timedelta

import pytest

from tests.support.days import ahead
from tests.support.opening import every_day
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.models import Checkout
from webapp.school.effects.done import KIND

from ..queue_acts import act, bring_back, join, take_out

CLOSED = "/api/inventory/closed-days/"
STORM = {"name": "Storm", "starts_on": str(ahead(1)), "ends_on": str(ahead(2))}


@pytest.fixture
def place(app, as_, harp):
    """Sol's, to whom the harp is offered."""
    with app.app_context(), transaction():
        every_day()
    loan = take_out(as_, harp)
    place = join(as_, "sol", harp)
    bring_back(as_, loan)
    return place


def until(app, place):
    with app.app_context():
        query = db.select(Checkout.offered_until).where(Checkout.wait_id == place["id"])
        return db.session.scalars(query).one()


def told(app):
    """What people were told of the change."""
    with app.app_context():
        return list(db.session.scalars(db.select(Letter.text).where(Letter.kind == KIND)))


def offers(seen):
    return [hit for hit in seen.json["hits"] if hit["kind"] == "offer"]


def test_g08_the_preview_names_whose_offer_it_pushes(app, as_, place):
    was = until(app, place)
    seen = as_("ada").post(f"{CLOSED}?preview=1", json=STORM)
    assert (seen.status_code, seen.json["offers"]) == (202, 1)
    [hit] = offers(seen)
    assert (hit["id"], hit["person_name"], hit["thing"]) == (place["id"], "Sol", "Harp")
    assert (hit["day"], hit["becomes"]) == (str(ahead(3)), str(ahead(5)))
    assert until(app, place) == was
    page = (
        as_("ada")
        .post("/opening-hours/closed-days/new", data=STORM, follow_redirects=True)
        .text
    )
    assert "1 offer from a queue" in page
    assert "offered until" in page


@pytest.mark.parametrize("loans", ["move", "keep"])
def test_g08_it_is_pushed_and_they_are_told_until_when(app, as_, place, loans):
    was = until(app, place)
    done = as_("ada").post(f"{CLOSED}?loans={loans}", json=STORM)
    assert done.status_code == 201, done.json
    assert until(app, place) == was + timedelta(days=2)
    [text] = told(app)
    assert "you can say yes to it until" in " ".join(text.split())


def test_g08_days_that_open_again_put_no_clock_back(app, as_, place):
    ada = as_("ada")
    closed = ada.post(CLOSED, json=STORM).json["id"]
    pushed = until(app, place)
    assert ada.delete(f"{CLOSED}{closed}/").status_code in (200, 204)
    assert until(app, place) == pushed


def test_g08_what_was_answered_is_not_pushed(as_, place):
    act(as_, "sol", place, "accept")
    assert offers(as_("ada").post(f"{CLOSED}?preview=1", json=STORM)) == []
