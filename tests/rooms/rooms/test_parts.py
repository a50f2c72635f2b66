"""Halls made of parts: whoever has the one, has the other, and no time is there twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from tests.rooms.rooms.test_rooms import SENT, TYPED
from tests.support.coming_again import until_served
from tests.support.queries import counted
from webapp.core.db import db

API, BOOK = "/api/inventory/practice-rooms/", "/api/inventory/reservations/"


def held(app):
    with app.app_context():
        sql = "SELECT space_id, reservation_id FROM occupancy WHERE live ORDER BY space_id, reservation_id"
        return [tuple(row) for row in db.session.execute(text(sql))]


def test_booking_the_hall_takes_its_parts(app, as_, hall, hour):
    sol, nia = as_("sol"), as_("nia")
    assert sol.post(BOOK, json=hour | {"room": hall}).status_code == 201
    assert held(app) == [(1, 1), (2, 1)]
    assert [
        nia.post(BOOK, json=hour | {"room": room}).status_code for room in (1, 2, 3)
    ] == [409, 409, 201]
    sol.post(f"{BOOK}1/cancel/")
    assert held(app) == [(3, 2)]


def test_a_hall_is_not_booked_while_a_part_is_and_the_refusal_names_it(
    app, as_, hall, hour
):
    sol, nia = as_("sol"), as_("nia")
    assert nia.post(BOOK, json=hour | {"room": 2}).status_code == 201
    no = sol.post(BOOK, json=hour | {"room": hall})
    assert no.status_code == 409
    assert no.json["detail"] == "Hall is taken: Studio B 14:00–15:00"
    assert sol.post(BOOK, json=hour | {"room": 1}).status_code == 201
    assert held(app) == [(1, 2), (2, 1)]


def test_everybodys_day_shows_it_in_all_of_them_once(as_, hall, book, monday):
    book("sol", hall, monday, "10:00", "11:00")
    book("nia", 1, monday, "11:00", "12:00")
    nia = as_("nia")
    for room, spans in (
        (hall, ["10:00", "11:00"]),
        (1, ["10:00", "11:00"]),
        (2, ["10:00"]),
        (3, []),
    ):
        busy = nia.get(f"{API}{room}/availability/?date={monday}").json["busy"]
        assert [span["start_time"][11:16] for span in busy] == spans
    sheet = as_("dora").get(f"/rooms/{hall}?date={monday}").text
    assert (
        sheet.count('href="/reservations/1"') == sheet.count('href="/reservations/2"') == 1
    )


@pytest.mark.parametrize("door", ["page", "api"])
def test_an_admin_says_what_a_room_is_made_of(as_, door):
    ada = as_("ada")
    if door == "page":
        assert 'value="2"' in ada.get("/rooms/new").text
        ada.post("/rooms/new", data=TYPED | {"parts": ["1", "3"]})
    else:
        ada.post(API, json=SENT | {"parts": [1, 3]})
    assert ada.get(f"{API}4/").json["parts"] == [1, 3]
    assert "Studio A, Studio C" in as_("sol").get("/rooms/4").text
    assert ada.get("/rooms/4/edit").text.count("checked") == 3


@pytest.mark.parametrize("parts", [[1], [1, 1], [1, 999], ["1"], [True, 2]])
def test_parts_that_cannot_be_are_told_at_their_field(as_, parts):
    no = as_("ada").post(API, json=SENT | {"parts": parts})
    assert no.status_code == 422, no.json
    assert next(iter(no.json["fields"])).startswith("parts"), no.json
    assert len(as_("ada").get(API).json) == 3


def test_a_hall_is_not_made_of_itself_and_a_part_not_of_others(as_, hall):
    ada = as_("ada")
    assert "parts" in ada.patch(f"{API}{hall}/", json={"parts": [1, hall]}).json["fields"]
    no = ada.patch(f"{API}1/", json={"parts": [2, 3]})
    assert no.status_code == 409
    assert no.json["detail"] == "Hall is made of Studio A: change that first"


def test_bookings_to_come_move_along_when_a_room_is_divided_or_joined(
    app, as_, book, monday
):
    ada = as_("ada")
    book("sol", 3, monday, "10:00", "11:00")
    assert ada.patch(f"{API}3/", json={"parts": [1, 2]}).status_code == 200
    assert held(app) == [(1, 1), (2, 1)]
    assert as_("nia").post(BOOK, json={"room": 1, "start_time": f"{monday}T10:00", "end_time": f"{monday}T11:00"}
                           ).status_code == 409  # fmt: skip
    assert ada.patch(f"{API}3/", json={"parts": []}).json["parts"] == []
    assert [space > 3 for space, _ in held(app)] == [True]


def test_it_is_not_divided_while_a_part_is_taken_at_its_times(
    app, as_, book, occupy, monday
):
    ada = as_("ada")
    book("sol", 3, monday, "10:00", "11:00"), book("nia", 1, monday, "10:30", "12:00")
    no = ada.patch(f"{API}3/", json={"parts": [1, 2]})
    assert no.status_code == 409
    assert "10:30" in no.json["detail"]
    assert held(app) == [(1, 2), (3, 1)]
    assert ada.get(f"{API}3/").json["parts"] == []
    occupy(2, "closure", monday, "08:00", "09:00")
    no = ada.patch(f"{API}2/", json={"parts": [1, 3]})
    assert no.status_code == 409
    assert "closed or held" in no.json["detail"]


def test_hall_and_halves_at_once_never_both(app, as_, hall, hour):
    wishes = [(as_(("sol", "nia")[n % 2]), (hall, 1, hall, 2)[n % 4]) for n in range(12)]
    with ThreadPoolExecutor(12) as pool:
        codes = list(
            pool.map(
                lambda one: (
                    until_served(
                        one[0].post, BOOK, json=hour | {"room": one[1]}
                    ).status_code
                ),
                wishes,
            )
        )
    assert set(codes) <= {201, 409}
    won = [room for code, (_, room) in zip(codes, wishes, strict=True) if code == 201]
    assert sorted(won) in ([1, 2], [hall])
    assert len(held(app)) == 2


def test_the_list_takes_as_many_queries_however_many_halls(app, as_, hall):
    sol, ada = as_("sol"), as_("ada")
    with counted(app) as few:
        sol.get(API)
    for n in range(4):
        ada.post(API, json=SENT | {"name": f"Hall {n}", "parts": [1, 2, 3]})
    with counted(app) as many:
        assert [room["parts"] for room in sol.get(API).json][1:5] == [[hall, 1, 2, 3]] * 4
    assert len(few) == len(many)
