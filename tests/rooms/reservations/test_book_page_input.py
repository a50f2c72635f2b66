"""Booking in a browser with what cannot be read or is not there: it is told, and what was typed stays."""

from datetime import date

import pytest

from webapp.rooms.models import Reservation

PAGE = "/reservations/new"


BAD = [
    (
        {"end_time": "{day}T14:00"},
        "end_time",
        "Choose an end after the start: 14:15 or later",
    ),
    ({"end_time": "{day}T23:00"}, "end_time", "The school is open from 08:00 to 22:00"),
    (
        {"start_time": "{day}T14:05"},
        "start_time",
        "Choose a time on a step of 15 minutes: 14:00 or 14:15",
    ),
    ({"start_time": "soon"}, "start_time", "Enter a time such as"),
    ({"end_time": ""}, "end_time", "Fill this in"),
    ({"notes": "x" * 501}, "notes", "At most 500 characters"),
    (
        {"start_time": "2999-12-31T23:59-12:00", "end_time": "2999-12-31T23:59-11:00"},
        None,
        "between 2000 and 2999",
    ),
]


@pytest.mark.parametrize(("change", "field", "words"), BAD)
def test_bad_input_is_told_and_what_was_typed_stays(
    as_, hour, monday, count, change, field, words
):
    typed = (
        hour
        | {"notes": "Brahms"}
        | {name: value.format(day=monday) for name, value in change.items()}
    )
    no = as_("sol").post(PAGE, data=typed)
    assert no.status_code == 422
    assert words in no.text
    assert count(Reservation) == 0
    assert field is None or f'id="{field}-error"' in no.text
    assert typed["notes"] in no.text
    for name in ("start_time", "end_time"):
        assert typed[name] in no.text


@pytest.mark.parametrize("field", ["start_time", "end_time"])
def test_a_time_that_cannot_be_read_is_told_at_its_field_alone(as_, hour, field):
    no = as_("sol").post(PAGE, data=hour | {field: "soon"})
    assert no.status_code == 422
    assert "Enter a time such as" in no.text
    assert "Choose a time to see the price." in no.text
    assert "NoneType" not in no.text


@pytest.mark.parametrize("room", ["999", "x", "", "-1", str(10**30), "1 OR 1"])
def test_a_room_that_is_not_there(as_, hour, count, room):
    assert as_("sol").post(PAGE, data=hour | {"room": room}).status_code in (404, 422)
    assert count(Reservation) == 0
    assert as_("sol").get(f"{PAGE}?room={room}").status_code in (404, 422)


@pytest.mark.parametrize(
    "asked",
    ["", "&start=14:00", f"&date={date(2027, 5, 3)}", "&date=2027-05-03&start=21:45"],
)
def test_a_link_may_say_less(as_, asked):
    page = as_("sol").get(f"{PAGE}?room=1{asked}")
    assert page.status_code == 200
    assert "Book Studio A" in page.text


@pytest.mark.parametrize(
    "asked", ["&end_time=25:00", "&start_time=9:00", "&date=soon", "&date=1000-01-01"]
)
def test_a_link_that_means_nothing_is_told(as_, asked):
    assert as_("sol").get(f"{PAGE}?room=1{asked}").status_code == 422
