"""How many of something, as people say it."""

import pytest

from webapp.core import text


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1200, "1,200 rows"), (-1, "-1 rows")],
)
def test_a_count_has_the_right_plural(number, words):
    assert text.counted(number, "row") == words


def test_a_plural_of_its_own_is_said():
    said = [text.counted(n, "second approval") for n in (1, 2)]
    assert said == ["1 needs a second approval", "2 need a second approval"]
