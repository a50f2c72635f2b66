"""What became of a price: written down by staff, taken back by another entry, never changed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.rooms.conftest import person
from webapp.core.db import db, transaction
from webapp.rooms.models import PaymentEntry, Reservation
from webapp.rooms.reservations import reservations

API = "/api/inventory/reservations/1/payments/"
PAGE = "/reservations/1/payments"
UNDO = "/api/inventory/payments/{}/undo/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture(autouse=True)
def booked(book, monday):
    assert book("sol", 1, monday, "14:00", "15:00") == 1


@pytest.fixture
def stored(app):
    """(payment status, [(kind, amount, by, undoes)])"""

    def look():
        with app.app_context():
            found = db.session.query(PaymentEntry).order_by(PaymentEntry.id)
            kept = [
                (each.kind, each.amount_minor, each.by_id, each.undoes_id) for each in found
            ]
            return db.session.get(Reservation, 1).payment_status, kept

    return look


def record(browser, door, kind, **more):
    told = {"kind": kind, **more}
    return browser.post(PAGE, data=told) if door == "page" else browser.post(API, json=told)


@DOORS
def test_paid_and_given_back(as_, stored, door):
    dora = as_("dora")
    assert record(dora, door, "paid", notes="Receipt 7").status_code in (201, 303)
    assert stored() == ("paid", [("paid", -1000, 4, None)])
    shown = as_("sol").get(PAGE).text
    assert "Paid: €10.00" in shown
    assert "Dora: Receipt 7" in shown
    assert "Undo" not in shown
    assert record(dora, door, "refunded").status_code in (201, 303)
    assert stored() == ("refunded", [("paid", -1000, 4, None), ("refunded", 1000, 4, None)])
    assert as_("sol").get(API).json[0]["amount"] == "10.00"


@DOORS
@pytest.mark.parametrize(
    ("first", "then"),
    [("paid", "paid"), ("paid", "waived"), ("waived", "paid"), ("", "refunded")],
)
def test_what_cannot_be_said_now_is_refused(as_, stored, door, first, then):
    tess = as_("tess")
    if first:
        record(tess, door, first)
    before = stored()
    no = record(tess, door, then, notes="Typed")
    assert no.status_code == 409
    assert f"cannot be {then}" in no.text
    assert stored() == before
    assert door == "api" or "Typed" in no.text or first == "waived"


@DOORS
def test_a_student_only_looks_and_a_stranger_does_not_even(as_, stored, door):
    assert record(as_("sol"), door, "paid").status_code == 403
    nia = as_("nia")
    assert record(nia, door, "paid").status_code == 404
    assert nia.get(PAGE).status_code == nia.get(API).status_code == 404
    record(as_("dora"), "api", "paid")
    assert as_("sol").post(UNDO.format(1), json={}).status_code == 403
    assert nia.post(UNDO.format(1), json={}).status_code == 404
    assert stored()[1] == [("paid", -1000, 4, None)]


@DOORS
def test_a_mistake_is_undone_by_another_entry_once(as_, stored, door):
    dora = as_("dora")
    record(dora, "api", "paid")
    record(dora, "api", "refunded")
    assert undo(dora, door, 1) == 409
    assert undo(dora, door, 2) in (201, 303)
    assert stored()[0] == "paid"
    assert undo(dora, door, 2) == 409
    assert undo(dora, door, 3) == 409
    assert undo(dora, door, 1) in (201, 303)
    status, kept = stored()
    assert status == "unpaid"
    assert kept[2:] == [("undone", -1000, 4, 2), ("undone", 1000, 4, 1)]


@DOORS
def test_what_was_undone_may_be_waived_instead(as_, stored, door):
    dora = as_("dora")
    record(dora, "api", "paid")
    assert undo(dora, door, 1) in (201, 303)
    assert record(dora, door, "waived").status_code in (201, 303)
    assert stored()[0] == "waived"
    assert undo(dora, door, 99) == 404


def undo(browser, door, id):
    if door == "page":
        return browser.post(f"/payments/{id}/undo").status_code
    return browser.post(UNDO.format(id), json={"notes": "Wrong one"}).status_code


@DOORS
def test_nothing_to_pay_is_told(app, as_, book, monday, door):
    with app.app_context(), transaction():
        reservations.cancel(person("sol"), 1)
        db.session.execute(text("UPDATE rooms SET hourly_rate_minor = 0 WHERE id = 2"))
    dora = as_("dora")
    assert "cancelled unpaid" in record(dora, door, "paid").text
    assert book("sol", 2, monday, "16:00", "17:00") == 2
    no = dora.post("/api/inventory/reservations/2/payments/", json={"kind": "paid"})
    assert no.status_code == 409
    assert "free of charge" in no.json["detail"]
    assert "Record" not in dora.get("/reservations/2/payments").text


@DOORS
def test_what_was_only_asked_for_is_not_paid(as_, must_ask, book, monday, stored, door):
    assert book("sol", 1, monday, "16:00", "17:00") == 2
    dora = as_("dora")
    at = PAGE.replace("1", "2") if door == "page" else API.replace("1", "2")
    no = dora.post(
        at, **({"data": {"kind": "paid"}} if door == "page" else {"json": {"kind": "paid"}})
    )
    assert no.status_code == 409
    assert "waiting for approval" in no.text
    assert stored()[1] == []


def test_what_was_paid_is_given_back_also_once_cancelled(app, as_, stored):
    dora = as_("dora")
    record(dora, "api", "paid")
    with app.app_context(), transaction():
        reservations.cancel(person("sol"), 1)
    assert record(dora, "api", "refunded").status_code == 201
    assert stored()[0] == "refunded"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"kind": "free"},
        {"kind": "paid", "amount": "1"},
        {"kind": "paid", "notes": "x" * 201},
    ],
)
def test_bad_input_writes_nothing(as_, stored, said):
    assert as_("dora").post(API, json=said).status_code == 422
    assert stored() == ("unpaid", [])
    if "amount" not in said:
        assert as_("dora").post(PAGE, data=said).status_code == 422
        assert stored() == ("unpaid", [])


def test_two_at_once_are_one(as_, stored):
    people = [as_(("dora", "tess")[n % 2]) for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        codes = list(
            pool.map(lambda one: one.post(API, json={"kind": "paid"}).status_code, people)
        )
    assert sorted(codes) == [201] + [409] * 5
    assert len(stored()[1]) == 1


def test_sent_twice_it_is_one(as_, stored):
    dora, key = as_("dora"), {"Idempotency-Key": "k"}
    assert [
        dora.post(API, json={"kind": "paid"}, headers=key).status_code for _ in range(2)
    ] == [201, 201]
    assert len(stored()[1]) == 1


@pytest.mark.parametrize(
    "change", ["UPDATE payment_entries SET amount_minor = 1", "DELETE FROM payment_entries"]
)
def test_the_database_keeps_what_was_written(app, as_, stored, change):
    record(as_("dora"), "api", "paid")
    with app.app_context(), pytest.raises(DBAPIError, match="only added to"), transaction():
        db.session.execute(text(change))
    assert stored()[1] == [("paid", -1000, 4, None)]
