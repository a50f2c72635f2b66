"""Joining the waitlist: what is free need not be waited for, and bad input is refused at its field."""

import pytest

API = "/api/inventory/waitlist/"

BOOK = "/api/inventory/reservations/"


def test_what_is_free_need_not_be_waited_for(as_, wish, monday):
    no = as_("sol").post(API, json=wish | {"end_time": f"{monday}T17:00"})
    assert no.status_code == 409
    assert "Studio A is free 16:00–17:00" in no.text
    (offer,) = no.json["offers"]
    assert offer["verb"] == "reservations"
    assert as_("sol").post(BOOK, json=offer["change"]).status_code == 201
    page = as_("nia").post("/waitlist/new", data=wish | {"is_flexible": "y"})
    assert page.status_code == 409
    assert 'href="/reservations/new?room=2' in page.text


def test_a_refused_booking_offers_the_queue(as_, monday):
    hour = {"room": 1, "start_time": f"{monday}T14:00", "end_time": f"{monday}T15:00"}
    sol = as_("sol")
    offer = sol.post(BOOK, json=hour).json["offers"][-1]
    assert (offer["label"], offer["verb"]) == ("Wait for this time", "waitlist")
    assert sol.post(API, json=offer["change"]).status_code == 201
    page = as_("nia").post("/reservations/new", data=hour)
    assert page.status_code == 409
    assert 'href="/waitlist/new?room=1' in page.text
    assert as_("nia").get("/waitlist/new", query_string=offer["change"]).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"minutes": 150}, "minutes"),
        ({"minutes": 0}, "minutes"),
        ({"end_time": "soon"}, "end_time"),
    ]
    + [({"start_time": "2020-01-01T10:00"}, "start_time"), ({"room": 999}, None)],
)
def test_bad_wishes_are_refused_at_their_field(as_, wish, stored, change, field):
    no = as_("sol").post(API, json=wish | change)
    assert (no.status_code, *no.json.get("fields", {})) == (
        (422, field) if field else (404,)
    )
    assert stored() == []
    page = as_("sol").post("/waitlist/new", data=wish | change)
    assert page.status_code == no.status_code


def test_the_same_wish_twice_is_one(as_, wish, stored):
    sol = as_("sol")
    assert [
        sol.post(API, json=wish, headers={"Idempotency-Key": "k"}).status_code
        for _ in range(2)
    ] == [201, 201]
    assert sol.post(API, json=wish).status_code == 409
    assert len(stored()) == 1
    assert sol.get("/reservations").text.count('href="/waitlist/1"') == 1
    assert len(sol.get(API).json) == 1
