"""E-mails speak the language of who reads them, whatever whoever acts speaks, and so do their subjects."""

import pytest
from sqlalchemy import select, update

from tests.support.quoted import OTHER, TEST
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.telling import guardian_copies
from webapp.people.models import Guardian, User
from webapp.rooms.feeds import feeds
from webapp.school import settings

from .acts import due, out_to, send, write

pytestmark = pytest.mark.usefixtures("made_up_languages")


@pytest.fixture
def reads(app):
    """Let somebody read a language, and the school speak one."""

    def choose(language, id=2, school="en"):
        with app.app_context(), transaction():
            db.session.execute(update(User).where(User.id == id).values(language=language))
            settings.change("language", school)

    return choose


def written_to(app, name):
    """The subjects of what was written to somebody, and the texts."""
    with app.app_context():
        query = select(Letter).where(Letter.name == name).order_by(Letter.id)
        found = db.session.scalars(query).all()
        return [each.subject for each in found], [each.text for each in found]


def test_who_chose_a_language_is_written_to_in_it(app, as_, reads):
    reads(TEST)
    reads(OTHER, id=1)  # Tess, who hands it out
    out_to(as_, "sol")
    subjects, texts = written_to(app, "Sol")
    assert subjects
    assert all(subject.startswith("«") for subject in subjects)
    assert all(text.startswith("«Dear Sol,»") for text in texts)
    assert not any("*" in text for text in texts)


def test_who_chose_none_is_written_to_in_the_schools(app, as_, reads):
    reads(None, school=OTHER)
    out_to(as_, "sol")
    subjects, texts = written_to(app, "Sol")
    assert all(subject.startswith("*") for subject in subjects)
    assert all(text.startswith("*Dear Sol,*") for text in texts)
    reads(None)
    out_to(as_, "nia")
    subjects, texts = written_to(app, "Nia")
    assert not any(mark in text for text in texts for mark in "*«")


def test_what_is_worded_when_it_leaves_speaks_it_too(app, as_, reads):
    out_to(as_, "sol")
    due(app, -3)
    reads(OTHER)
    write(app)
    assert "*Your loans today*" in written_to(app, "Sol")[0], "until it is worded"
    reads(TEST)  # in the meantime
    text = send(app)["Sol"]
    assert text.startswith("«Dear Sol,»")
    assert "*" not in text
    assert "3 days ago" in text.replace("«", "").replace("»", "")
    assert written_to(app, "Sol")[0][-1].startswith("«")


def test_a_guardian_reads_what_the_pupil_reads(app, as_, reads):
    out_to(as_, "sol")
    due(app, -14)
    with app.app_context(), transaction():
        db.session.add(Guardian(user_id=2, name="Pia", email="pia@home.test"))
    reads(TEST, school=OTHER)
    write(app, guardian_copies)
    assert send(app, guardian_copies.LATER.kind)["Pia"].startswith("«Dear Pia,»")


def test_a_copy_is_framed_for_its_reader_and_says_what_the_borrower_read(app, as_, reads):
    with app.app_context(), transaction():
        settings.change("copies_to_teacher", ["answers"])
    reads(TEST)
    reads(OTHER, id=1)
    out_to(as_, "sol")
    text = send(app, "copy")["Tess"]
    assert text.startswith("*Dear Tess,*")
    assert "«Dear Sol,»" not in text
    assert "«" in text


def test_a_calendar_speaks_its_owners_language(app, as_, reads):
    out_to(as_, "sol")
    reads(TEST, school=OTHER)
    with app.app_context(), transaction():
        _feed, token = feeds.make(Actor(2, "Sol", "student", 0))
    calendar = as_().get(f"/calendar/{token}.ics").text
    assert "«" in calendar
    assert "*" not in calendar
