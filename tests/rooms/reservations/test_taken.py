"""The page of a time that somebody else has: for whoever sees the room, and telling nobody whose it is."""

import pytest


@pytest.fixture(autouse=True)
def booked(book, monday):
    assert book("nia", 1, monday, "10:00", "13:00") == 1


@pytest.fixture
def look(as_, monday):
    def get(name="sol", room=1, starts="10:00", ends="13:00", **more):
        times = {"start_time": f"{monday}T{starts}", "end_time": f"{monday}T{ends}"}
        return as_(name).get(f"/rooms/{room}/taken", query_string=times | more)

    return get


def test_it_tells_until_when_and_what_else_there_is(look, monday):
    told = look().text
    assert "Studio A is taken until 13:00" in told
    assert "Nia" not in told
    assert f"/rooms/1/book?start_time={monday}T13:00" in told
    assert f"/rooms/3/book?start_time={monday}T10:00" in told
    assert f"start_time={monday}T10:00&amp;end_time={monday}T13:00&amp;minutes=60" in told


def test_it_offers_times_as_long_as_one_would_come(look, monday):
    assert (
        f"/rooms/1/book?start_time={monday}T13:00&amp;end_time={monday}T15:00"
        in look(minutes=120).text
    )


def test_what_is_free_leads_to_booking_it(look, monday):
    free = look(starts="15:00", ends="16:00")
    assert free.status_code == 302
    assert f"/rooms/1/book?start_time={monday}T15:00" in free.location


def test_of_what_has_begun_the_rest_is_waited_for(look, at, monday):
    with at("11:05"):
        assert f"start_time={monday}T11:15&amp;end_time={monday}T13:00" in look().text
    with at("13:05"):
        over = look()
    assert over.status_code == 409
    assert "over" in over.text


def test_a_stranger_is_sent_to_the_door_and_a_room_that_is_not_there_is_404(look, monday):
    assert look(None).status_code == 303
    assert look(room=99).status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        {"starts": "x"},
        {"ends": "25:00"},
        {"minutes": 0},
        {"minutes": "many"},
        {"starts": "13:00", "ends": "10:00"},
    ],
)
def test_an_address_that_makes_no_sense_is_no_fault_of_ours(look, said):
    assert look(**said).status_code in (409, 422)
