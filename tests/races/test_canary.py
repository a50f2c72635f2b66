"""Without locks and guards the same races must end in doubles; if they did not, they would prove nothing."""

import pytest

from tests.races.contests import CONTESTS

ROUNDS = 5


@pytest.fixture(scope="module")
def arena(open_arena):
    with open_arena("tests.races.unguarded:app()", guarded=False) as arena:
        yield arena


@pytest.mark.parametrize(
    "name", [name for name, contest in CONTESTS.items() if not contest.is_apart]
)
def test_without_locks_and_guards_several_win(arena, name):
    contest = CONTESTS[name]
    _, counts = arena.race(contest, ROUNDS)
    for counted in counts[: len(contest.counts)]:
        assert sum(times > 1 for times in counted) >= 0.8 * ROUNDS, counted
