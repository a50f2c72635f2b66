"""A certain piece lies ready: it is scanned and handed out to whom it is for, or another one instead."""

import re

import pytest

from tests.support.loans import tagged
from webapp.core.db import db, transaction
from webapp.lending.availability import availability
from webapp.lending.models import Checkout
from webapp.stock.ledger import verify
from webapp.stock.models import Unit

from ..ahead_acts import promise
from ..conftest import API
from ..today.test_unkept import loses


@pytest.fixture
def violins(app):
    """VLN-1 and VLN-2; their units."""
    with app.app_context(), transaction():
        return tagged("VLN-1"), tagged("VLN-2")


@pytest.fixture
def ready(as_, violins):
    """VLN-1 is set aside for Sol; the loan."""
    id = promise(as_, 1, 0, 5)
    answer = as_("dora").post(f"{API}{id}/set_aside/", json={"unit": violins[0]})
    assert answer.status_code == 200
    return id


def scanned(as_, tag):
    return as_("dora").get(f"/desk?code={tag}").text


def test_d01_it_is_scanned_and_handed_out_to_whom_it_is_for(app, as_, violins, ready):
    promise(as_, 1, 0, 5, who="nia")
    page = scanned(as_, "VLN-1")
    assert "Hand out to Sol" in page
    assert "Hand out to Nia" not in page
    assert "Lend to somebody else" not in page
    out = as_("dora").post(
        f"/checkouts/{ready}/hand_out?at=desk", data={"unit": violins[0]}
    )
    assert out.status_code == 303
    with app.app_context():
        assert db.session.get(Unit, violins[0]).on_rent == 1
        assert list(verify.problems()) == []


def test_another_one_is_scanned_instead_and_the_first_is_back_on_the_shelf(
    app, as_, violins, ready
):
    promise(as_, 1, 0, 5, who="nia")
    page = scanned(as_, "VLN-2")
    assert page.index("Hand out to Nia") < page.index("Hand out to Sol")
    assert page.count(", instead of VLN-1") == 1
    as_("dora").post(f"/checkouts/{ready}/hand_out?at=desk", data={"unit": violins[1]})
    with app.app_context():
        first, second = (db.session.get(Unit, id) for id in violins)
        assert (first.available, second.on_rent) == (1, 1)
        assert db.session.get(Checkout, ready).unit_ids == [violins[1]]
        assert list(verify.problems()) == []


def test_who_has_a_promise_for_later_comes_last_and_is_no_keys_default(as_, violins):
    promise(as_, 1, 3, 5)
    page = scanned(as_, "VLN-1")
    assert not re.search(r"<button[^>]* autofocus>Hand out to Sol", page)
    promise(as_, 1, 0, 5, who="nia")
    page = scanned(as_, "VLN-1")
    assert page.index("Hand out to Nia") < page.index("Hand out to Sol")
    assert re.search(r"<button[^>]* autofocus>Hand out to Nia", page)


def test_d06_what_lies_ready_and_is_blocked_is_lent_no_more(app, as_, violins, ready):
    tess = as_("tess")
    with app.app_context():
        before = availability.shelf(1).lendable
    block = {"reason": "The neck is loose"}
    blocked = tess.post(f"/api/inventory/units/{violins[0]}/block/", json=block)
    assert blocked.status_code == 200
    with app.app_context():
        assert availability.shelf(1).lendable == before - 1
    assert tess.post(f"{API}{ready}/hand_out/", json={}).status_code == 409
    assert "Hand out to Sol" not in scanned(as_, "VLN-1")
    assert (
        tess.post(f"{API}{ready}/hand_out/", json={"unit": violins[1]}).status_code == 200
    )


def test_m01_what_lies_ready_and_is_reported_damaged_is_let_go_of(app, as_, violins, ready):
    dora = as_("dora")
    damage = dora.post("/api/inventory/repairs/", json={"unit": violins[0]})
    assert damage.status_code == 201
    with app.app_context():
        loan, unit = db.session.get(Checkout, ready), db.session.get(Unit, violins[0])
        assert (loan.status, loan.aside, loan.ready_at) == ("approved", [], None)
        assert unit.damaged == 1
        assert list(verify.problems()) == []


def test_its_promise_is_told_where_nothing_else_is_left(app, as_, violins, ready):
    dora = as_("dora")
    loses(app, 1, 2)
    dora.post("/api/inventory/repairs/", json={"unit": violins[1]})
    assert dora.get(f"{API}unkept/").json == []
    dora.post("/api/inventory/repairs/", json={"unit": violins[0]})
    assert [line["id"] for line in dora.get(f"{API}unkept/").json] == [ready]


def test_what_lies_ready_is_not_called_damaged_unseen(as_, violins, ready):
    worse = as_("tess").patch(
        f"/api/inventory/units/{violins[0]}/", json={"condition": "damaged"}
    )
    assert worse.status_code == 422
