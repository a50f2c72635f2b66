"""Found again: the loss is taken back with its value, from the loan's page, from the desk, or by a program."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from tests.support.loans import tagged
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.models import Checkout
from webapp.stock.ledger import verify
from webapp.stock.models import Level

from ..conftest import API
from ..desk_acts import act

DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture
def lost(app, as_, approved):
    """Sol's violin VLN-1 is recorded as lost; the loan's id."""
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
    dora = as_("dora")
    act(dora, approved, "hand_out", unit=unit)
    act(dora, approved, "return_item", outcome="lost")
    return approved


def find(browser, door, id):
    if door == "api":
        return act(browser, id, "found")
    return browser.post(f"/checkouts/{id}/found")


def worth(app):
    with app.app_context():
        assert list(verify.problems()) == []
        level = db.session.get(Level, 1)
        return level.value_minor, level.on_hand, level.on_rent


@DOORS
def test_it_is_out_again_with_its_value(app, as_, lost, letters, door):
    value, pieces, _ = worth(app)
    assert find(as_("dora"), door, lost).status_code in (200, 303)
    after = worth(app)
    assert after[1:] == (pieces + 1, 1)
    assert after[0] >= value
    assert as_("sol").get(f"{API}{lost}/").json["status"] == "out"
    assert ("lost", "sol") not in letters()
    assert act(as_("dora"), lost, "return_item").json["status"] == "returned"


def test_whoever_was_told_that_it_is_lost_is_told_that_it_was_found(
    app, as_, lost, letters
):
    with app.app_context(), transaction():
        db.session.execute(update(Letter).values(sent_at=clock.now()))
    find(as_("dora"), "api", lost)
    assert letters()[-1] == ("found", "sol")


@DOORS
def test_what_was_not_lost_is_not_found(as_, approved, door):
    dora = as_("dora")
    act(dora, approved, "hand_out")
    no = find(dora, door, approved)
    assert no.status_code == 409
    assert "Nothing of this loan is recorded as lost" in no.text


def test_found_twice(as_, lost):
    dora = as_("dora")
    assert find(dora, "api", lost).status_code == 200
    assert find(dora, "api", lost).status_code == 409


def test_two_at_once(app, as_, lost):
    people = [as_("dora"), as_("tess")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who: find(who, "api", lost), people))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert worth(app)[2] == 1


@pytest.mark.parametrize(
    ("who", "status", "page"), [("sol", 403, 403), ("nia", 404, 404), (None, 401, 303)]
)
def test_only_staff_find_it(as_, lost, who, status, page):
    answers = [find(as_(who), door, lost).status_code for door in ("api", "page")]
    assert answers == [status, page]


def test_a_scan_of_a_lost_unit_says_so_and_offers_it(as_, lost):
    dora = as_("dora")
    page = dora.get("/desk?code=VLN-1").text
    assert "Recorded as lost while on loan to Sol" in page
    assert f"/checkouts/{lost}/found?at=desk" in page
    assert dora.post(f"/checkouts/{lost}/found?at=desk").status_code == 303
    assert "Check in: condition" in dora.get("/desk?code=VLN-1").text


def test_the_units_page_leads_to_its_loan(as_, lost):
    page = as_("dora").get("/units/1").text
    assert "Lost while on loan to Sol" in page
    assert f'href="/checkouts/{lost}"' in page


def test_the_item_has_one_less_and_none_to_lend_for_it(as_, lost):
    days = as_("sol").get("/api/inventory/items/1/").json
    assert days["quantity"] == 2


def test_the_proof_sees_a_loan_that_is_not_lost(app, lost):
    with app.app_context(), transaction():
        db.session.get(Checkout, lost).status = "returned"
        db.session.flush()
        assert "checkout 1 is returned, but 1 of its 1 pieces are lost" in list(
            verify.problems()
        )
        db.session.rollback()
