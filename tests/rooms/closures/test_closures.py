"""Closing rooms: a look at what it hits, a choice for each booking, and all of it at once or nothing."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from sqlalchemy import text

from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.models import Closure, ClosureRoom, Reservation

API, BOOK = "/api/inventory/closures/", "/api/inventory/reservations/"


@pytest.fixture
def shut(monday):
    return {
        "rooms": [1],
        "start_time": f"{monday}T12:00",
        "end_time": f"{monday}T18:00",
        "reason": "Exams",
    }


@pytest.fixture
def booked(book, monday):
    return [book("sol", 1, monday, f"{hour}:00", f"{hour + 1}:00") for hour in (12, 14, 16)]


@pytest.fixture
def held(app):
    """(space, from, until) of what closures hold"""

    def look():
        sql = "SELECT space_id, starts_at, blocks_until FROM occupancy WHERE live AND kind = 'closure' ORDER BY 1, 2"
        with app.app_context():
            return [
                (space, str(a)[11:16], str(b)[11:16])
                for space, a, b in db.session.execute(text(sql))
            ]

    return look


@pytest.fixture(autouse=True)
def utc(decide):
    decide(zone="UTC")


def choices(preview, *deeds):
    """A choice for each booking of a preview, in its order."""
    for hit, do in zip(preview.json["bookings"], deeds, strict=True):
        one = {"reservation": hit["reservation"], "version": hit["version"], "do": do}
        yield one | ({"room": hit["move_to"]} if do == "move" else {})


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


def test_each_booking_is_moved_cancelled_or_left(app, as_, shut, booked, held):
    dora = as_("dora")
    preview = dora.post(f"{API}preview/", json=shut)
    assert [hit["reservation"] for hit in preview.json["bookings"]] == booked
    assert held() == []
    assert [hit["move_to"] for hit in preview.json["bookings"]] == [
        3,
        3,
        3,
    ]  # a piano as well
    done = dora.post(
        API, json=shut | {"choices": list(choices(preview, "move", "cancel", "around"))}
    )
    assert done.status_code == 201, done.json
    assert held() == [(1, "12:00", "16:00"), (1, "17:00", "18:00")]
    with app.app_context():
        now = [
            (one.room_id, one.stored_status)
            for one in db.session.query(Reservation).order_by(Reservation.id)
        ]
        assert now == [(3, "confirmed"), (1, "cancelled"), (1, "confirmed")]
        told = {
            letter.kind: letter.text
            for letter in db.session.query(Letter).filter(Letter.step != "confirmed")
        }
    assert set(told) == {"reservation_moved", "reservation_cancelled"}
    assert all(
        "closed at that time: Exams. We are sorry" in words for words in told.values()
    )


def test_a_page_leads_through_it(as_, shut, booked, held):
    dora = as_("dora")
    asked = dora.post("/closures/new", data=shut)
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


@pytest.mark.parametrize("door", ["page", "api"])
def test_when_things_changed_since_the_look_nothing_happens_and_one_sees_anew(
    as_, book, shut, booked, held, monday, door
):
    dora = as_("dora")
    preview = dora.post(f"{API}preview/", json=shut)
    new = book("nia", 1, monday, "15:00", "16:00")
    if door == "page":
        codes = [
            f"{hit['reservation']}.{hit['version']}.cancel"
            for hit in preview.json["bookings"]
        ]
        no = dora.post("/closures", data=shut | {"choices": codes})
        assert "4 bookings are in the way" in no.text
        assert "affected bookings have changed" in no.text
    else:
        no = dora.post(
            API, json=shut | {"choices": list(choices(preview, *["cancel"] * 3))}
        )
        assert {hit["reservation"] for hit in no.json["facts"]["bookings"]} == {
            *booked,
            new,
        }
    assert no.status_code == 409
    assert held() == []
    assert as_("sol").get(f"{BOOK}{booked[0]}/").json["status"] == "confirmed"


def test_a_room_taken_since_the_look_undoes_all_of_it(
    as_, book, shut, booked, held, monday
):
    dora = as_("dora")
    preview = dora.post(f"{API}preview/", json=shut)
    book("nia", 3, monday, "16:00", "17:00")
    no = dora.post(
        API, json=shut | {"choices": list(choices(preview, "cancel", "move", "move"))}
    )
    assert no.status_code == 409
    assert "Studio C is taken" in no.json["detail"]
    assert held() == []
    assert as_("sol").get(f"{BOOK}{booked[0]}/").json["status"] == "confirmed"


def test_what_was_left_is_closed_when_it_is_given_back(as_, shut, booked, held):
    dora = as_("dora")
    preview = dora.post(f"{API}preview/", json=shut)
    dora.post(
        API, json=shut | {"choices": list(choices(preview, "cancel", "cancel", "around"))}
    )
    as_("sol").post(f"{BOOK}{booked[2]}/cancel/")
    assert held() == [(1, "12:00", "16:00"), (1, "16:00", "17:00"), (1, "17:00", "18:00")]


def test_lifting_one_leaves_the_other(as_, shut, held, monday):
    dora = as_("dora")
    first = dora.post(API, json=shut).json["id"]
    second = {
        "start_time": f"{monday}T15:00",
        "end_time": f"{monday}T20:00",
        "all_rooms": True,
        "rooms": [],
    }
    assert dora.post(API, json=shut | second).json["rooms"] == [1, 2, 3]
    assert dora.post(f"/closures/{first}/lift").status_code == 303
    assert held()[0] == (1, "15:00", "18:00")
    assert held()[1] == (1, "18:00", "20:00")
    assert dora.post(f"{API}{first}/lift/").status_code == 409
    assert [one["id"] for one in dora.get(API).json] == [first + 1]
    assert [one["id"] for one in dora.get(f"{API}?past=true").json] == [first]
    assert "lifted" in dora.get("/closures?past=1").text


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


@pytest.mark.parametrize("path", [API, f"{API}preview/", f"{API}1/lift/"])
def test_students_may_not(as_, shut, path):
    sol = as_("sol")
    assert sol.post(path, json=shut).status_code == 403
    assert sol.get(API).status_code == 403
    assert sol.get("/closures").status_code == sol.get("/closures/new").status_code == 403
    assert "Closures" not in sol.get("/rooms").text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rooms": []}, "rooms"),
        ({"rooms": [999]}, "rooms"),
        ({"reason": ""}, "reason"),
        ({"end_time": "{day}T12:00"}, "end_time"),
        ({"start_time": "2020-01-01T10:00", "end_time": "2020-01-01T12:00"}, "end_time"),
        ({"end_time": "2999-01-01T12:00"}, "end_time"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(app, as_, shut, monday, change, field):
    change = {
        n: v.format(day=monday) if isinstance(v, str) else v for n, v in change.items()
    }
    no = as_("dora").post(API, json=shut | change)
    assert no.status_code == 422, no.json
    assert field in no.json["fields"], no.json
    page = as_("dora").post("/closures/new", data={"reason": "Wax"} | shut | change)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    with app.app_context():
        assert db.session.query(Closure).count() == 0


@pytest.mark.parametrize("id", [1, 2**31 - 1])
def test_an_unknown_closure_is_not_lifted(as_, id):
    assert as_("dora").post(f"{API}{id}/lift/").status_code == 404


def test_closing_and_booking_at_once_leave_one_of_the_two(app, as_, shut, hour, held):
    dora, people = as_("dora"), [as_(("sol", "nia")[n % 2]) for n in range(5)]
    with ThreadPoolExecutor(6) as pool:
        closed = pool.submit(dora.post, API, json=shut)
        codes = [pool.submit(each.post, BOOK, json=hour) for each in people]
        codes = [each.result().status_code for each in codes]
    assert (closed.result().status_code, codes.count(201)) in ((201, 0), (409, 1))
    assert set(codes) <= {201, 409}
    assert bool(held()) == (codes.count(201) == 0)


def test_two_thousand_closures_take_no_more_queries(app, as_, shut, monday):
    sol, dora = as_("sol"), as_("dora")
    dora.post(API, json=shut)
    pages = [(sol, f"/rooms?date={monday}"), (dora, "/closures"), (dora, API)]
    few = [seen_by(app, *each) for each in pages]
    with app.app_context(), transaction():
        one = db.session.get(Closure, 1)
        same = {
            "ends_at": one.ends_at,
            "created_by_id": 4,
            "created_at": one.created_at,
            "reason": "Again",
        }
        rows = [Closure(starts_at=one.starts_at, **same) for _ in range(2000)]
        db.session.add_all(rows)
        db.session.flush()
        db.session.add_all(
            ClosureRoom(closure_id=each.id, room_id=1 + n % 3)
            for n, each in enumerate(rows)
        )
    assert [seen_by(app, *each) for each in pages] == few


def seen_by(app, browser, path):
    with counted(app) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)
