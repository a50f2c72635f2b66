"""Undoing is no way round a rule: neither round how many loans somebody may have, nor for who may not come in."""

import pytest

from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.school import settings

from ..cancel_acts import DOORS, is_done, undo
from ..conftest import API, REQUESTS
from ..desk_acts import act

SOL = 2
GONE = "Sol may not come in any more"


@pytest.fixture
def most(app):
    def allow(number):
        with app.app_context(), transaction():
            settings.change("most_loans", number)

    return allow


@pytest.fixture
def gone(app):
    """Lets Sol not come in any more."""

    def shut_out():
        with app.app_context(), transaction():
            db.session.get(User, SOL).is_active = False

    return shut_out


def another(as_):
    return as_("sol").post(API, json={"item": 2, "send_anyway": True}).status_code


@DOORS
def test_no_promise_comes_back_beyond_the_most_loans(as_, approved, most, status, door):
    most(1)
    act(as_("sol"), approved, "cancel")
    assert another(as_) == 201
    no = undo(as_("sol"), door, approved)
    assert (no.status_code, "1 loan at a time" in no.text) == (409, True)
    assert status(approved) == "cancelled"
    assert is_done(undo(as_("dora"), door, approved))


def test_nor_several_of_a_request(as_, three, most, status):
    request, lines = three
    as_("tess").post(f"{REQUESTS}{request}/approve/", json={})
    as_("sol").post(f"{REQUESTS}{request}/cancel/")
    most(2)
    assert undo(as_("sol"), "api", request, "requests").status_code == 409
    assert [status(id) for id in lines] == ["cancelled"] * 3
    most(3)
    assert is_done(undo(as_("sol"), "api", request, "requests"))


@DOORS
@pytest.mark.parametrize("answered", [False, True])
def test_who_may_not_come_in_gets_nothing_back(as_, asked, gone, status, door, answered):
    if answered:
        as_("tess").post(f"{API}{asked}/approve/", json={})
    act(as_("dora"), asked, "cancel")
    gone()
    for id, of in ((asked, "checkouts"), (1, "requests")):
        no = undo(as_("dora"), door, id, of)
        assert (no.status_code, GONE in no.text) == (409, True)
    assert status(asked) == "cancelled"


@DOORS
def test_nor_is_anything_approved_for_them(as_, asked, gone, status, door):
    gone()
    tess = as_("tess")
    if door == "page":
        noes = [tess.post(f"/checkouts/{asked}/approve")]
    else:
        noes = [act(tess, asked, "approve"), tess.post(f"{REQUESTS}1/approve/", json={})]
    assert {(no.status_code, GONE in no.text) for no in noes} == {(409, True)}
    assert status(asked) == "pending"
    assert act(tess, asked, "reject", reason="You left").status_code == 200


@DOORS
def test_nor_does_what_was_declined_wait_again(as_, asked, gone, status, door):
    tess = as_("tess")
    act(tess, asked, "reject", reason="None left")
    gone()
    path = f"/checkouts/{asked}/undo" if door == "page" else f"{API}{asked}/undo/"
    no = tess.post(path, **({} if door == "page" else {"json": {}}))
    assert (no.status_code, GONE in no.text) == (409, True)
    assert status(asked) == "rejected"


def test_what_was_approved_can_still_be_taken_back(as_, approved, gone, status):
    gone()
    assert act(as_("tess"), approved, "undo").status_code == 200
    assert status(approved) == "pending"


def test_a_set_comes_back_as_one(as_, set_asked, most):
    as_("tess").post(f"{REQUESTS}{set_asked}/approve/", json={})
    as_("sol").post(f"{REQUESTS}{set_asked}/cancel/")
    most(1)
    assert undo(as_("sol"), "api", set_asked, "requests").status_code == 409
    most(2)  # the set, and the violin beside it
    assert is_done(undo(as_("sol"), "api", set_asked, "requests"))
