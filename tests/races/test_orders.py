"""Sixteen programs at things of which the second must know the first: whatever the order, both are right."""

import os

import pytest

from tests.races.orders import ORDERS
from webapp.stock.ledger import verify

ROUNDS = dict.fromkeys(ORDERS, 40) | {"a face against another": 15}
if rounds_for_all := os.environ.get("BACKLINE_TEST_ROUNDS"):
    ROUNDS = dict.fromkeys(ORDERS, int(rounds_for_all))
DONE = {200, 201}


@pytest.fixture(scope="module")
def arena(open_arena):
    with open_arena("tests.races.wsgi:app") as arena:
        yield arena
        with arena.app.app_context():
            assert list(verify.problems()) == []
        assert arena.log.read_text() == ""


@pytest.mark.parametrize("name", ORDERS)
def test_the_second_knows_of_the_first(arena, name):
    order, left = ORDERS[name], ROUNDS[name]
    while left:
        count = min(left, order.most_at_once)
        rounds, wrong = arena.order(order, count)
        assert wrong == [0] * count
        for answers in rounds:
            check_answers(answers)
        left -= count


def check_answers(answers):
    """Somebody got what they asked for, and who did not was told why."""
    assert DONE & {answer.status for answer in answers}
    for answer in answers:
        if answer.status not in DONE:
            assert (answer.status, answer.body["code"]) == (409, "conflict")
            assert answer.body["facts"]
