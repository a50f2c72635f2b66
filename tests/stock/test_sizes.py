"""Sizes as names tell them."""

import pytest

from webapp.stock import sizes


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Student Violin 1/2", "1/2"),
        ("1/16 violin", "1/16"),
        ("Student Viola 38 cm", "38 cm"),
        ("Ortega R121-1/2", "1/2"),
        ("Drum sticks 5/7", ""),
        ("Waltz in 3/45", ""),
        ("Harp", ""),
    ],
)
def test_a_name_tells_the_size(name, size):
    assert sizes.of(name) == size


def test_the_next_one_up_is_the_smallest_of_the_larger_ones():
    assert sizes.next_up("1/2", ["1/4", "1/2", "4/4", "3/4", ""]) == "3/4"
    assert sizes.next_up("38 cm", ["36 cm", "41 cm", "40 cm", "4/4"]) == "40 cm"
    assert sizes.next_up("4/4", sizes.PARTS) == ""
    assert sizes.next_up("", sizes.PARTS) == ""
