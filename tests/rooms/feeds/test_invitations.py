"""The letters of a reservation carry it into its person's calendar, and out again: through a real mail server."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select

from tests.rooms.conftest import person
from tests.support import smtp
from webapp.core import posting
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.reservations import reservations


@pytest.fixture
def mail(app):
    """What arrives, as parsed messages."""
    port = smtp.free_port()
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    with smtp.server(port) as arrived:
        yield arrived


def post(app):
    with app.app_context():
        return posting.post()


def invitation(letter):
    """(the method the letter names, the calendar beside the text, the calendar as a file)"""
    (beside,) = [
        part for part in letter.walk() if part.get_content_type() == "text/calendar"
    ]
    (file,) = letter.iter_attachments()
    assert file.get_content_type() == "application/ics"
    assert file.get_filename() == "invite.ics"
    return (
        beside.get_param("method"),
        beside.get_payload(decode=True),
        file.get_payload(decode=True),
    )


def event(letter, method):
    """The one in a letter, which asks the calendar for this, and says it twice alike."""
    named, beside, file = invitation(letter)
    calendar = Calendar.from_ical(beside)
    assert named == calendar["METHOD"] == method
    assert beside == file
    assert b"\r\n" in beside
    assert b"\n" not in beside.replace(b"\r\n", b"")
    assert "Studio A" in letter.get_body(["plain"]).get_content()
    (only,) = calendar.walk("VEVENT")
    return only


def test_what_is_booked_comes_as_an_invitation_and_cancelling_takes_it_away(
    app, book, mail
):
    book("sol", 1, "2027-10-31", "09:00", "10:30")
    assert post(app) == 1
    with app.app_context(), transaction():
        reservations.cancel(person("dora"), 1)
    assert post(app) == 1
    booked, cancelled = mail
    first, last = event(booked, "REQUEST"), event(cancelled, "CANCEL")
    assert first["UID"] == last["UID"]
    assert (first["SEQUENCE"], last["SEQUENCE"]) == (0, 1)
    assert (first["STATUS"], last["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_an_invitation_says_when_where_who_and_what_for(app, book, mail):
    book("sol", 1, "2027-10-31", "09:00", "10:30", notes="Brahms, op. 38")
    post(app)
    first = event(mail[0], "REQUEST")
    assert first["DTSTART"].dt.astimezone(UTC) == datetime(2027, 10, 31, 8, tzinfo=UTC)
    assert first["DTEND"].dt - first["DTSTART"].dt == timedelta(minutes=90)
    assert (first["LOCATION"], first["DESCRIPTION"]) == ("Studio A", "Brahms, op. 38")
    assert first["ATTENDEE"] == "mailto:sol@school.test"
    assert first["ORGANIZER"] == "mailto:backline@localhost"


def test_it_is_the_same_event_as_in_the_feed(app, as_, book, mail, monday):
    book("sol", 1, monday, "14:00", "15:00")
    post(app)
    address = as_("sol").post("/api/inventory/calendars/", json={}).json["address"]
    told = Calendar.from_ical(
        app.test_client().get(address.removeprefix("http://127.0.0.1:8000")).data
    )
    (fed,), (sent,) = (
        told.walk("VEVENT"),
        Calendar.from_ical(invitation(mail[0])[1]).walk("VEVENT"),
    )
    assert all(
        fed[name] == sent[name]
        for name in ("UID", "SEQUENCE", "SUMMARY", "LOCATION", "STATUS", "URL")
    )


def test_it_is_kept_with_its_letter_and_sent_again_as_it_was(app, book, mail, monday):
    """Also where the room was called something else in the meantime, and the worker died after sending."""
    book("sol", 1, monday, "14:00", "15:00")
    with app.app_context():
        posting.send(posting.claim(datetime.now(UTC)))
        kept = db.session.scalars(select(Letter.calendar)).one()
        with time_machine.travel(datetime.now(UTC) + posting.STALE + timedelta(minutes=1)):
            assert posting.post() == 1
    first, again = (invitation(letter) for letter in mail)
    assert first == again
    assert first[1].decode() == kept
    assert mail[0]["Message-ID"] == mail[1]["Message-ID"]


def test_other_letters_carry_none(app, as_, wish, mail):
    as_("sol").post("/api/inventory/checkouts/", json=wish)
    assert post(app) == 1
    kinds = [part.get_content_type() for part in mail[0].iter_parts()]
    assert kinds == ["text/plain", "text/html"]
