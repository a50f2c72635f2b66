"""Without locks and guards the same races must end in doubles; if they did not, they would prove nothing."""

import pytest

from tests.races.contests import CONTESTS

ROUNDS = 5
GOES = (
    3  # on a machine that is busy with other things requests may come one after the other
)


@pytest.fixture(scope="module")
def arena(open_arena):
    with open_arena("tests.races.unguarded:app()", guarded=False) as arena:
        yield arena


@pytest.mark.parametrize(
    "name", [name for name, contest in CONTESTS.items() if not contest.is_apart]
)
def test_without_locks_and_guards_several_win(arena, name):
    contest = CONTESTS[name]
    seen = []
    for _go in range(GOES):
        _, counts = arena.race(contest, ROUNDS)
        seen.append(counts[: len(contest.counts)])
        if all(sum(times > 1 for times in each) >= 0.8 * ROUNDS for each in seen[-1]):
            return
    pytest.fail(f"only one wins too often: {seen}")
