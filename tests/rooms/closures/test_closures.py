"""Closing rooms: a look at what it hits, a choice for each booking, and all of it at once or nothing."""

import re

import pytest
import time_machine

from tests.rooms.closures.conftest import choices
from tests.rooms.conftest import check_words
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.models import Closure, ClosureRoom, Reservation

API, BOOK = "/api/inventory/closures/", "/api/inventory/reservations/"


pytestmark = pytest.mark.usefixtures("utc")


def test_an_empty_room_is_closed_at_once_and_the_day_says_why(as_, shut, held, monday):
    dora = as_("dora")
    sent = {**shut, "rooms": ["1", "2"]}
    assert dora.post("/closures/new", data=sent).location == "/closures"
    assert held() == [(1, "12:00", "18:00"), (2, "12:00", "18:00")]
    assert "Exams" in dora.get("/closures").text
    assert "Closed, Exams" in as_("sol").get(f"/rooms?date={monday}").text
    day = (
        as_("sol").get(f"/api/inventory/practice-rooms/1/availability/?date={monday}").json
    )
    assert [span["start_time"][11:16] for span in day["busy"]] == ["12:00"]
    wish = {"room": 1, "start_time": f"{monday}T17:00", "end_time": f"{monday}T19:00"}
    assert as_("sol").post(BOOK, json=wish).status_code == 409


def test_each_booking_is_moved_cancelled_or_left(
    app, as_, shut, booked, held, letter, count
):
    dora = as_("dora")
    preview = dora.post(f"{API}preview/", json=shut)
    check_hits(preview.json["bookings"], booked)
    assert held() == []
    chosen = list(choices(preview, "move", "cancel", "around"))
    done = dora.post(API, json=shut | {"choices": chosen})
    assert done.status_code == 201, done.json
    assert held() == [(1, "12:00", "16:00"), (1, "17:00", "18:00")]
    assert now(app) == [(3, "confirmed"), (1, "cancelled"), (1, "confirmed")]
    for kind in ("reservation_moved", "reservation_cancelled"):
        check_words(letter(kind=kind).text, SORRY)
    assert count(Letter) == 5


SORRY = "closed at that time: Exams. We are sorry"


def check_hits(hits, booked):
    assert [hit["reservation"] for hit in hits] == booked
    assert {hit["move_to"] for hit in hits} == {3}  # a piano as well


def now(app):
    """(room, status) of every reservation."""
    with app.app_context():
        rows = db.session.query(Reservation).order_by(Reservation.id)
        return [(row.room_id, row.stored_status) for row in rows]


def test_a_page_leads_through_it(as_, shut, booked, held):
    dora = as_("dora")
    asked = dora.post("/closures/new", data=shut, follow_redirects=True)
    assert asked.status_code == 200
    assert "3 bookings are in the way" in asked.text
    assert held() == []
    assert "Move to Studio C" in asked.text
    assert "Sol, Studio A" in asked.text
    codes = re.findall(r'value="([0-9.]+\.cancel)"', asked.text)
    assert dora.post("/closures", data=shut | {"choices": codes}).location == "/closures"
    assert held() == [(1, "12:00", "18:00")]


def test_no_two_go_to_the_same_room_at_once_and_none_to_a_closed_one(
    as_, book, monday, shut
):
    book("sol", 1, monday, "14:00", "15:00"), book("nia", 3, monday, "14:30", "15:30")
    hits = (
        as_("dora").post(f"{API}preview/", json=shut | {"rooms": [1, 3]}).json["bookings"]
    )
    assert [hit["move_to"] for hit in hits] == [2, None]


def test_what_was_left_is_closed_when_it_is_given_back(as_, shut, booked, held):
    dora = as_("dora")
    preview = dora.post(f"{API}preview/", json=shut)
    dora.post(
        API, json=shut | {"choices": list(choices(preview, "cancel", "cancel", "around"))}
    )
    as_("sol").post(f"{BOOK}{booked[2]}/cancel/")
    assert held() == [(1, "12:00", "16:00"), (1, "16:00", "17:00"), (1, "17:00", "18:00")]


def test_a_hall_closes_with_its_part_for_those_who_want_the_hall(as_, hall, shut, hour):
    as_("dora").post(API, json=shut)
    assert as_("sol").post(BOOK, json=hour | {"room": hall}).status_code == 409
    assert as_("sol").post(BOOK, json=hour | {"room": 2}).status_code == 201


def test_what_has_begun_cannot_move(as_, booked, shut, monday):
    with time_machine.travel(f"{monday}T12:30:00Z"):
        dora = as_("dora")
        preview = dora.post(f"{API}preview/", json=shut)
        assert preview.json["bookings"][0]["move_to"] is None
        some = list(choices(preview, "move", "cancel", "cancel"))
        some[0]["room"] = 3
        assert dora.post(API, json=shut | {"choices": some}).status_code == 409


def test_two_thousand_closures_take_no_more_queries(app, as_, shut, monday):
    sol, dora = as_("sol"), as_("dora")
    dora.post(API, json=shut)
    pages = [(sol, f"/rooms?date={monday}"), (dora, "/closures"), (dora, API)]
    few = [seen_by(app, *each) for each in pages]
    close_again(app, 2000)
    assert [seen_by(app, *each) for each in pages] == few


def close_again(app, times):
    """Closures like the first, one room after the other."""
    with app.app_context(), transaction():
        first = db.session.get(Closure, 1)
        rows = [
            Closure(
                starts_at=first.starts_at,
                ends_at=first.ends_at,
                created_by_id=4,
                created_at=first.created_at,
                reason="Again",
            )
            for _ in range(times)
        ]
        db.session.add_all(rows)
        db.session.flush()
        db.session.add_all(
            ClosureRoom(closure_id=row.id, room_id=1 + n % 3) for n, row in enumerate(rows)
        )


def seen_by(app, browser, path):
    with counted(app) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)
