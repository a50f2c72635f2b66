"""The cells of a day: they fill it without a gap, and hide where one stranger's time ends and the next begins."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from webapp.rooms.times import segments
from webapp.rooms.times.segments import Piece
from webapp.rooms.times.spans import Span

OPENS = datetime(2027, 3, 1, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
REACH = Span(OPENS, OPENS + 600 * MINUTE)


def piece(kind, starts, ends, words="", id=None):
    return Piece(kind, OPENS + starts * MINUTE, OPENS + ends * MINUTE, words, id)


def cells(*pieces):
    return [(cell.kind, cell.columns) for cell in segments.of(pieces, REACH)]


def test_a_piece_is_as_wide_as_it_lasts():
    assert cells(piece("free", 0, 60), piece("mine", 60, 600)) == [
        ("free", 12),
        ("mine", 108),
    ]


def test_what_begins_within_a_column_has_it_to_the_end():
    assert cells(piece("free", 0, 62), piece("busy", 62, 600, "Lesson")) == [
        ("free", 13),
        ("busy", 107),
    ]


def test_a_piece_shorter_than_a_column_may_have_none():
    assert cells(piece("free", 0, 62), piece("rest", 62, 64), piece("free", 64, 600)) == [
        ("free", 13),
        ("free", 107),
    ]


def test_what_lasts_beyond_the_day_is_cut_and_still_says_its_times():
    (cell,) = segments.of([piece("mine", 540, 700)], Span(REACH.starts, REACH.ends))
    assert cell.columns == 120
    assert cell.ends == OPENS + 700 * MINUTE


def test_strangers_one_after_the_other_are_one_cell():
    one, other = piece("busy", 0, 60, "Busy"), piece("busy", 60, 120, "Busy")
    (cell,) = segments.of([one, other], REACH)
    assert (cell.starts, cell.ends, cell.columns) == (one.starts, other.ends, 24)


def test_who_may_know_whose_it_is_sees_each():
    assert cells(piece("busy", 0, 60, "Sol", 1), piece("busy", 60, 120, "Sol", 2)) == [
        ("busy", 12),
        ("busy", 12),
    ]


@given(st.lists(st.integers(1, 120), min_size=1, max_size=12))
def test_the_cells_fill_the_day(lengths):
    pieces, start = [], 0
    for length in lengths:
        pieces.append(piece("free", start, start + length))
        start += length
    reach = Span(OPENS, OPENS + start * MINUTE)
    width = sum(cell.columns for cell in segments.of(pieces, reach))
    assert width == -(-start // 5)
