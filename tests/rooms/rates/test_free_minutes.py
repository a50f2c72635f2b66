"""The free minutes of a week: who books first has them, and who gives back gets them again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from tests.rooms.conftest import person
from tests.rooms.rates.conftest import weekday
from tests.support.coming_again import until_served
from webapp.core.db import db, transaction
from webapp.rooms.models import Reservation
from webapp.rooms.reservations import changes, reservations

API = "/api/inventory/reservations/"


def test_free_minutes_go_to_who_books_first(cost, decide, monday):
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


def test_free_minutes_come_back_for_what_is_booked_after(app, cost, decide, monday):
    decide(free_minutes_a_week=90)
    day = weekday(monday, 2)
    for starts, ends in (("14:00", "15:00"), ("10:00", "11:00"), ("16:00", "17:00")):
        cost("sol", 1, day, starts, ends)
    with app.app_context(), transaction():
        reservations.cancel(person("sol"), 1)
    assert cost("sol", 1, day, "18:00", "19:30") == 500
    query = select(Reservation.total_cost_minor).where(Reservation.student_id == 2)
    with app.app_context():
        costs = db.session.scalars(query.order_by(Reservation.id)).all()
    assert costs == [0, 500, 1000, 500]


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
            pool.map(
                lambda one, ask: until_served(one.post, API, json=ask).status_code,
                people,
                asks,
            )
        )
    assert codes == [201] * 8
    with app.app_context():
        assert db.session.scalar(select(func.sum(Reservation.free_minutes))) == 60


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
