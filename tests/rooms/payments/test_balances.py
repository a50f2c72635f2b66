"""What was paid is kept when the price changes: what is missing is owed, what is too much is given back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.rooms.conftest import person
from tests.rooms.series.conftest import later
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.models import PaymentEntry, Reservation, Room
from webapp.rooms.payments import statements
from webapp.rooms.reservations import changes, reservations

API = "/api/inventory/reservations/1/"
PAGE = "/reservations/1/payments"


@pytest.fixture(autouse=True)
def booked(book, monday):
    assert book("sol", 1, monday, "14:00", "15:00") == 1


@pytest.fixture
def move(app, monday):
    """`move(90)`: to so many minutes, in another room perhaps."""

    def to(minutes, room=None, name="sol"):
        at = datetime.fromisoformat(f"{monday}T14:00")
        with app.app_context(), transaction():
            changes.move(
                person(name),
                1,
                start_time=at,
                end_time=at + timedelta(minutes=minutes),
                room=room,
            )

    return to


@pytest.fixture
def now(app, monday):
    """(payment status, price, owed, [(kind, amount)]); the statement owes the same."""

    def look():
        with app.app_context():
            one = db.session.get(Reservation, 1)
            kept = [
                (e.kind, e.amount_minor)
                for e in db.session.scalars(select(PaymentEntry).order_by(PaymentEntry.id))
            ]
            day = datetime.fromisoformat(monday).date()
            told = statements.of(
                person("dora"), 2, start_date=day - timedelta(days=30), end_date=day
            )
            assert told.closing_minor == one.owed_minor
            return one.payment_status, one.total_cost_minor, one.owed_minor, kept

    return look


def record(as_, kind):
    answer = as_("dora").post(f"{API}payments/", json={"kind": kind})
    assert answer.status_code == 201, answer.text


def test_what_costs_more_is_open_until_the_rest_is_paid(as_, move, now):
    record(as_, "paid")
    move(90)
    assert now() == ("unpaid", 1500, 500, [("paid", -1000)])
    sol, dora = as_("sol"), as_("dora")
    assert sol.get(API).json["owed"] == "5.00"
    assert "unpaid, €5.00 still due" in sol.get("/reservations/1").text
    shown = dora.get(PAGE).text
    assert "Still due" in shown
    assert "€5.00" in shown
    assert dora.post(PAGE, data={"kind": "paid"}).status_code == 303
    assert now() == ("paid", 1500, 0, [("paid", -1000), ("paid", -500)])
    assert "Still due" not in dora.get(PAGE).text


def test_what_costs_less_is_given_back_in_part_and_then_all(as_, move, now):
    record(as_, "paid")
    move(30)
    assert now() == ("paid", 500, -500, [("paid", -1000)])
    assert as_("sol").get(API).json["owed"] == "-5.00"
    assert "paid, €5.00 to refund" in as_("sol").get("/reservations/1").text
    assert "To refund" in as_("dora").get(PAGE).text
    record(as_, "refunded")
    assert now() == ("paid", 500, 0, [("paid", -1000), ("refunded", 500)])
    record(as_, "refunded")
    assert now()[:3] == ("refunded", 500, 500)
    record(as_, "waived")
    assert now()[:3] == ("waived", 500, 0)


def test_what_is_free_now_is_given_back_whole(app, as_, move, now):
    record(as_, "paid")
    with app.app_context(), transaction():
        db.session.get(Room, 2).hourly_rate_minor = 0
    move(60, room=2)
    assert now()[:3] == ("paid", 0, -1000)
    assert "to refund" in as_("sol").get("/reservations/1").text
    record(as_, "refunded")
    assert now()[:3] == ("refunded", 0, 0)


@pytest.mark.parametrize(
    ("minutes", "state", "kept"),
    [
        (90, ("unpaid", 1500, 500), []),
        (30, ("waived", 500, 0), [("undone", 1000), ("waived", -500)]),
        (60, ("waived", 1000, 0), []),
    ],
)
def test_a_waiver_is_never_worth_more_than_the_price(as_, move, now, minutes, state, kept):
    record(as_, "waived")
    move(minutes)
    assert now() == (*state, [("waived", -1000), *kept])


def test_cancelled_in_time_nothing_stays_waived_and_all_that_was_paid_comes_back(
    app, as_, move, now
):
    record(as_, "paid")
    move(90)
    record(as_, "waived")
    with app.app_context(), transaction():
        reservations.cancel(person("sol"), 1)
        letter = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
        assert "Your €10.00 will be refunded" in letter.text
    assert now() == (
        "paid",
        1500,
        -1000,
        [("paid", -1000), ("waived", -500), ("undone", 500)],
    )
    record(as_, "refunded")
    assert now()[:3] == ("refunded", 1500, 0)


def test_cancelled_while_a_part_was_open_it_owes_nothing(app, as_, move, now):
    record(as_, "paid")
    move(90)
    with app.app_context(), transaction():
        reservations.cancel(person("sol"), 1)
    assert now()[:3] == ("paid", 1500, -1000)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(90, "€5.00 of it is still to be paid"), (30, "€5.00 of what you paid will be")],
)
def test_the_letter_says_what_comes_of_it(app, as_, move, minutes, words):
    record(as_, "paid")
    move(minutes, name="dora")
    with app.app_context():
        letter = db.session.scalars(
            select(Letter).where(Letter.kind == "reservation_moved")
        ).one()
        assert words in letter.text


RESERVATIONS = "/api/inventory/reservations/"


TWICE = {"room": 1, "start": "16:00", "end": "17:00", "count": 2}


def change_series(browser, **said):
    return browser.post("/api/inventory/series/1/change/", json=said).status_code


def test_a_series_that_moves_does_the_same_for_each(app, as_, monday):
    sol = as_("sol")
    twice = TWICE | {"first_date": monday}
    assert sol.post("/api/inventory/series/", json=twice).status_code == 201
    paid = as_("dora").post(f"{RESERVATIONS}2/payments/", json={"kind": "paid"})
    assert paid.status_code == 201
    assert change_series(sol, scope="all", start="16:00", end="17:30") == 200
    for id, owed in ((2, "5.00"), (3, "15.00")):
        shown = sol.get(f"{RESERVATIONS}{id}/").json
        assert (shown["payment_status"], shown["owed"]) == ("unpaid", owed)
    shorter = {"scope": "this", "date": later(monday, 0), "start": "16:00"}
    change_series(sol, **shorter, end="16:30")
    assert sol.get(f"{RESERVATIONS}2/").json["owed"] == "-5.00"


def test_paying_and_moving_at_once_never_loses_a_cent(as_, now, monday):
    people = [as_("dora") for _ in range(4)]
    at = {"start_time": f"{monday}T14:00", "end_time": f"{monday}T15:30"}

    def one(i):
        if i % 2:
            return people[i].post(f"{API}payments/", json={"kind": "paid"}).status_code
        return people[i].post(f"{API}move/", json=at).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(one, range(4))) <= {200, 201, 409, 412}
    status, price, owed, kept = now()
    assert price == 1500
    assert owed == 1500 + sum(amount for _, amount in kept) >= 0
    assert status == ("unpaid" if owed else "paid")
