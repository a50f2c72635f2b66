"""What an hour costs whoever reads a page: the room's own price, or theirs, and when."""

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.rooms.conftest import person
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.rooms import rooms
from webapp.rooms.models import Room
from webapp.rooms.rates import hourly
from webapp.rooms.rates.pricing import Tariff
from webapp.school import calendar


def test_without_rates_it_is_the_rooms_own(as_):
    for name in ("sol", "dora"):
        shown = as_(name).get("/rooms/1").text
        assert "€10.00 an hour" in shown
        assert "for you" not in shown
        assert "€10.00/h, " in as_(name).get("/rooms").text


def test_each_reads_their_own_price(as_, rate):
    rate("Students", "6.50", role="student", room_id=1)
    rate("Teachers", 0, role="teacher")
    sol, tess, dora = as_("sol"), as_("tess"), as_("dora")
    assert "€6.50 an hour for you" in sol.get("/rooms/1").text
    assert "€6.50/h for you, " in sol.get("/rooms").text
    assert "€15.00 an hour" in sol.get("/rooms/2").text
    assert "for you" not in sol.get("/rooms/2").text
    assert "Free for you" in tess.get("/rooms/1").text
    assert tess.get("/rooms").text.count("Free for you, ") == 3
    assert "€10.00 an hour" in dora.get("/rooms/1").text
    assert "for you" not in dora.get("/rooms/1").text


def test_a_price_for_some_times_says_when(as_, rate):
    rate("Early", "6.50", until_time="10:00")
    shown = as_("sol").get("/rooms/1").text
    assert "From €6.50 an hour for you" in shown
    assert "€6.50 an hour until 10:00; otherwise €10.00 an hour" in shown
    assert "From €6.50/h for you" in as_("sol").get("/rooms").text


PRICES = [
    ([("Same", 10, {})], "€10.00 an hour", ""),
    (
        [("Weekend", 0, {"weekdays": ["sat", "sun"]})],
        "Free at times for you",
        "Free Sat, Sun; otherwise €10.00 an hour",
    ),
    (
        [("All", 9, {"priority": 1}), ("Never asked", 1, {})],
        "€9.00 an hour for you",
        "",
    ),
    ([("At night", 1, {"until_time": "07:00"})], "€10.00 an hour", ""),
    (
        [("Evening", 12, {"from_time": "18:00", "priority": 1}), ("Else", 0, {})],
        "Free at times for you",
        "€12.00 an hour from 18:00; otherwise free",
    ),
    (
        [("Day", 4, {"until_time": "14:00"}), ("Evening", 5, {"from_time": "14:00"})],
        "From €4.00 an hour for you",
        "€4.00 an hour until 14:00; €5.00 an hour from 14:00",
    ),
]


@pytest.mark.parametrize(
    ("made", "told", "when"),
    PRICES,
)
def test_the_words(app, decide, rate, made, told, when):
    decide(opens="08:00", closes="22:00")
    for name, price, more in made:
        rate(name, price, **more)
    with app.app_context():
        tariff, room = Tariff.of(2), db.session.get(Room, 1)
        assert (hourly.describe(tariff, room, "you"), hourly.when(tariff, room)) == (
            told,
            when,
        )


def test_it_names_every_price_a_booking_could_have_and_no_other(app, decide, rate, monday):
    decide(opens="08:00", closes="22:00", zone="UTC")
    rate("Early", 4, until_time="10:00", priority=3)
    rate("Monday evening", 5, weekdays=["mon"], from_time="19:15", priority=1)
    rate("Students on Sunday", 6, role="student", weekdays=["sun"], priority=2)
    rate("Never", 7, weekdays=["sun"], priority=4)
    with app.app_context():
        tariff = Tariff.of(2)
        first = calendar.instant(datetime.fromisoformat(f"{monday}T08:00"))
        for room in db.session.scalars(select(Room)):
            named = {
                rate.rate_minor if rate else room.hourly_rate_minor
                for rate in hourly.rates(tariff, room)
            }
            assert named == charged(tariff, room, first)
            assert len(named) == 4


def charged(tariff, room, first):
    """What each quarter of an hour of a week costs, from when the school opens until it closes."""
    quarter = timedelta(minutes=15)
    starts = [
        first + timedelta(days=day) + n * quarter for day in range(7) for n in range(14 * 4)
    ]
    return {tariff.price(room, at, at + quarter).parts[0].rate_minor for at in starts}


def test_at_the_door_it_is_the_readers_too(app, as_, rate, monday):
    rate("Students", "6.50", role="student")
    with app.app_context():
        code = db.session.get(Room, 1).door_code
    with time_machine.travel(f"{monday}T12:00:00Z"):
        assert "an hour" not in app.test_client().get(f"/door/{code}").text
        assert "€6.50 an hour for you" in as_("sol").get(f"/door/{code}").text


def test_who_moves_somebody_elses_reads_what_it_costs_them(as_, book, rate, monday):
    rate("Students", "6.50", role="student")
    book("sol", 1, monday, "14:00", "15:00")
    assert "€6.50/h for Sol, " in as_("dora").get("/reservations/1/move").text
    assert "€6.50/h for you, " in as_("sol").get("/reservations/1/move").text


@pytest.mark.parametrize("path", ["/rooms", "/rooms/1"])
def test_the_same_queries_however_many_rooms_and_rates(app, as_, rate, path):
    rate("Early", "6.50", until_time="10:00")
    sol = as_("sol")
    sol.get(path)
    with counted(app) as few:
        assert sol.get(path).status_code == 200
    with app.app_context(), transaction():
        for n in range(20):
            rooms.add(person("ada"), name=f"Cell {n}")
    for n in range(20):
        rate(f"Rate {n}", n, role="student", weekdays=["mon"])
    with counted(app) as many:
        assert sol.get(path).status_code == 200
    assert len(few) == len(many)


def test_a_day_asks_for_rates_only_where_a_room_has_any(app, as_, monday, rate):
    sol = as_("sol")

    def asked():
        with counted(app) as seen:
            assert sol.get(f"/rooms?date={monday}").status_code == 200
        found = [said for said in seen if said.startswith("SELECT")]
        return len(found), any(
            "FROM room_rates" in said and "EXISTS" not in said for said in found
        )

    asked()
    # who it is, the rooms, what is taken, the basket
    assert asked() == (4, False)
    rate("Evenings", 5, room_id=1)
    assert asked() == (6, True)  # and the rates, and in which groups the reader is


def test_a_room_has_the_rates_of_its_own_of_its_group_and_of_all_rooms(app, admin, rate):
    def has():
        with app.app_context():
            return [room.has_rates for room in db.session.query(Room).order_by(Room.id)]

    assert has() == [False, False, False]
    rate("One room", 5, room_id=2)
    assert has() == [False, True, False]
    admin.patch("/api/inventory/practice-rooms/3/", json={"group": "Pianos"})
    with app.app_context():
        pianos = db.session.get(Room, 3).group_id
    rate("A group", 5, room_group_id=pianos)
    assert has() == [False, True, True]
    rate("Everywhere", 5, role="teacher")
    assert has() == [True, True, True]
