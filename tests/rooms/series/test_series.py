"""A weekly series is booked as a whole or not at all."""

from concurrent.futures import ThreadPoolExecutor

import flask_migrate
from sqlalchemy import text

from tests.rooms.conftest import person
from tests.rooms.series.conftest import API, act, later, states
from tests.support.coming_again import until_served
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.models import Occupancy, Series, SeriesSkip
from webapp.rooms.rules import rules


def test_four_weeks_are_four_reservations_and_one_letter(
    app, as_, weekly, monday, stored, count
):
    made = as_("sol").post(API, json=weekly)
    assert made.status_code == 201, made.text
    assert stored() == [(later(monday, week), "14:00", 1, "confirmed") for week in range(4)]
    assert count(Occupancy, live=True) == 4
    assert len(made.json["uid"]) == 32
    assert [each["total_cost"] for each in made.json["dates"]] == ["10.00"] * 4
    with app.app_context():
        (letter,) = db.session.query(Letter)
        assert letter.kind == "series_booked"
        assert letter.text.count("14:00 to 15:00") == 4
        assert "€40.00" in letter.text


def test_a_date_left_out_is_remembered(app, as_, weekly, monday, stored, count):
    skip = {"date": later(monday, 2), "skip": True}
    made = as_("sol").post(API, json=weekly | {"choices": [skip]})
    assert made.status_code == 201
    assert len(stored()) == 3
    assert count(SeriesSkip) == 1
    assert made.json["skips"] == [
        {"date": later(monday, 2), "reason": "Left out at booking"}
    ]
    with app.app_context():
        assert "Left out: " in db.session.query(Letter).one().text


def test_why_a_date_was_left_out_is_a_code_both_ways(app, as_, weekly, monday):
    sol, skip = as_("sol"), {"date": later(monday, 2), "skip": True}
    sol.post(API, json=weekly | {"choices": [skip]})
    reason = text("SELECT reason FROM series_skips")
    with app.app_context():
        assert db.session.scalar(reason) == "left_out"
        db.session.rollback()
        flask_migrate.downgrade(revision="0034")
        assert db.session.scalar(reason) == "Left out at booking"
        db.session.rollback()
        flask_migrate.upgrade()
        assert db.session.scalar(reason) == "left_out"


def test_a_date_taken_meanwhile_refuses_all_and_tells_how_it_stands(
    as_, book, weekly, monday, stored, count
):
    sol, skip = as_("sol"), {"date": later(monday, 3), "skip": True}
    assert states(sol.post(f"{API}preview/", json=weekly)) == ["free"] * 4
    book("nia", 1, later(monday, 1), "14:00", "15:00")
    no = sol.post(API, json=weekly | {"choices": [skip]})
    assert no.status_code == 409
    assert no.json["detail"] == "1 of 4 dates cannot be booked"
    assert [line["status"] for line in no.json["facts"]["dates"]] == [
        "free",
        "taken",
        "free",
        "skipped",
    ]
    assert stored() == []
    assert count(Series) == 0
    assert count(SeriesSkip) == 0
    assert count(Letter) == 1


def test_everything_left_out_is_nothing_to_book(as_, weekly, monday, count):
    skips = [{"date": later(monday, week), "skip": True} for week in range(4)]
    no = as_("sol").post(API, json=weekly | {"choices": skips})
    assert no.status_code == 409
    assert "No dates are left" in no.json["detail"]
    assert count(Series) == 0


def test_the_same_key_books_once(as_, weekly, count):
    sol = as_("sol")
    first, again = (
        sol.post(API, json=weekly, headers={"Idempotency-Key": "k"}) for _ in range(2)
    )
    assert first.json == again.json
    assert count(Series) == 1


def test_eight_at_once_get_one_series_and_no_piece_of_another(as_, weekly, count, stored):
    people = [as_(("sol", "nia")[i % 2]) for i in range(8)]
    with ThreadPoolExecutor(8) as pool:
        codes = list(
            pool.map(
                lambda browser: until_served(browser.post, API, json=weekly).status_code,
                people,
            )
        )
    assert sorted(codes) == [201] + [409] * 7
    assert len(stored()) == 4 == count(Occupancy, live=True)


def leaving_out(browser, weekly, date):
    skip = {"date": date, "skip": True}
    return browser.post(API, json=weekly | {"choices": [skip]})


def test_a_quota_counts_all_dates_together(app, as_, weekly, stored):
    with app.app_context(), transaction():
        rules.add(person("ada"), name="Three hours", rolling_minutes=180)
    sol = as_("sol")
    seen = sol.post(f"{API}preview/", json=weekly)
    assert states(seen) == ["free"] * 3 + ["refused"]
    last = seen.json["dates"][3]
    assert "Three hours" in last["reason"]
    assert sol.post(API, json=weekly).status_code == 409
    assert stored() == []
    assert leaving_out(sol, weekly, last["date"]).status_code == 201
    moved = act(sol, "change", scope="all", start="16:00", end="17:00")
    assert moved.status_code == 200  # what moves is not counted twice
    assert act(sol, "change", scope="all", end="17:15").status_code == 409


def test_moved_alone_from_its_own_page_it_keeps_to_itself(as_, weekly, monday, stored):
    sol = as_("sol")
    sol.post(API, json=weekly)
    times = {"start_time": f"{monday}T16:00", "end_time": f"{monday}T17:00"}
    assert sol.post("/api/inventory/reservations/1/move/", json=times).status_code == 200
    assert sol.post(f"{API}1/change/", json={"scope": "all", "room": 3}).status_code == 200
    assert [(wall, room) for _, wall, room, _ in stored()] == [("16:00", 1)] + [
        ("14:00", 3)
    ] * 3
