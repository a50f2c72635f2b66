"""Without locks the second does not know of the first; if it did, the orders would prove nothing."""

import pytest

from tests.races.orders import ORDERS
from tests.races.test_canary import GOES

ROUNDS = 5


@pytest.fixture(scope="module")
def arena(open_arena):
    with open_arena("tests.races.unguarded:hesitating()", guarded=False) as arena:
        yield arena


@pytest.mark.parametrize("name", ORDERS)
def test_without_locks_the_second_does_not_know_of_the_first(arena, name):
    seen = []
    for _go in range(GOES):
        _, wrong = arena.order(ORDERS[name], ROUNDS)
        seen.append(wrong)
        if sum(map(bool, wrong)) >= 0.8 * ROUNDS:
            return
    pytest.fail(f"the second knows of the first too often: {seen}")
