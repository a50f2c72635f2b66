"""Sixteen programs at one thing, through several server processes: one gets it, fifteen are told what is the case."""

import os
import statistics

import pytest

from tests.races.contests import CONTESTS
from tests.races.servers import CLIENTS
from webapp.stock.ledger import verify

MOST_WANTED = (  # what the desk, the teachers and the queue meet over each day
    "last violin, asked for",
    "last violin, a lapsed basket sent or asked for",
    "last violin, approved",
    "one approval",
    "a request approved in part or cancelled",
    "the last piece, set aside or handed out",
    "a pile back against a pile back",
    "a return, offered to one of two who wait",
    "an offer from a queue, taken or lapsed",
)
# in CI; `make races`, and with it `make test-long`, runs 500 of each, and tells the times
ROUNDS = dict.fromkeys(CONTESTS, 8) | dict.fromkeys(MOST_WANTED, 40)
if rounds_for_all := os.environ.get("BACKLINE_TEST_ROUNDS"):
    ROUNDS = dict.fromkeys(CONTESTS, int(rounds_for_all))


@pytest.fixture(scope="module")
def arena(open_arena):
    with open_arena("tests.races.wsgi:app") as arena:
        yield arena
        with arena.app.app_context():
            assert list(verify.problems()) == []
        assert arena.log.read_text() == ""


@pytest.mark.parametrize("name", CONTESTS)
def test_one_wins(arena, engine, name):
    contest = CONTESTS[name]
    times, left = [], ROUNDS[name]
    while left:
        count = min(left, contest.most_at_once)
        rounds, counts = arena.race(contest, count)
        check_one_won(contest, rounds, counts, has_offers=name == "room slot")
        times += [a.seconds * 1000 for answers in rounds for a in answers]
        left -= count
    _tell(engine, name, times)


def check_one_won(contest, rounds, counts, *, has_offers):
    for counted in counts:
        assert counted == [1] * len(rounds)
    for answers in rounds:
        won = [answer for answer in answers if answer.status in contest.won]
        assert len(won) == 1, answers
        for answer in answers:
            if answer not in won:
                check_refusal(answer, contest.refused, has_offers=has_offers)


def check_refusal(no, refused, *, has_offers):
    assert (no.status, no.body["code"]) == refused
    assert no.kind == "application/problem+json"
    assert no.body["detail"]
    assert no.body["facts"]
    assert no.body.get("offers") or not has_offers


def _tell(engine, name, times):
    """To whoever asks pytest for what tests print."""
    median, last = statistics.median(times), statistics.quantiles(times, n=100)[-1]
    print(
        f"{engine:10} {name:32} {ROUNDS[name]} rounds of {CLIENTS}: p50 {median:4.0f} ms, p99 {last:4.0f} ms",
        flush=True,
    )
