"""Booking in a browser: the price before, the alternatives after, and nothing typed is ever lost."""

import html
import re
from datetime import date, timedelta

import pytest

from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.rooms.models import Reservation

PAGE = "/reservations/new"


@pytest.fixture
def link(monday):
    return f"{PAGE}?room=1&start_time={monday}T14:00&end_time={monday}T15:00"


@pytest.fixture
def count(app):
    def of(model=Reservation, **which):
        with app.app_context():
            return db.session.query(model).filter_by(**which).count()

    return of


def chosen(page, name):
    select = page[page.index(f'name="{name}"') :]
    return re.search(r'selected value="([^"]*)"', select[: select.index("</select>")])[1]


def test_in_a_dialog_its_heading_is_below_the_pages_and_stays_so_when_refused(
    as_, book, link, hour
):
    book("nia", 1, hour["start_time"][:10], "14:00", "15:00")
    alone, part = as_("sol"), as_("sol", htmx=True)
    assert "<h1" in alone.get(link).text
    assert alone.post(PAGE, data=hour).text.count("<h1") == 1
    assert part.post(PAGE, data=hour).text.count("<h1") == 1
    in_dialog = part.get(link, headers={"HX-Target": "dialog#dlg"}).text
    assert "<h1" not in in_dialog
    assert "<h2" in in_dialog
    assert 'name="in_dialog"' in in_dialog
    assert "<h1" not in part.post(PAGE, data=hour | {"in_dialog": "1"}).text


def test_the_link_fills_in_and_tells_the_price(as_, link, monday, count):
    page = as_("sol").get(link).text
    assert "Book Studio A" in page
    assert "<b>€10.00</b> for 1 h." in page
    assert count() == 0
    assert chosen(page, "start_time").startswith(f"{monday}T14:00:00+")
    assert chosen(page, "end_time")[11:16] == "15:00"


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


def test_what_the_form_shows_can_be_sent_back(as_, link, count):
    sol = as_("sol")
    page = sol.get(link).text
    typed = {
        "room": "1",
        "start_time": chosen(page, "start_time"),
        "end_time": chosen(page, "end_time"),
        "notes": "",
    }
    booked = sol.post(PAGE, data=typed)
    assert booked.status_code == 303
    assert count(room_id=1, student_id=2, total_cost_minor=1000) == 1
    assert "Confirmed" in sol.get(booked.location).text


def test_page_and_api_store_the_same(app, as_, hour, monday):
    as_("sol").post(PAGE, data=hour | {"notes": "Brahms"})
    later = {
        "start_time": f"{monday}T16:00",
        "end_time": f"{monday}T17:00",
        "notes": "Brahms",
    }
    as_("sol").post("/api/inventory/reservations/", json=hour | later)
    with app.app_context():
        page, api = db.session.query(Reservation).order_by(Reservation.id)
        assert (
            api.starts_at - page.starts_at
            == api.ends_at - page.ends_at
            == timedelta(hours=2)
        )
        for name in (
            "room_id",
            "student_id",
            "status",
            "rate_minor",
            "total_cost_minor",
            "currency",
            "notes",
            "version",
        ):
            assert getattr(page, name) == getattr(api, name), name


def test_htmx_is_sent_on_to_the_booking(as_, hour, count):
    answer = as_("sol", htmx=True).post(PAGE, data=hour)
    assert answer.headers["HX-Redirect"] == "/reservations/1"
    assert count() == 1


@pytest.mark.parametrize("htmx", [False, True])
def test_a_taken_slot_tells_what_is_there_and_offers_what_is_free(
    as_, hour, book, monday, count, htmx
):
    book("nia", 1, monday, "14:00", "15:00", notes="secret")
    sol = as_("sol", htmx=htmx)
    no = sol.post(PAGE, data=hour | {"notes": "Brahms, slow movement"})
    text = html.unescape(no.text)
    assert no.status_code == 409
    assert "Studio A is taken: 14:00–15:00" in text
    assert "Nia" not in text
    assert "secret" not in text
    assert "Brahms, slow movement</textarea>" in text
    assert chosen(text, "start_time")[:16] == hour["start_time"]
    assert "14:00 · taken" in text
    assert text.startswith("<form") == htmx
    offers = re.findall(r'name="instead" value="([^"]+)">([^<]+)', text)
    assert [label for _, label in offers[-2:]] == [
        "Studio C at the same time",
        "Studio B at the same time",
    ]
    for change, _ in (offers[0], offers[-1]):
        assert sol.post(
            PAGE, data=hour | {"instead": change, "notes": "Brahms"}
        ).status_code in (200, 303)
    assert count(student_id=2, notes="Brahms") == 2


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
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
    ],
)
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
    assert count() == 0
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
    assert count() == 0
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
    assert count() == 0
    assert 'value="k"' not in page


def test_the_same_form_twice_books_once(as_, hour, count):
    sol = as_("sol")
    first, again = (sol.post(PAGE, data=hour | {"idempotency_key": "k"}) for _ in range(2))
    assert first.location == again.location
    assert count() == 1 == count(Letter)


def test_a_letter_says_what_was_booked(app, as_, hour):
    as_("sol").post(PAGE, data=hour)
    with app.app_context():
        (letter,) = db.session.query(Letter)
        assert (letter.address, letter.kind, letter.step) == (
            "sol@school.test",
            "reservation_confirmed",
            "confirmed",
        )
        assert letter.subject.startswith("Booked: Studio A, ")
        assert letter.subject.endswith("14:00 to 15:00")
        assert "It costs €10.00." in letter.text
        assert "http://127.0.0.1:8000/reservations/1" in letter.text


def test_a_refused_booking_writes_no_letter(as_, hour, book, monday, count):
    book("nia", 1, monday, "14:00", "15:00")
    as_("sol").post(PAGE, data=hour)
    assert count(Letter) == 1
    assert count(Letter, address="sol@school.test") == 0


def test_whoever_cancels_their_own_reads_it_so(app, as_, hour):
    sol = as_("sol")
    sol.post(PAGE, data=hour), sol.post("/reservations/1/cancel")
    with app.app_context():
        letter = db.session.query(Letter).filter_by(step="cancelled").one()
        assert "You cancelled your booking" in letter.text
        assert "€10.00 is waived" in letter.text
