"""What comes back is offered to the first in line: taken, declined, too late, pushed, and withdrawn by an undo."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.support.days import ahead
from tests.support.opening import every_day
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout, ItemWait
from webapp.lending.waits import wait_offers
from webapp.school.models import ClosedDays
from webapp.stock.models import Item

from ..queue_acts import CHECKOUTS, act, bring_back, join, line, offered_loans, take_out

UNKEPT = f"{CHECKOUTS}unkept/"


@pytest.fixture
def loan(as_, harp):
    """The one harp's, which Nia has; Sol and Tess wait for it, in this order."""
    return take_out(as_, harp, due_date=str(ahead(5)))


@pytest.fixture
def places(as_, harp, loan):
    return join(as_, "sol", harp, days=3), join(as_, "tess", harp, days=3)


@pytest.fixture
def needs_no_approval(app, harp):
    with app.app_context(), transaction():
        db.session.execute(update(Item).where(Item.id == harp).values(needs_approval=False))


def later(app, **span):
    """The worker's sweep, so much later."""
    with clock.at(clock.now() + timedelta(**span)), app.app_context(), transaction():
        wait_offers.sweep()


def test_g03_the_first_is_told_and_it_is_put_by(
    app, as_, harp, loan, places, letters, shelf
):
    bring_back(as_, loan)
    assert line(app, harp) == [("Sol", "offered"), ("Tess", "waiting")]
    assert offered_loans(app, harp) == [("Sol", 1)]
    assert ("wait_offered", "sol") in letters()
    free = as_("nia").get(f"/api/inventory/items/{harp}/availability/").json
    assert free[0]["free"] == 0
    shelf()  # the ledger is in order


def test_taking_what_needs_no_approval_makes_it_theirs(
    app, as_, harp, loan, places, needs_no_approval, letters
):
    bring_back(as_, loan)
    mine = act(as_, "sol", places[0], "accept")
    assert mine["status"] == "approved"
    assert line(app, harp) == [("Tess", "waiting")]
    assert letters()[-1] == ("approved", "sol")
    assert ("wait_offered", "sol") not in letters()  # it had not left yet
    act(as_, "sol", places[0], "accept", code=409)
    done = as_("dora").post(f"{CHECKOUTS}{mine['id']}/hand_out/", json={})
    assert done.json["status"] == "out"


def test_what_needs_approval_is_kept_until_it_is_answered(
    app, as_, harp, loan, places, letters, shelf
):
    bring_back(as_, loan)
    asked = act(as_, "sol", places[0], "accept")
    assert asked["status"] == "pending"
    assert letters()[-1] == ("requested", "tess")
    rival = as_("tess").post(CHECKOUTS, json={"item": harp, "student": 3})
    assert rival.status_code == 409
    answer = as_("tess").post(f"{CHECKOUTS}{asked['id']}/approve/", json={})
    assert answer.json["status"] == "approved"
    undone = as_("tess").post(f"{CHECKOUTS}{asked['id']}/undo/")
    assert undone.json["status"] == "pending"
    assert (
        as_("tess").post(f"{CHECKOUTS}{asked['id']}/approve/", json={}).status_code == 200
    )
    shelf()


def test_what_is_refused_goes_to_the_next(app, as_, harp, loan, places):
    bring_back(as_, loan)
    asked = act(as_, "sol", places[0], "accept")
    said = {"reason": "Not before the concert"}
    assert (
        as_("tess").post(f"{CHECKOUTS}{asked['id']}/reject/", json=said).status_code == 200
    )
    assert line(app, harp) == [("Tess", "offered")]


def test_no_goes_to_the_next(app, as_, harp, loan, places, letters):
    bring_back(as_, loan)
    assert act(as_, "sol", places[0], "leave")["status"] == "declined"
    assert line(app, harp) == [("Tess", "offered")]
    assert [each for each in letters() if each[0] == "wait_offered"] == [
        ("wait_offered", "tess")
    ]
    act(as_, "sol", places[0], "accept", code=409)


def test_g04_not_fetched_in_time_goes_to_the_next(app, as_, harp, loan, places, letters):
    bring_back(as_, loan)
    later(app, days=2)
    assert line(app, harp) == [("Sol", "offered"), ("Tess", "waiting")]
    later(app, days=12)
    assert line(app, harp) == [("Tess", "offered")]
    assert ("wait_lapsed", "sol") in letters()
    act(as_, "sol", places[0], "accept", code=409)


def test_an_offer_that_ran_out_is_good_while_nobody_else_has_it(
    app, as_, harp, loan, places
):
    bring_back(as_, loan)
    with app.app_context(), transaction():
        db.session.execute(
            update(Checkout)
            .where(Checkout.offered_until.is_not(None))
            .values(offered_until=clock.now() - timedelta(minutes=1))
        )
    assert act(as_, "sol", places[0], "accept")["status"] == "pending"


def test_g08_closed_days_lengthen_the_clock(app, as_, harp, loan, places):
    with app.app_context(), transaction():
        every_day()
    bring_back(as_, loan)
    closed = {"name": "Holidays", "yearly": False}
    with app.app_context(), transaction():
        db.session.add(ClosedDays(starts_on=ahead(1), ends_on=ahead(10), **closed))
    later(app, days=8)
    assert line(app, harp) == [("Sol", "offered"), ("Tess", "waiting")]
    later(app, days=15)
    assert line(app, harp) == [("Tess", "offered")]


def test_a_clock_that_was_put_back_keeps_nobody_waiting(app, as_, harp, loan, places):
    with clock.at(clock.now() + timedelta(days=3)):
        bring_back(as_, loan)
    later(app, minutes=0)
    with app.app_context():
        wait = db.session.get(ItemWait, places[0]["id"])
        assert wait.offered_at <= clock.now()


def test_undoing_the_return_withdraws_an_offer_that_nobody_took(
    app, as_, harp, loan, places, last, letters, shelf
):
    bring_back(as_, loan)
    path = f"/api/inventory/operations/{last('return')}/undo/"
    assert as_("dora").post(path, json={}).status_code == 201
    assert line(app, harp) == [("Sol", "waiting"), ("Tess", "waiting")]
    assert offered_loans(app, harp) == []
    assert not [each for each in letters() if each[0].startswith("wait_")]
    shelf()
    bring_back(as_, loan)
    assert line(app, harp) == [("Sol", "offered"), ("Tess", "waiting")]


def test_who_knows_of_the_offer_is_told_that_it_was_withdrawn(
    app, as_, harp, loan, places, last, letters, all_sent
):
    bring_back(as_, loan)
    all_sent()
    path = f"/api/inventory/operations/{last('return')}/undo/"
    assert as_("dora").post(path, json={}).status_code == 201
    assert letters()[-1] == ("wait_withdrawn", "sol")


def test_an_offer_that_was_taken_is_in_the_way_of_undoing(
    app, as_, harp, loan, places, last, needs_no_approval
):
    bring_back(as_, loan)
    act(as_, "sol", places[0], "accept")
    path = f"/api/inventory/operations/{last('return')}/undo/"
    assert as_("dora").post(path, json={}).status_code == 409
    assert line(app, harp) == [("Tess", "waiting")]


def test_nothing_is_handed_out_on_an_offer_that_nobody_took(app, as_, harp, loan, places):
    bring_back(as_, loan)
    with app.app_context():
        [id] = db.session.scalars(
            db.select(Checkout.id).where(Checkout.offered_until.is_not(None))
        )
    for verb in ("hand_out", "set_aside"):
        no = as_("dora").post(f"{CHECKOUTS}{id}/{verb}/", json={})
        assert no.status_code == 409
        assert "has not said yes yet" in no.json["detail"]


def test_staff_take_it_for_who_stands_there(as_, harp, loan, places):
    bring_back(as_, loan)
    act(as_, "nia", places[0], "accept", code=404)
    assert act(as_, "dora", places[0], "accept")["student"] == 2


def test_what_is_offered_and_breaks_is_a_promise_that_cannot_be_kept(app, as_, violas):
    """Of three, two are out and one is offered: that one goes to repair."""
    loans = [
        take_out(as_, violas, student=student, unit=tag)
        for student, tag in ((3, "VLA-1"), (5, "VLA-2"), (3, "VLA-3"))
    ]
    join(as_, "sol", violas)
    bring_back(as_, loans[1])
    assert offered_loans(app, violas) == [("Sol", 1)]
    dora = as_("dora")
    assert dora.get(UNKEPT).json == []
    damage = dora.post("/api/inventory/repairs/", json={"unit": 2})
    assert damage.status_code == 201, damage.json
    [unkept] = dora.get(UNKEPT).json
    assert (unkept["item"], unkept["student"]) == (violas, 2)
    assert "Promised, and not there" in dora.get("/desk").text
