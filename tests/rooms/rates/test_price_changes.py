"""What a price becomes after it was booked: moved, declined, ended early."""

from decimal import Decimal

import pytest
import time_machine

from tests.rooms.conftest import person
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms import rooms

API = "/api/inventory/reservations/"


@pytest.fixture(autouse=True)
def booked(book, monday, decide):
    decide(zone="UTC", cancel_hours=4)
    assert book("sol", 1, monday, "14:00", "16:00") == 1


def test_a_move_to_another_price_is_told_at_every_door(as_, prices, monday):
    sol = as_("sol")
    assert prices() == []
    there = {"room": 2, "start_time": f"{monday}T14:00", "end_time": f"{monday}T16:00"}
    assert sol.post(f"{API}1/move/", json=there).json["total_cost"] == "30.00"
    assert (
        sol.post(
            f"{API}1/move/", json=there | {"start_time": f"{monday}T15:00"}
        ).status_code
        == 200
    )
    assert prices() == [
        ("moved", "20.00", "30.00", "Sol"),
        ("moved", "30.00", "15.00", "Sol"),
    ]
    page = sol.get("/reservations/1/payments").text
    assert "How the price changed" in page
    assert page.index("€20.00</b>") < page.index("€30.00</b>")
    assert page.count(": Moved, Sol") == 2


def test_a_move_at_the_same_price_changes_none(as_, prices, monday):
    later = {"start_time": f"{monday}T16:00", "end_time": f"{monday}T18:00"}
    assert as_("sol").post(f"{API}1/move/", json=later).status_code == 200
    assert prices() == []
    assert "How the price" not in as_("sol").get("/reservations/1/payments").text


def test_strangers_learn_of_no_price(as_, app):
    assert (
        as_("nia").get(f"{API}1/prices/").status_code
        == as_("sol").get(f"{API}9/prices/").status_code
        == 404
    )
    assert app.test_client().get(f"{API}1/prices/").status_code == 401
    assert as_("dora").get(f"{API}1/prices/").status_code == 200


def test_a_statement_has_a_line_for_each_change(as_, monday):
    sol = as_("sol")
    sol.post(
        f"{API}1/move/",
        json={"room": 2, "start_time": f"{monday}T14:00", "end_time": f"{monday}T15:00"},
    )
    told = sol.get(
        "/api/inventory/statements/2/",
        query_string={"start_date": monday, "end_date": monday},
    ).json
    lines = [(line["what"], line["charged"], line["balance"]) for line in told["lines"]]
    assert lines[0] == ("Studio B", "20.00", "20.00")
    assert lines[1][0].startswith("Studio B: moved ")
    assert lines[1][1:] == ("-5.00", "15.00")
    assert told["charged"] == told["closing"] == "15.00"
    assert (
        "−€5.00"
        in sol.get(f"/people/2/statement?start_date={monday}&end_date={monday}").text
    )


def test_what_is_left_is_refunded_at_the_rates_it_was_booked_at(
    app, as_, decide, prices, stored, monday
):
    decide(early_end_refund=True, billing_step_minutes=30)
    with app.app_context(), transaction():
        rooms.describe(person("ada"), 1, hourly_rate=Decimal(99))
    with time_machine.travel(f"{monday}T14:31:00Z"):
        assert "pay for what was used" in as_("sol").get("/reservations/1").text
        ended = as_("dora").post(f"{API}1/end/").json
    assert (ended["total_cost"], ended["billed_minutes"]) == (
        "10.00",
        60,
    )  # 45 minutes, in steps of 30
    assert prices() == [("ended", "20.00", "10.00", "Dora")]
    assert stored()[0] == 1000
    with app.app_context():
        assert (
            "It now costs €10.00"
            in db.session.query(Letter).filter_by(kind="reservation_ended").one().text
        )


def test_what_was_used_never_costs_more_than_all_of_it(as_, decide, prices, stored, monday):
    decide(early_end_refund=True, billing_least_minutes=240)  # since it was booked
    with time_machine.travel(f"{monday}T14:31:00Z"):
        assert as_("sol").post(f"{API}1/end/").json["total_cost"] == "20.00"
    assert prices() == []
    assert stored()[0] == 2000


def test_free_minutes_are_used_first_of_what_is_refunded(as_, decide, book, stored, monday):
    decide(early_end_refund=True, free_minutes_a_week=60)
    id = book("sol", 3, monday, "10:00", "12:00")
    assert stored(id)[0] == 1000
    with time_machine.travel(f"{monday}T10:44:00Z"):
        ended = as_("sol").post(f"{API}{id}/end/").json
    assert (ended["total_cost"], ended["billed_minutes"], ended["free_minutes"]) == (
        "0.00",
        45,
        45,
    )


def test_a_decline_and_its_undo_are_two_changes(as_, must_ask, book, prices, monday):
    id = book("sol", 1, monday, "10:00", "11:00")
    tess = as_("tess")
    assert tess.post(f"{API}{id}/decline/", json={"reason": "Exam"}).status_code == 200
    assert tess.post(f"{API}{id}/undo/").status_code == 200
    assert prices(id) == [
        ("cancelled", "10.00", "0.00", "Tess"),
        ("undone", "0.00", "10.00", "Tess"),
    ]
