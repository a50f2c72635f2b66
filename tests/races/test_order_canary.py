"""Without locks the second does not know of the first; if it did, the orders would prove nothing."""

import pytest

from tests.races.orders import ORDERS

ROUNDS = 5


@pytest.fixture(scope="module")
def arena(open_arena):
    with open_arena("tests.races.unguarded:hesitating()", guarded=False) as arena:
        yield arena


@pytest.mark.parametrize("name", ORDERS)
def test_without_locks_the_second_does_not_know_of_the_first(arena, name):
    _, wrong = arena.order(ORDERS[name], ROUNDS)
    assert sum(map(bool, wrong)) >= 0.8 * ROUNDS, wrong
