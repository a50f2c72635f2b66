"""What a booking costs: by the rates that hold, shown before, charged after, and kept as it was."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.rooms.conftest import person
from tests.rooms.rates.conftest import weekday
from webapp.core.db import db, transaction
from webapp.people.models import Group, Membership
from webapp.rooms import rooms
from webapp.rooms.models import Reservation, RoomGroup
from webapp.rooms.rates import pricing, rates

API = "/api/inventory/reservations/"

ADA = person("ada")


def test_without_rates_a_room_has_its_own(cost, monday):
    assert cost("sol", 1, monday, "14:00", "14:45") == 750
    assert cost("sol", 2, monday, "15:00", "16:00") == 1500


def test_bands_of_a_booking_are_charged_each_at_its_own(cost, rate, monday):
    rate("Evening", "7.01", from_time="18:00")
    rate("Early", "4", until_time="09:00")
    assert cost("sol", 1, monday, "17:00", "18:00") == 1000
    assert cost("sol", 1, monday, "18:00", "19:00") == 701
    assert cost("nia", 2, monday, "17:45", "18:15") == 550  # 3.75 and 1.7525
    assert cost("nia", 1, monday, "08:30", "09:30") == 700


def test_the_first_that_holds_is_taken(cost, rate, monday):
    rate("Everybody", 9, priority=50)
    rate("Students", 5, role="student", priority=10)
    rate("Late, and never asked", 1, role="student", priority=60)
    assert cost("sol", 1, monday, "14:00", "15:00") == 500
    assert cost("tess", 2, monday, "14:00", "15:00") == 900


def halls_and_band():
    """A group of rooms that the third one is in, and an ensemble that Nia plays in."""
    halls, band = RoomGroup(name="Halls"), Group(name="Big Band", kind="ensemble")
    db.session.add_all([halls, band])
    db.session.flush()
    db.session.add(Membership(group_id=band.id, user_id=3))
    rooms.describe(ADA, 3, group="Halls")
    return halls.id, band.id


def test_weekdays_rooms_and_groups(app, cost, rate, monday):
    saturday, sunday = weekday(monday, 5), weekday(monday, 6)
    with app.app_context(), transaction():
        halls, band = halls_and_band()
    rate("Band in halls", 0, group_id=band, room_group_id=halls, priority=1)
    rate("Halls", 30, room_group_id=halls, priority=2)
    rate("Studio B on Saturdays", 6, room_id=2, weekdays=["sat"], priority=3)
    assert cost("sol", 3, saturday, "10:00", "11:00") == 3000
    assert cost("nia", 3, saturday, "11:00", "12:00") == 0
    assert cost("sol", 2, saturday, "12:00", "13:00") == 600
    assert cost("sol", 2, sunday, "12:00", "13:00") == 1500


@pytest.mark.parametrize(("day", "minor"), [("2027-03-28", 2000), ("2027-10-31", 4000)])
def test_two_hours_cost_two_hours_when_the_clocks_change(cost, decide, rate, day, minor):
    """From one to four on the clock are two hours in spring and four in autumn."""
    decide(opens="00:00", closes="23:45")
    rate("Every minute", 10)
    assert cost("sol", 2, day, "01:00", "04:00") == minor


def test_a_band_in_a_repeated_hour_is_charged_both_times(cost, decide, rate):
    decide(opens="00:00", closes="23:45")
    rate("Small hours", 0, from_time="02:00", until_time="03:00")
    assert cost("sol", 1, "2027-10-31", "01:00", "04:00") == 2000
    assert cost("nia", 1, "2027-03-28", "01:00", "04:00") == 2000


@pytest.mark.parametrize(
    ("settings", "until", "billed", "minor"),
    [
        ({"billing_least_minutes": 60}, "14:30", 60, 1000),
        ({"billing_step_minutes": 60}, "15:15", 120, 2000),
        ({"billing_step_minutes": 30}, "14:45", 60, 1000),
        ({"billing_least_minutes": 20, "billing_step_minutes": 15}, "14:15", 30, 500),
        ({}, "14:45", 45, 750),
    ],
)
def test_what_is_charged_has_a_least_and_steps(
    app, book, decide, monday, settings, until, billed, minor
):
    decide(**settings)
    id = book("sol", 1, monday, "14:00", until)
    with app.app_context():
        kept = db.session.get(Reservation, id)
        assert (kept.billed_minutes, kept.total_cost_minor) == (billed, minor)


def test_a_change_of_rates_never_edits_history(app, book, rate, monday):
    made = rate("Evening", 8, from_time="18:00")
    id = book("sol", 1, monday, "17:00", "19:00")

    before = kept_price(app, id)
    assert before[:4] == (1000, 1800, "EUR", 120)
    assert before[5] == "1 h at €10.00, 1 h at €8.00 (Evening)"
    with app.app_context(), transaction():
        rates.describe(ADA, made, hourly_rate=Decimal(99), name="Night")
        rooms.describe(ADA, 1, hourly_rate=Decimal(77))
        rates.charge_by(ADA, free_minutes_a_week=600)
    assert kept_price(app, id) == before
    with app.app_context(), transaction():
        rates.remove(ADA, made)
    assert kept_price(app, id) == before


def kept_price(app, id):
    with app.app_context():
        booked = db.session.get(Reservation, id)
        return (
            booked.rate_minor,
            booked.total_cost_minor,
            booked.currency,
            booked.billed_minutes,
            booked.price_parts,
            pricing.of_reservation(booked),
        )


FORGED = (
    "total_cost",
    "rate_minor",
    "total_cost_minor",
    "billed_minutes",
    "free_minutes",
    "currency",
    "price_parts",
)


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_price_is_refused_or_ignored(app, as_, hour, name):
    sol = as_("sol")
    assert sol.post(API, json=hour | {name: 7}).status_code == 422
    assert sol.post("/reservations/new", data=hour | {name: "0"}).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Reservation.total_cost_minor)).all() == [1000]


def test_what_is_shown_before_is_what_is_charged_after(
    app, as_, decide, rate, hour, monday
):
    decide(free_minutes_a_week=45)
    rate("Afternoon", 6, from_time="14:30")
    sol = as_("sol")
    quoted = sol.get(f"{API}quote/", query_string=hour).json
    booked = sol.post(API, json=hour).json
    for name in ("total_cost", "currency", "billed_minutes", "free_minutes"):
        assert quoted[name] == booked[name]
    assert quoted["parts"] == [
        {"minutes": 30, "hourly_rate": "10.00", "rate": ""},
        {"minutes": 30, "hourly_rate": "6.00", "rate": "Afternoon"},
    ]
    assert quoted["total_cost"] == "1.50"
    assert (quoted["free_minutes"], quoted["free_minutes_left"]) == (45, 0)


def test_a_page_says_before_and_after_how_the_price_is_made_up(as_, decide, rate, hour):
    decide(free_minutes_a_week=45)
    rate("Afternoon", 6, from_time="14:30")
    sol = as_("sol")
    shown = sol.get("/reservations/new", query_string=hour).text
    booked = sol.post(API, json=hour).json
    assert "€1.50" in shown
    assert "30 min at €6.00 (Afternoon)" in shown
    assert "45 min from the week’s free time" in shown
    assert "None of that week’s free time will be left" in shown
    page = sol.get(f"/reservations/{booked['id']}").text
    assert (
        "30 min at €10.00, 30 min at €6.00 (Afternoon); 45 min from the week’s free time"
        in page
    )


def test_a_price_no_column_could_hold_is_refused(as_, app, rate, hour):
    rate("Absurd", 9_999_999)
    long = hour | {"end_time": hour["start_time"].replace("14:00", "20:00")}
    no = as_("sol").post(API, json=long)
    assert no.status_code == 409
    assert "too large" in no.text
    with app.app_context():
        assert db.session.query(Reservation).count() == 0
