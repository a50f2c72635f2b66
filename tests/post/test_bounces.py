"""E-mail that comes back: its address is marked, and written to no more until somebody mends it."""

import email

import pytest
from sqlalchemy import select

from tests.core.mailing import listening, write
from tests.support import imap, smtp
from webapp.core import bounce_mailbox, bounces, failing_letters, posting
from webapp.core.bounces import Bounce
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter

from .reports import bounce, question


@pytest.fixture
def desk(app):
    """The app's context, with the address of a mail server."""
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{smtp.free_port()}"
    with app.app_context():
        yield app


@pytest.fixture
def sent(desk):
    """A letter to Sol that left."""
    with transaction():
        write()
    with listening(desk) as arrived:
        assert posting.post() == 1
    return arrived


def marked():
    db.session.rollback()
    return db.session.scalars(select(Bounce.address).order_by(Bounce.id)).all()


def take(message):
    report = bounces.read(message)
    with transaction():
        return bounces.record(report)


def test_what_comes_back_marks_its_address_once(sent):
    assert take(bounce("Sol@School.test")) == ["sol@school.test"]
    assert take(bounce("sol@school.test")) == []
    assert marked() == ["sol@school.test"]
    assert "550 5.1.1 No such user here" in db.session.scalars(select(Bounce.reason)).one()


@pytest.mark.parametrize(
    "message",
    [
        bounce("sol@school.test", "delayed"),
        bounce("never@written.test"),
        question(),
        b"",
        b"\xff\x00 nonsense",
    ],
)
def test_nothing_else_marks_anything(sent, message):
    assert take(message) == []
    assert marked() == []


def test_nothing_is_sent_there_until_the_address_works(desk, sent):
    take(bounce("sol@school.test"))
    with transaction():
        write(id=2)
    with listening(desk) as arrived:
        assert posting.post() == 0
        assert arrived == []
        letter = db.session.scalars(select(Letter).where(Letter.subject_id == 2)).one()
        assert letter.failed_at
        assert "came back" in letter.last_error
        db.session.rollback()
        with transaction():
            assert failing_letters.try_again() == 1
        assert posting.post() == 1
    assert marked() == []


def test_a_round_over_smtp_and_imap(desk, sent):
    assert sent[0]["To"].addresses[0].addr_spec == "sol@school.test"
    with imap.server() as url:
        imap.deliver(url, question())
        imap.deliver(url, bounce(sent[0]["To"].addresses[0].addr_spec))
        imap.deliver(url, bounce("sol@school.test", "delayed"))
        assert bounce_mailbox.read(url) == 2
        assert marked() == ["sol@school.test"]
        assert bounce_mailbox.read(url) == 0
        seen = [(b"\\Seen" in each, b"\\Flagged" in each) for each in imap.flags(url)]
        assert seen == [(False, True), (True, False), (True, False)]


@pytest.mark.parametrize(
    "odd",
    [
        bounce("sol@school.test", said="No \0 such \0 user"),
        bounce("s\0ol@school.test"),
        bounce("sol@school.test").replace(b"text/plain", b"text/plain; charset=nope\0"),
        b"\0",
    ],
)
def test_however_one_message_is_made_the_next_is_read(desk, sent, odd):
    with imap.server() as url:
        imap.deliver(url, odd)
        imap.deliver(url, bounce("sol@school.test"))
        assert bounce_mailbox.read(url) >= 1
        assert marked() == ["sol@school.test"]
        assert bounce_mailbox.read(url) == 0
        assert all(b"\\Seen" in each or b"\\Flagged" in each for each in imap.flags(url))


def test_what_a_mail_server_says_is_kept_without_nul(sent):
    assert take(bounce("sol@school.test", said="No \0such user"))
    assert "No such user" in db.session.scalars(select(Bounce.reason)).one()


def test_what_cannot_be_read_is_flagged_and_logged(desk, sent, monkeypatch, caplog):
    """A reader that gives up stands for a message that no reader can take."""

    def give_up(*_args, **_options):
        raise LookupError("unknown encoding")

    monkeypatch.setattr(email, "message_from_bytes", give_up)
    with imap.server() as url:
        imap.deliver(url, bounce("sol@school.test"))
        assert bounce_mailbox.read(url) == 0
        assert [b"\\Flagged" in each for each in imap.flags(url)] == [True]
    assert "could not be" in caplog.text


def test_a_message_is_piped_in(desk, sent):
    result = desk.test_cli_runner().invoke(
        args=["mail", "bounced"], input=bounce("sol@school.test")
    )
    assert "Nothing is sent to sol@school.test any more" in result.output
    again = desk.test_cli_runner().invoke(
        args=["mail", "bounced"], input=bounce("sol@school.test")
    )
    assert "No address" in again.output


def test_staff_are_told_on_the_persons_page_and_by_a_list(app, as_, sent):
    take(bounce("sol@school.test"))
    came_back = "E-mail to this address came back"
    assert came_back in as_("tess").get("/people/2").text
    assert came_back not in as_("sol").get("/people/2").text
    for who in ("ada", "dora", "tess"):
        assert "No such user here" in as_(who).get("/reports/unreached").text
    assert as_("sol").get("/reports/unreached").status_code == 403


def test_the_list_is_empty_where_nothing_came_back(as_):
    assert "Everybody can be e-mailed" in as_("dora").get("/reports/unreached").text
