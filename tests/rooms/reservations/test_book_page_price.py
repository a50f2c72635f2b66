"""The price on the booking form, and what it says of time that is taken."""

import html
import re

import pytest

from tests.rooms.conftest import check_words
from tests.rooms.reservations.conftest import chosen
from webapp.rooms.models import Reservation

PAGE = "/reservations/new"


@pytest.mark.parametrize("name", ["sol", "dora"])
def test_a_time_that_is_taken_shows_no_price(as_, book, link, monday, name):
    book("nia", 1, monday, "14:30", "16:00")
    page = as_(name).get(link).text
    assert "<b>Taken:</b> Studio A is not free for all of that time." in page
    assert "€10.00" not in page
    refused = as_(name).post(
        PAGE,
        data={"room": "1", "start_time": f"{monday}T14:00", "end_time": f"{monday}T15:00"},
    )
    assert refused.status_code == 409
    assert "<b>Taken:</b>" in refused.text
    assert "€10.00" not in refused.text
    free = as_(name).get(link.replace("T14:00", "T13:00").replace("T15:00", "T14:00")).text
    assert "€10.00" in free
    assert "<b>Taken:</b>" not in free


def test_moving_to_a_time_that_is_taken_shows_no_price_and_its_own_time_is_not_in_its_way(
    as_, book, monday
):
    mine = book("sol", 1, monday, "14:00", "15:00")
    book("nia", 1, monday, "15:30", "17:00")
    move, day = f"/reservations/{mine}/move?room=1", f"{monday}T"
    assert (
        "<b>Taken:</b>"
        in as_("sol").get(f"{move}&start_time={day}15:00&end_time={day}16:00").text
    )
    free = as_("sol").get(f"{move}&start_time={day}14:30&end_time={day}15:30").text
    assert "<b>Taken:</b>" not in free
    assert "€10.00" in free


@pytest.mark.parametrize("htmx", [False, True])
def test_a_taken_slot_tells_what_is_there_and_offers_what_is_free(
    as_, hour, book, monday, count, htmx
):
    book("nia", 1, monday, "14:00", "15:00", notes="secret")
    sol = as_("sol", htmx=htmx)
    no = sol.post(PAGE, data=hour | {"notes": "Brahms, slow movement"})
    text = html.unescape(no.text)
    assert (no.status_code, text.startswith("<form")) == (409, htmx)
    check_it_is_told_and_kept(text, hour)
    for change in offered(text):
        sol.post(PAGE, data=hour | {"instead": change, "notes": "Brahms"})
    assert count(Reservation, student_id=2, notes="Brahms") == 2


OFFER = re.compile(r'name="instead" value="([^"]+)">([^<]+)')
ROOMS = ["Studio C at the same time", "Studio B at the same time"]


def offered(page):
    """The first offer, of another time, and the last, of another room, as they are sent."""
    offers = OFFER.findall(page)
    assert [label for _, label in offers[-2:]] == ROOMS
    return offers[0][0], offers[-1][0]


def check_it_is_told_and_kept(text, hour):
    is_there = ("Studio A is taken: 14:00–15:00", "14:00 · taken")
    check_words(text, *is_there, without=["Nia", "secret"])
    assert "Brahms, slow movement</textarea>" in text
    assert chosen(text, "start_time")[:16] == hour["start_time"]


def test_the_price_follows_the_times(as_, monday):
    part = (
        as_("sol", htmx=True)
        .get(f"{PAGE}?room=2&start_time={monday}T14:00&end_time={monday}T14:20:00")
        .text
    )
    assert "Choose a time on a step of 15 minutes" in part
    assert "€" not in part
    part = (
        as_("sol", htmx=True)
        .get(f"{PAGE}?room=2&start_time={monday}T14:00&end_time={monday}T15:45")
        .text
    )
    assert "<b>€26.25</b> for 1 h 45 min." in part


def test_without_a_script_a_button_shows_the_price_and_keeps_what_was_typed(
    as_, hour, monday, count
):
    sol = as_("sol")
    typed = hour | {
        "end_time": f"{monday}T16:30",
        "notes": "Brahms & Liszt",
        "idempotency_key": "k",
    }
    shown = sol.post("/reservations/price", data=typed)
    assert shown.status_code == 303
    assert "csrf" not in shown.location
    page = sol.get(shown.location).text
    assert "<b>€25.00</b> for 2 h 30 min." in page
    assert "Brahms &amp; Liszt" in page
    assert count(Reservation) == 0
    assert 'value="k"' not in page
