"""E-mails that could not be sent are sent later, once; those that never can be are given up."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.support import smtp
from webapp.core import mail as mail_server
from webapp.core import posting
from webapp.core.db import transaction

from .mailing import kept, listening, write

LATER = timedelta(minutes=1)


def test_a_mail_server_that_was_down_gets_the_letter_when_it_is_up(desk):
    with transaction():
        write()
    assert posting.post() == 0
    (letter,) = kept()
    assert letter.attempts == 1
    assert "refused" in letter.last_error
    assert letter.due_at > datetime.now(UTC)
    with listening(desk) as arrived:
        assert posting.post() == 0  # not before the pause is over
        with time_machine.travel(datetime.now(UTC) + LATER):
            assert posting.post() == 1
            assert len(arrived) == 1
    assert kept()[0].last_error is None


def test_a_silent_mail_server_costs_one_try_and_the_others_wait_with_it(desk, monkeypatch):
    monkeypatch.setattr(mail_server, "TIMEOUT", 0.3)
    with transaction():
        for id in range(5):
            write(id)
    with listening(desk, smtp.silent) as calls:
        assert [posting.post(), posting.post()] == [0, 0]
        assert len(calls) == 1
    assert [letter.attempts for letter in kept()] == [1, 0, 0, 0, 0]
    assert all(letter.due_at > datetime.now(UTC) for letter in kept())
    with listening(desk) as arrived, time_machine.travel(datetime.now(UTC) + LATER):
        assert posting.post() == 5 == len(arrived)


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
        posting.post()
        with time_machine.travel(datetime.now(UTC) + timedelta(days=1)):
            posting.post()
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
        posting.post()
        assert kept()[0].failed_at is None
        with time_machine.travel(started + timedelta(days=5, minutes=1)):
            posting.post()
    assert kept()[0].failed_at
    assert "Greylisted" in kept()[0].last_error


def test_a_crash_after_sending_repeats_the_letter_with_its_id(desk, mail):
    with transaction():
        write()
    posting.send(posting.claim(datetime.now(UTC)))  # and the worker dies here
    assert posting.post() == 0
    with time_machine.travel(datetime.now(UTC) + posting.STALE + LATER):
        assert posting.post() == 1
    assert len(mail) == 2
    assert mail[0]["Message-ID"] == mail[1]["Message-ID"]


@pytest.mark.parametrize("was", ["written", "claimed", "tried"])
def test_a_letter_of_a_clock_that_ran_ahead_leaves_when_it_is_put_back(desk, mail, was):
    with time_machine.travel(datetime.now(UTC) + timedelta(days=9)):
        with transaction():
            write(due_at=datetime.now(UTC) - LATER)
        if was != "written":
            letter = posting.claim(datetime.now(UTC))
            if was == "tried":
                posting.settle(letter, ConnectionRefusedError())
    assert [posting.post(), posting.post()] == [1, 0]
    assert len(mail) == 1
