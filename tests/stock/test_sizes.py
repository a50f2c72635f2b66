"""Sizes as names tell them."""

import pytest

from webapp.core.errors import Invalid
from webapp.stock import sizes


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Student Violin 1/2", "1/2"),
        ("1/16 violin", "1/16"),
        ("Student Viola 38 cm", "15 in"),
        ("Viola 15″", "15 in"),
        ('Viola 15.5"', "15.5 in"),
        ("Viola 15 1/2", "15.5 in"),
        ("Viola 15½", "15.5 in"),
        ("16-inch Viola", "16 in"),
        ("Viola 40 cm", "15.5 in"),
        ("Viola 3/4", "3/4"),
        ("Viola, 20 pieces", ""),
        ("Viola 99 cm", ""),
        ("Cymbal 40 cm", ""),
        ("Ortega R121-1/2", "1/2"),
        ("Drum sticks 5/7", ""),
        ("Waltz in 3/45", ""),
        ("Harp", ""),
    ],
)
def test_a_name_tells_the_size(name, size):
    assert sizes.of(name) == size


def test_the_bars_of_sheet_music_are_no_size():
    assert sizes.of("Minuet in 3/4", "sheet_music") == ""


@pytest.mark.parametrize(
    ("written", "size"),
    [
        ("3/4", "3/4"),
        ("38 cm", "15 in"),
        ("15½″", "15.5 in"),
        ("15.5 in", "15.5 in"),
        ("", ""),
    ],
)
def test_a_size_is_one_however_it_is_written(written, size):
    assert sizes.read(written) == size


@pytest.mark.parametrize("written", ["3/5", "large", "99 in", "15"])
def test_what_is_no_size_is_refused(written):
    with pytest.raises(Invalid) as no:
        sizes.read(written)
    assert list(no.value.fields) == ["size"]


def test_all_sizes_are_read_as_they_are_shown():
    all_there_are = sizes.of_kind("")
    assert [sizes.read(sizes.shown(size)) for size in all_there_are] == [*all_there_are]
    assert sizes.in_order(reversed(all_there_are)) == [*all_there_are]


def test_the_next_one_up_is_the_smallest_of_the_larger_ones():
    assert sizes.next_up("1/2", ["1/4", "1/2", "4/4", "3/4", ""]) == "3/4"
    assert sizes.next_up("15 in", ["14 in", "16 in", "15.5 in", "4/4"]) == "15.5 in"
    assert sizes.next_up("4/4", sizes.PARTS) == ""
    assert sizes.next_up("", sizes.PARTS) == ""
