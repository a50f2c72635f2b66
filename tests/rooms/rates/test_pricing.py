"""What a booking costs: exact, rounded once, by the rates that hold, with free minutes, and kept as it was."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.rooms.conftest import person
from webapp.core.db import db, transaction
from webapp.people.models import Group, Membership
from webapp.rooms import rooms
from webapp.rooms.models import Reservation, RoomGroup
from webapp.rooms.rates import price_parts, pricing, rates
from webapp.rooms.rates.price_parts import Part
from webapp.rooms.reservations import changes, reservations

API = "/api/inventory/reservations/"
ADA = person("ada")


@pytest.fixture
def cost(app, book):
    """`cost("sol", 1, day, "17:00", "19:00")` books it and answers what it costs."""

    def take(*asked):
        id = book(*asked)
        with app.app_context():
            return db.session.get(Reservation, id).total_cost_minor

    return take


def weekday(monday, place):
    on = date.fromisoformat(monday)
    return str(on + timedelta(days=(place - on.weekday()) % 7))


@pytest.mark.parametrize(
    ("parts", "free", "minor"),
    [
        ([(50, 1000)], 0, 833),  # and not 830, as ten slots of five minutes rounded each
        ([(5, 1000)] * 10, 0, 833),
        ([(1, 30)], 0, 1),  # half a cent goes up
        ([(1, 29)], 0, 0),
        ([(30, 1000), (30, 1500)], 0, 1250),
        ([(7, 1000), (8, 1001)], 0, 250),  # 116.67 and 133.47: 250.13 in all
        ([(60, 1000)], 20, 667),
        ([(60, 1000)], 60, 0),
        ([(60, 0), (60, 1200)], 30, 600),  # what is free anyway takes no free minutes
        ([(60, 0)], 0, 0),
    ],
)
def test_the_cost_table(parts, free, minor):
    assert (
        price_parts.charge([Part(minutes, hourly) for minutes, hourly in parts], free)
        == minor
    )


@given(
    st.lists(st.tuples(st.integers(1, 900), st.integers(0, 10**6)), min_size=1, max_size=6),
    st.integers(0, 3000),
)
def test_cutting_a_booking_never_changes_what_it_costs(parts, free):
    whole = [Part(minutes, hourly) for minutes, hourly in parts]
    cut = [Part(1, part.rate_minor) for part in whole for _ in range(part.minutes)]
    charged = price_parts.charge(whole, free)
    assert charged == price_parts.charge(cut, free) <= price_parts.charge(whole)


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


def test_weekdays_rooms_and_groups(app, cost, rate, monday):
    saturday, sunday = weekday(monday, 5), weekday(monday, 6)
    with app.app_context(), transaction():
        halls, band = RoomGroup(name="Halls"), Group(name="Big Band", kind="ensemble")
        db.session.add_all([halls, band])
        db.session.flush()
        db.session.add(Membership(group_id=band.id, user_id=3))
        rooms.describe(ADA, 3, group="Halls")
        halls, band = halls.id, band.id
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


def test_free_minutes_go_to_who_books_first_and_come_back(app, cost, decide, monday):
    decide(free_minutes_a_week=90)
    day = weekday(monday, 2)
    assert cost("sol", 1, day, "14:00", "15:00") == 0
    assert (
        cost("sol", 1, day, "10:00", "11:00") == 500
    )  # earlier in the day, but booked later
    assert cost("sol", 1, day, "16:00", "17:00") == 1000
    assert cost("nia", 2, day, "14:00", "15:00") == 0
    next_week = str(date.fromisoformat(day) + timedelta(days=7))
    assert cost("sol", 1, next_week, "14:00", "15:00") == 0
    with app.app_context(), transaction():
        reservations.cancel(person("sol"), 1)
    assert cost("sol", 1, day, "18:00", "19:30") == 500
    with app.app_context():
        kept = (
            select(Reservation.total_cost_minor)
            .where(Reservation.student_id == 2)
            .order_by(Reservation.id)
        )
        assert list(db.session.scalars(kept)) == [0, 500, 1000, 0, 500]


def test_a_week_ends_on_sunday_night(cost, decide, monday):
    decide(free_minutes_a_week=60)
    sunday = weekday(monday, 6)
    after = str(date.fromisoformat(sunday) + timedelta(days=1))
    assert [cost("sol", 1, day, "14:00", "15:00") for day in (sunday, after)] == [0, 0]
    assert [cost("sol", 1, day, "16:00", "17:00") for day in (sunday, after)] == [
        1000,
        1000,
    ]


def test_two_at_once_share_the_free_minutes(app, as_, decide, monday):
    decide(free_minutes_a_week=60)
    asks = [
        {
            "room": n % 3 + 1,
            "start_time": f"{monday}T1{n}:00",
            "end_time": f"{monday}T1{n}:45",
        }
        for n in range(8)
    ]
    people = [as_("sol") for _ in asks]
    with ThreadPoolExecutor(8) as pool:
        codes = list(
            pool.map(lambda one, ask: one.post(API, json=ask).status_code, people, asks)
        )
    assert codes == [201] * 8
    with app.app_context():
        assert db.session.scalar(select(func.sum(Reservation.free_minutes))) == 60


def test_a_change_of_rates_never_edits_history(app, book, rate, monday):
    made = rate("Evening", 8, from_time="18:00")
    id = book("sol", 1, monday, "17:00", "19:00")

    def kept():
        with app.app_context():
            r = db.session.get(Reservation, id)
            return (
                r.rate_minor,
                r.total_cost_minor,
                r.currency,
                r.billed_minutes,
                r.price_parts,
                pricing.kept(r),
            )

    before = kept()
    assert before[:4] == (1000, 1800, "EUR", 120)
    assert before[5] == "1 h at €10.00, 1 h at €8.00 (Evening)"
    with app.app_context(), transaction():
        rates.describe(ADA, made, hourly_rate=Decimal(99), name="Night")
        rooms.describe(ADA, 1, hourly_rate=Decimal(77))
        rates.charge_by(ADA, free_minutes_a_week=600)
    assert kept() == before
    with app.app_context(), transaction():
        rates.remove(ADA, made)
    assert kept() == before


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
    shown = sol.get("/reservations/new", query_string=hour).text
    quoted = sol.get(f"{API}quote/", query_string=hour).json
    booked = sol.post(API, json=hour).json
    for name in ("total_cost", "currency", "billed_minutes", "free_minutes"):
        assert quoted[name] == booked[name]
    assert quoted["parts"] == [
        {"minutes": 30, "hourly_rate": "10.00", "rate": ""},
        {"minutes": 30, "hourly_rate": "6.00", "rate": "Afternoon"},
    ]
    assert (quoted["total_cost"], quoted["free_minutes"], quoted["free_minutes_left"]) == (
        "1.50",
        45,
        0,
    )
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


def test_a_move_is_priced_where_it_goes_with_its_own_free_minutes(
    app, book, decide, rate, monday
):
    decide(free_minutes_a_week=30)
    rate("Evening", 4, from_time="18:00")
    id = book("sol", 1, monday, "14:00", "15:00")
    with app.app_context(), transaction():
        times = (datetime.fromisoformat(f"{monday}T{at}") for at in ("17:30", "19:00"))
        moved = changes.move(
            person("sol"), id, **dict(zip(("start_time", "end_time"), times, strict=True))
        )
        assert (moved.total_cost_minor, moved.billed_minutes, moved.free_minutes) == (
            400,
            90,
            30,
        )


def test_what_is_given_back_too_late_keeps_its_free_minutes_and_its_price(
    app, as_, cost, decide, monday
):
    decide(free_minutes_a_week=30, cancel_hours=500)
    assert cost("sol", 1, monday, "14:00", "15:00") == 500
    with app.app_context(), transaction():
        assert reservations.cancel(person("sol"), 1).cancelled_late
    assert cost("sol", 1, monday, "16:00", "17:00") == 1000
    assert as_("dora").post(f"{API}1/payments/", json={"kind": "paid"}).status_code == 201
    month = {"start_date": monday, "end_date": monday}
    assert (
        as_("sol").get("/api/inventory/statements/2/", query_string=month).json["charged"]
        == "15.00"
    )
