"""Who waits, the daily set-aside and sets: each waits until what came back was looked after, or is ready."""

import pytest

from tests.support.days import ahead
from webapp.core import clock
from webapp.core.db import db
from webapp.lending.models import Checkout

from ..ahead_acts import ask, promise
from ..conftest import API, REQUESTS
from ..daily_acts import run_the_day
from ..desk_acts import act
from ..queue_acts import bring_back, join, line, offered_loans, take_out
from .acts import free, later, ready, serve, sweep


@pytest.fixture
def waited(as_, harp):
    """The harp's loan, which comes back today; Sol waits for it."""
    loan = take_out(as_, harp, due_date=str(ahead(5)))
    join(as_, "sol", harp, days=3)
    bring_back(as_, loan)
    return loan


def aside(app, id):
    with app.app_context():
        return [row.tag for row in db.session.get(Checkout, id).aside]


def test_the_offer_starts_once_the_days_are_over(app, as_, harp, waited):
    assert line(app, harp) == [("Sol", "waiting")]
    for days in (1, 2):
        with clock.at(later(days)):
            sweep(app)
        assert line(app, harp) == [("Sol", "waiting")]
    with clock.at(later(3)):
        for _again in range(2):
            sweep(app)
    assert offered_loans(app, harp) == [("Sol", 1)]


def test_ready_now_offers_it_at_once(app, as_, harp, waited):
    ready(as_, waited)
    assert offered_loans(app, harp) == [("Sol", 1)]
    ready(as_, waited, code=409, verb="undo_ready_now")
    assert line(app, harp) == [("Sol", "offered")]


def test_their_turn_is_told_as_it_will_be(as_, harp, waited):
    place = as_("sol").get("/api/inventory/items/waitlist/").json[0]
    assert place["likely_on"] == str(ahead(3))


def test_undoing_the_return_withdraws_no_offer_of_another_piece(app, as_, stand, last):
    """One of two stands is offered and taken, the other is looked after as its return is undone."""
    serve(app, stand, 2)
    first = take_out(as_, stand, quantity=19)
    second = take_out(as_, stand, student=5)
    join(as_, "sol", stand, quantity=19)
    bring_back(as_, first)
    ready(as_, first)
    assert offered_loans(app, stand) == [("Sol", 19)]
    bring_back(as_, second)
    undone = as_("dora").post(f"/api/inventory/operations/{last('return')}/undo/", json={})
    assert undone.status_code == 201, undone.json
    assert offered_loans(app, stand) == [("Sol", 19)]


def test_the_daily_run_waits_and_staff_need_not(app, as_, harp):
    loan = take_out(as_, harp, due_date=str(ahead(1)))
    id = promise(as_, harp, 4, 6, who="sol")
    with clock.at(later(3)):
        bring_back(as_, loan)
        run_the_day(app)
        assert aside(app, id) == []
    with clock.at(later(5)):
        run_the_day(app)
        assert aside(app, id) == []
        assert act(as_("dora"), id, "set_aside").status_code == 200
        assert aside(app, id) == [None]


def test_the_daily_run_takes_it_once_that_is_over(app, as_, harp):
    loan = take_out(as_, harp, due_date=str(ahead(1)))
    id = promise(as_, harp, 4, 9, who="sol")
    with clock.at(later(3)):
        bring_back(as_, loan)
    with clock.at(later(6)):
        for _again in range(2):
            run_the_day(app)
        assert aside(app, id) == [None]


def test_the_daily_run_takes_a_unit_that_is_ready(app, as_, violas):
    serve(app, violas, 2)
    loan = take_out(as_, violas, unit="VLA-1")
    bring_back(as_, loan)
    id = promise(as_, violas, 0, 4)
    run_the_day(app)
    assert aside(app, id) == ["VLA-2"]


def test_a_certain_unit_is_not_free_while_it_is_looked_after(app, as_, violas):
    serve(app, violas, 2)
    bring_back(as_, take_out(as_, violas, unit="VLA-1"))
    no = ask(as_("tess"), violas, 1, 4, student=2, unit="VLA-1")
    assert no.status_code == 409
    assert no.json["facts"]["free_from"] == str(ahead(3))
    taken = {"item": violas, "student": 2, "unit": "VLA-1"} | no.json["offers"][0]["change"]
    assert as_("tess").post(API, json=taken).status_code == 201


def test_a_certain_unit_is_not_free_right_after_its_loan(app, as_, violas):
    serve(app, violas, 2)
    before = ask(as_("tess"), violas, 0, 1, student=3, unit="VLA-2")
    assert before.status_code == 201
    soon = ask(as_("tess"), violas, 3, 4, student=5, unit="VLA-2")
    assert soon.json["facts"]["free_from"] == str(ahead(4))


def ask_for_set(as_, who, duo, first, last):
    days = {"checkout_date": str(ahead(first)), "due_date": str(ahead(last))}
    return as_(who).post(REQUESTS, json={"lines": [{"set": duo}]} | days)


def test_each_part_of_a_set_has_its_own(as_, duo, stand):
    request = ask_for_set(as_, "sol", duo, 0, 1).json["id"]
    assert as_("tess").post(f"{REQUESTS}{request}/approve/", json={}).status_code == 200
    assert free(as_, stand, 3) == [18, 18, 20]
    for first in (2, 3):
        no = ask_for_set(as_, "nia", duo, first, first + 1)
        assert no.status_code == 409
        [part] = no.json["facts"]["parts"]
        assert (part["item_name"], part["free_from"]) == ("Harp", str(ahead(4)))
    assert ask_for_set(as_, "nia", duo, 4, 5).status_code == 201


def test_a_borrower_keeps_it_until_it_can_be_looked_after_before_others(as_, harp):
    loan = take_out(as_, harp, due_date=str(ahead(1)))
    promise(as_, harp, 6, 8)
    as_("ada").patch("/api/inventory/settings/", json={"renew_days_before": 5})
    answer = as_("nia").post(f"{API}{loan}/renew/", json={})
    assert answer.status_code == 200, answer.json
    assert answer.json["due_date"] == str(ahead(3))


def test_staff_let_it_be_kept_until_the_day_before_others_have_it(as_, harp):
    loan = take_out(as_, harp, due_date=str(ahead(1)))
    promise(as_, harp, 6, 8)
    said = {"due_date": str(ahead(5))}
    answer = as_("tess").post(f"{API}{loan}/extend/", json=said)
    assert answer.status_code == 200, answer.json
