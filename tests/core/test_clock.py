"""The clock can be stopped, for whoever is inside and for nobody else."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest

from webapp.core import clock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_inside_it_is_that_instant_and_afterwards_it_is_now_again():
    before = datetime.now(UTC)
    with clock.at(NOON):
        with clock.at(NOON.replace(hour=13).astimezone(timezone(timedelta(hours=5)))):
            assert clock.now().isoformat() == "2026-03-01T13:00:00+00:00"
        assert clock.now() == NOON
    assert before <= clock.now() <= datetime.now(UTC)


def test_a_refusal_starts_it_again():
    with pytest.raises(ValueError), clock.at(NOON):
        raise ValueError
    assert clock.now() != NOON


def test_others_do_not_notice():
    seen = []
    with clock.at(NOON):
        other = threading.Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen[0] > NOON
