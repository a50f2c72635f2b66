"""The days a loan holds its pieces, and the moment a request's time is over: one truth at every door."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.support.days import ahead
from tests.support.loans import lend
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.lending.availability import availability
from webapp.lending.loans import checkouts
from webapp.lending.models import Checkout
from webapp.school import calendar

API = "/api/inventory/checkouts/"


def test_on_its_due_day_a_loan_still_holds_its_piece(app, as_):
    with app.app_context(), transaction():
        lend(3, item=1, quantity=2, days=0)
    page = as_("sol").get("/items/1").text
    assert "free now" not in page
    assert "All out" in page
    refused = as_("sol").post(
        API, json={"item": 1, "quantity": 1, "due_date": str(ahead(3))}
    )
    assert refused.status_code == 409
    assert refused.json["facts"]["free"] == 0
    assert refused.json["facts"]["next_return"] == str(ahead(0))
    with app.app_context():
        assert (
            refused.json["detail"] == f"None is free before {calendar.in_words(ahead(1))}"
        )


def test_the_day_after_it_is_due_is_free_for_the_next(app, as_):
    with app.app_context(), transaction():
        lend(3, item=1, quantity=2, days=-4)
    with app.app_context():
        free = availability.shelf(1).days(ahead(0), 7)
    assert free == [0, 0, 0, 0, 0, 2, 2]


@pytest.mark.parametrize("handed_out", [False, True])
def test_a05_what_is_not_back_or_not_fetched_in_time_stays_taken(
    app, as_, wish, handed_out
):
    id = as_("sol").post(API, json=wish | {"quantity": 2}).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={"hand_out": handed_out})
    with app.app_context(), transaction():
        past = {"starts_on": ahead(-9), "due_on": ahead(-2)}
        db.session.execute(update(Checkout).where(Checkout.id == id).values(**past))
    with app.app_context():
        assert availability.shelf(1).days(ahead(0), 35) == [0] * 35
    assert as_("nia").post(API, json=wish).status_code == 409


@pytest.fixture
def unanswered(app, asked):
    """Sol's request, its time over; the worker has not come yet."""
    with app.app_context(), transaction():
        db.session.execute(update(Checkout).values(expires_at=clock.now()))
    return asked


def test_a_request_whose_time_is_over_reads_expired_at_once(as_, unanswered):
    assert as_("sol").get(f"{API}{unanswered}/").json["status"] == "expired"
    assert [each["status"] for each in as_("tess").get(API).json] == ["expired"]
    by_status = {
        status: len(as_("tess").get(f"{API}?status={status}").json)
        for status in ("pending", "expired")
    }
    assert by_status == {"pending": 0, "expired": 1}
    assert "Expired" in as_("sol").get("/checkouts").text
    assert "Expired" in as_("sol").get(f"/checkouts/{unanswered}").text
    assert "Waiting for approval" not in as_("sol").get("/").text
    assert "All answered" in as_("tess").get("/approvals?of=everyone").text
    assert ",expired," in as_("tess").get(f"{API}export/?status=expired").text


@pytest.mark.parametrize("verb", ["approve", "reject", "cancel"])
def test_c12_what_has_expired_is_decided_no_more(as_, unanswered, verb):
    no = as_("tess").post(
        f"{API}{unanswered}/{verb}/", json={} if verb != "reject" else {"reason": "No"}
    )
    assert no.status_code == 409
    assert no.json["facts"]["status"] == "expired"
    assert "in time" in no.json["detail"]


def test_the_worker_writes_down_what_is_so_already(app, as_, unanswered):
    with app.app_context(), transaction():
        assert checkouts.expire() == 1
        loan = db.session.get(Checkout, unanswered)
        assert (loan.stored_status, loan.closed_at) == ("expired", loan.expires_at)


def test_a_request_expires_when_the_last_day_it_asks_for_is_over(app, as_, wish):
    id = as_("sol").post(API, json=wish | {"due_date": str(ahead(1))}).json["id"]
    with app.app_context():
        _, over = calendar.day(ahead(1))
        assert db.session.get(Checkout, id).expires_at == over
        with clock.at(over + timedelta(seconds=1)):
            assert db.session.get(Checkout, id).status == "expired"
