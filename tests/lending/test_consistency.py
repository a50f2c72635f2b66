"""`ledger verify` also notices a loan whose pieces are elsewhere."""

import pytest

from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line

TESS = Actor(1, "Tess", "teacher", 0)


@pytest.fixture
def loan(app, as_, wish):
    id = as_("sol").post("/api/inventory/checkouts/", json=wish).json["id"]
    tess = as_("tess")
    assert tess.post(f"/api/inventory/checkouts/{id}/approve/").status_code == 200
    assert tess.post(f"/api/inventory/checkouts/{id}/hand_out/").status_code == 200
    with app.app_context(), transaction():
        assert list(verify.problems()) == []
        yield db.session.get_one(Checkout, id)


@pytest.mark.parametrize("status", ["returned", "approved", "pending"])
def test_it_says_it_is_not_out(loan, status):
    loan.status = status
    db.session.flush()
    words = (
        f"checkout {loan.id} is {status}, but by the ledger 0 are set aside and 1 on loan"
    )
    assert list(verify.problems()) == [words]


def test_it_is_out_but_the_ledger_has_it_back(loan):
    line = Line(
        loan.item_id,
        loan.in_hands[0].location_id,
        "RENTAL_RETURN",
        "on_rent",
        "available",
        1,
    )
    ledger.record(TESS, "return", [line], checkout_id=loan.id)
    assert "0 are set aside and 0 on loan" in next(verify.problems())


def test_the_ledger_lends_to_nobody(loan):
    line = Line(
        loan.item_id, loan.in_hands[0].location_id, "RENTAL_OUT", "available", "on_rent", 1
    )
    ledger.record(TESS, "hand out", [line], checkout_id=999)
    assert list(verify.problems()) == [
        "the ledger lends to checkout 999, which is not there"
    ]
