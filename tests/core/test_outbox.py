"""A letter leaves exactly when its act happened: not before, not without, and not twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
import time_machine
from sqlalchemy import select

from tests.support import smtp
from webapp import worker
from webapp.core import letters, outbox
from webapp.core import mail as mail_server
from webapp.core.db import db, transaction
from webapp.core.errors import Conflict
from webapp.core.outbox import Letter

LATER = timedelta(minutes=1)


@pytest.fixture
def desk(app):
    """The app's context, with a mail server's address where nobody listens yet."""
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{smtp.free_port()}"
    with app.app_context():
        yield app


@pytest.fixture
def mail(desk):
    with listening(desk) as arrived:
        yield arrived


def listening(app, how=smtp.server, **more):
    return how(int(app.config["SMTP_URL"].rpartition(":")[2]), **more)


def write(id=1, step="approved", **more):
    told = {
        "address": "sol@school.test",
        "name": "Sol Ö.",
        "subject": "Your violin",
        "text": "Come and get it.\n",
    }
    return outbox.write(
        kind="decision", subject_type="checkout", subject_id=id, step=step, **(told | more)
    )


def kept():
    db.session.rollback()
    return db.session.scalars(select(Letter).order_by(Letter.id)).all()


def test_a_letter_is_sent_once_and_as_written(mail):
    with transaction():
        assert write(html="<p>Come and get it.</p>")
    assert [outbox.post(), outbox.post()] == [1, 0]
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
    assert (outbox.post(), mail, kept()) == (0, [], [])


def test_a_letter_waits_for_its_time(mail):
    with transaction():
        write(due_at=datetime.now(UTC) + LATER)
    assert outbox.post() == 0
    with time_machine.travel(datetime.now(UTC) + 2 * LATER):
        assert outbox.post() == 1
        assert len(mail) == 1


def test_a_cancelled_letter_never_leaves_and_may_be_written_anew(mail):
    with transaction():
        write(due_at=datetime.now(UTC) + LATER)
    with transaction():
        assert outbox.cancel("checkout", 1, "approved")
        assert not outbox.cancel("checkout", 1, "approved")
    with time_machine.travel(datetime.now(UTC) + 2 * LATER):
        assert outbox.post() == 0
        with transaction():
            assert write(text="After all.\n")
        assert outbox.post() == 1
        assert [m.get_content().strip() for m in mail] == ["After all."]


def test_what_is_on_its_way_cannot_be_cancelled(mail):
    with transaction():
        write()
    letter = outbox.claim(datetime.now(UTC))
    with transaction():
        assert not outbox.cancel("checkout", 1, "approved")
    outbox.settle(letter)
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
    assert outbox.post() == 3
    assert outbox.post() == 0


def test_workers_never_share_a_letter(desk, mail):
    with transaction():
        for id in range(20):
            write(id)

    def work(_):
        with desk.app_context():
            return outbox.post()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    outbox.post()
    assert len(mail) == 20 == len({m["Message-ID"] for m in mail})


def test_a_mail_server_that_was_down_gets_the_letter_when_it_is_up(desk):
    with transaction():
        write()
    assert outbox.post() == 0
    (letter,) = kept()
    assert letter.attempts == 1
    assert "refused" in letter.last_error
    assert letter.due_at > datetime.now(UTC)
    with listening(desk) as arrived:
        assert outbox.post() == 0  # not before the pause is over
        with time_machine.travel(datetime.now(UTC) + LATER):
            assert outbox.post() == 1
            assert len(arrived) == 1
    assert kept()[0].last_error is None


def test_a_silent_mail_server_costs_one_try_and_the_others_wait_with_it(desk, monkeypatch):
    monkeypatch.setattr(mail_server, "TIMEOUT", 0.3)
    with transaction():
        for id in range(5):
            write(id)
    with listening(desk, smtp.silent) as calls:
        assert [outbox.post(), outbox.post()] == [0, 0]
        assert len(calls) == 1
    assert [letter.attempts for letter in kept()] == [1, 0, 0, 0, 0]
    assert all(letter.due_at > datetime.now(UTC) for letter in kept())
    with listening(desk) as arrived, time_machine.travel(datetime.now(UTC) + LATER):
        assert outbox.post() == 5 == len(arrived)


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


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sol@school.test", "550 5.1.1 No such user"),
        ("a..b@x.example", ""),
        ("a,b@x.example", ""),
    ],
)
def test_a_hopeless_letter_is_given_up_and_stops_no_other(desk, address, said):
    with transaction():
        write(1, address=address)
        write(2, address="nia@school.test")
    with listening(desk, refused={address: said} if said else {}) as arrived:
        outbox.post()
        with time_machine.travel(datetime.now(UTC) + timedelta(days=1)):
            outbox.post()
    assert [letter["To"].addresses[0].addr_spec for letter in arrived] == [
        "nia@school.test"
    ]
    hopeless, _ = kept()
    assert hopeless.failed_at
    assert hopeless.attempts == 1
    assert hopeless.last_error


def test_one_that_is_put_off_is_tried_again_for_five_days(desk):
    with transaction():
        write()
    started = datetime.now(UTC)
    with listening(desk, refused={"sol@school.test": "451 4.7.1 Greylisted"}):
        outbox.post()
        assert kept()[0].failed_at is None
        with time_machine.travel(started + timedelta(days=5, minutes=1)):
            outbox.post()
    assert kept()[0].failed_at
    assert "Greylisted" in kept()[0].last_error


def test_a_crash_after_sending_repeats_the_letter_with_its_id(desk, mail):
    with transaction():
        write()
    outbox.send(outbox.claim(datetime.now(UTC)))  # and the worker dies here
    assert outbox.post() == 0
    with time_machine.travel(datetime.now(UTC) + outbox.STALE + LATER):
        assert outbox.post() == 1
    assert len(mail) == 2
    assert mail[0]["Message-ID"] == mail[1]["Message-ID"]


@pytest.mark.parametrize("was", ["written", "claimed", "tried"])
def test_a_letter_of_a_clock_that_ran_ahead_leaves_when_it_is_put_back(desk, mail, was):
    with time_machine.travel(datetime.now(UTC) + timedelta(days=9)):
        with transaction():
            write(due_at=datetime.now(UTC) - LATER)
        if was != "written":
            letter = outbox.claim(datetime.now(UTC))
            if was == "tried":
                outbox.settle(letter, ConnectionRefusedError())
    assert [outbox.post(), outbox.post()] == [1, 0]
    assert len(mail) == 1


def test_no_transaction_is_open_while_a_letter_is_sent(desk, monkeypatch):
    with transaction():
        write()
    monkeypatch.setattr(
        outbox, "send", lambda _: seen.append(db.session().in_transaction())
    )
    seen = []
    assert outbox.post() == 1
    assert seen == [False]


def test_without_a_mail_server_letters_are_kept(desk):
    desk.config["SMTP_URL"] = ""
    with transaction():
        write()
    assert outbox.post() == 0
    assert kept()[0].attempts == 0
    desk.config["DEMO"] = True
    assert outbox.post() == 1
    assert kept()[0].sent_at


def test_a_letter_is_drawn_without_a_request(desk, tmp_path):
    (tmp_path / "hello.txt").write_text(
        "Hello {{ name }}\n\nSee {{ link('lending.queue') }}\n"
    )
    desk.jinja_loader.searchpath.append(str(tmp_path))
    drawn = letters.render("hello", name="Ann & Bo")
    assert drawn == ("Hello Ann & Bo", "See http://127.0.0.1:8000/checkouts\n", None)
