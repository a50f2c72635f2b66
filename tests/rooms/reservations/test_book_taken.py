"""Booking time that is taken: what is in the way, and offers that work."""

from tests.rooms.conftest import check_words
from webapp.rooms.times import availability

API = "/api/inventory/reservations/"


def test_taken_tells_when_but_not_who_and_offers_what_works(as_, hour):
    as_("sol").post(API, json=hour | {"notes": "secret"})
    nia = as_("nia")
    no = nia.post(API, json=hour)
    assert no.status_code == 409
    check_words(no.text, without=["Sol", "secret"])
    assert starts(no.json["facts"]["busy"]) == {"14:00"}
    changes = [offer["change"] for offer in no.json["offers"]]
    times = [change for change in changes if "start_time" in change]
    places = [change for change in changes if "room" in change]
    assert starts(times) >= {"13:00", "15:00"}
    for change in (places[0], times[0]):
        assert nia.post(API, json=hour | change).status_code == 201


def starts(times):
    return {time["start_time"][11:16] for time in times}


def test_another_room_is_offered_only_if_there_is_time_to_tidy_it_up(
    as_, admin, hour, monday
):
    admin.patch("/api/inventory/practice-rooms/3/", json={"turnover_minutes": 15})
    sol = as_("sol")
    after = {"room": 3, "start_time": f"{monday}T15:00", "end_time": f"{monday}T16:00"}
    assert [sol.post(API, json=said).status_code for said in (hour, after)] == [201, 201]
    offers = as_("nia").post(API, json=hour).json["offers"]
    assert [
        offer["change"]["room"]
        for offer in offers
        if "room" in offer["change"] and "verb" not in offer
    ] == [2]


def test_touching_is_not_overlapping(as_, hour, monday):
    sol = as_("sol")
    assert sol.post(API, json=hour).status_code == 201
    after = {"start_time": f"{monday}T15:00", "end_time": f"{monday}T16:00"}
    assert sol.post(API, json=hour | after).status_code == 201
    assert sol.post(API, json=hour | {"end_time": f"{monday}T14:15"}).status_code == 409


def test_turnover_keeps_a_gap_on_both_sides(as_, admin, hour, monday):
    admin.patch("/api/inventory/practice-rooms/1/", json={"turnover_minutes": 15})
    sol = as_("sol")
    assert sol.post(API, json=hour).status_code == 201
    for start, end, status in (
        ("15:00", "16:00", 409),
        ("13:00", "14:00", 409),
        ("15:15", "16:00", 201),
    ):
        times = {"start_time": f"{monday}T{start}", "end_time": f"{monday}T{end}"}
        assert sol.post(API, json=hour | times).status_code == status


def test_when_the_look_misses_the_database_still_says_no(as_, hour, monkeypatch):
    as_("sol").post(API, json=hour)
    monkeypatch.setattr(availability, "clashes", Blind(availability.clashes))
    assert as_("nia").post(API, json=hour).status_code == 409


class Blind:
    """Sees nothing the first time."""

    def __init__(self, real):
        self.real, self.looked = real, False

    def __call__(self, *asked, **more):
        if self.looked:
            return self.real(*asked, **more)
        self.looked = True
        return []
