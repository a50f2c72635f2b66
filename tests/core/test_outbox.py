"""A letter leaves exactly when its act happened: not before, not without, and not twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
import time_machine

from webapp import worker
from webapp.core import letters, outbox, posting
from webapp.core.db import db, transaction
from webapp.core.errors import Conflict

from .mailing import kept, write

LATER = timedelta(minutes=1)


def test_a_letter_is_sent_once_and_as_written(mail):
    with transaction():
        assert write(html="<p>Come and get it.</p>")
    assert [posting.post(), posting.post()] == [1, 0]
    (letter,) = mail
    assert (letter["Subject"], letter["To"]) == (
        "Your violin",
        '"Sol Ö." <sol@school.test>',
    )
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"] == kept()[0].message_id
    assert letter.get_body(["plain"]).get_content().strip() == "Come and get it."
    assert letter.get_body(["html"]).get_content().strip() == "<p>Come and get it.</p>"


def test_a_refused_act_sends_nothing(mail):
    with pytest.raises(Conflict), transaction():
        write()
        raise Conflict
    assert (posting.post(), mail, kept()) == (0, [], [])


def test_a_letter_waits_for_its_time(mail):
    with transaction():
        write(due_at=datetime.now(UTC) + LATER)
    assert posting.post() == 0
    with time_machine.travel(datetime.now(UTC) + 2 * LATER):
        assert posting.post() == 1
        assert len(mail) == 1


def test_a_cancelled_letter_never_leaves_and_may_be_written_anew(mail):
    with transaction():
        write(due_at=datetime.now(UTC) + LATER)
    with transaction():
        assert outbox.cancel("checkout", 1, "approved")
        assert not outbox.cancel("checkout", 1, "approved")
    with time_machine.travel(datetime.now(UTC) + 2 * LATER):
        assert posting.post() == 0
        with transaction():
            assert write(text="After all.\n")
        assert posting.post() == 1
        assert [m.get_content().strip() for m in mail] == ["After all."]


def test_what_is_on_its_way_cannot_be_cancelled(mail):
    with transaction():
        write()
    letter = posting.claim(datetime.now(UTC))
    with transaction():
        assert not outbox.cancel("checkout", 1, "approved")
    posting.settle(letter)
    with transaction():
        assert not outbox.cancel("checkout", 1, "approved")


def test_one_letter_a_subject_and_step(mail):
    with transaction():
        assert [write(), write(text="Again.\n"), write(id=2), write(step="reminded")] == [
            True,
            False,
            True,
            True,
        ]
    assert posting.post() == 3
    assert posting.post() == 0


def test_workers_never_share_a_letter(desk, mail):
    with transaction():
        for id in range(20):
            write(id)

    def work(_):
        with desk.app_context():
            return posting.post()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    posting.post()
    assert len(mail) == 20 == len({m["Message-ID"] for m in mail})


def test_chores_are_seen_to_between_letters(desk, mail, monkeypatch):
    """The worker itself, with a mail server that is slow to no end for all it knows."""
    seen, stop = [], Event()

    def chore():
        seen.append(len(mail))
        if len(mail) == 3:
            stop.set()

    monkeypatch.setattr(worker, "CHORES", {0.0: (chore,)})
    with transaction():
        for id in range(5):
            write(id)
    worker.work(stop)
    assert seen == [0, 1, 2, 3]
    assert len(mail) == 3


def test_no_transaction_is_open_while_a_letter_is_sent(desk, monkeypatch):
    with transaction():
        write()
    monkeypatch.setattr(
        posting, "send", lambda _: seen.append(db.session().in_transaction())
    )
    seen = []
    assert posting.post() == 1
    assert seen == [False]


def test_without_a_mail_server_letters_are_kept(desk):
    desk.config["SMTP_URL"] = ""
    with transaction():
        write()
    assert posting.post() == 0
    assert kept()[0].attempts == 0
    desk.config["DEMO"] = True
    assert posting.post() == 1
    assert kept()[0].sent_at


def test_a_letter_is_drawn_without_a_request(desk, tmp_path):
    (tmp_path / "hello.txt").write_text(
        "Hello {{ name }}\n\nSee {{ link('lending.queue') }}\n"
    )
    desk.jinja_loader.searchpath.append(str(tmp_path))
    drawn = letters.render("hello", name="Ann & Bo")
    assert drawn.subject == "Hello Ann & Bo"
    assert drawn.text == "See http://127.0.0.1:8000/checkouts\n\nBackline\n"
    assert "<h1" in drawn.html
    assert "Hello Ann &amp; Bo" in drawn.html
