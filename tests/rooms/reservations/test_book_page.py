"""Booking in a browser: the price before, the alternatives after, and nothing typed is ever lost."""

from datetime import timedelta

from tests.rooms.reservations.conftest import chosen
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.rooms.models import Reservation

PAGE = "/reservations/new"


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
    assert count(Reservation) == 0
    assert chosen(page, "start_time").startswith(f"{monday}T14:00:00+")
    assert chosen(page, "end_time")[11:16] == "15:00"


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
    assert count(Reservation, room_id=1, student_id=2, total_cost_minor=1000) == 1
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
    assert count(Reservation) == 1


def test_the_same_form_twice_books_once(as_, hour, count):
    sol = as_("sol")
    first, again = (sol.post(PAGE, data=hour | {"idempotency_key": "k"}) for _ in range(2))
    assert first.location == again.location
    assert count(Reservation) == 1 == count(Letter)


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
