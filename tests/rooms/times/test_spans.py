"""The sweep over what is taken: what is free between it, and from when somebody may come, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rooms.times import spans
from webapp.rooms.times.spans import Span

OPENS = datetime(2027, 3, 1, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = Span(OPENS, OPENS + 600 * MINUTE)
STEPS = [OPENS + n * 15 * MINUTE for n in range(41)]

some_spans = st.lists(st.tuples(st.integers(-60, 640), st.integers(1, 200)), max_size=8)


def at(minute):
    return OPENS + minute * MINUTE


def taken(*pairs):
    return [Span(at(starts), at(ends)) for starts, ends in pairs]


def minutes(free):
    return [
        ((span.starts - OPENS) // MINUTE, (span.ends - OPENS) // MINUTE) for span in free
    ]


@pytest.mark.parametrize(
    ("pairs", "free"),
    [
        ([], [(0, 600)]),
        ([(60, 120)], [(0, 60), (120, 600)]),
        ([(0, 60), (60, 120)], [(120, 600)]),
        ([(60, 300), (90, 120)], [(0, 60), (300, 600)]),  # the one within the other
        ([(-60, 30), (570, 660)], [(30, 570)]),  # from before, and beyond the end
        ([(-60, 660)], []),
        ([(700, 800)], [(0, 600)]),
    ],
)
def test_gaps_are_what_nothing_takes(pairs, free):
    assert minutes(spans.gaps(DAY, taken(*pairs))) == free


@given(some_spans)
def test_every_minute_is_in_a_gap_or_taken(pairs):
    busy = sorted(taken(*((starts, starts + lasts) for starts, lasts in pairs)))
    free = spans.gaps(DAY, busy)
    for minute in range(0, 600, 7):
        is_taken = any(span.starts <= at(minute) < span.ends for span in busy)
        is_free = any(span.starts <= at(minute) < span.ends for span in free)
        assert is_free is not is_taken


@given(some_spans, st.integers(1, 16), st.integers(0, 30))
def test_a_start_fits_where_nothing_held_overlaps_it(pairs, quarters, tidying):
    held = [(at(starts), at(starts + lasts)) for starts, lasts in pairs]
    length, after = quarters * 15 * MINUTE, tidying * MINUTE
    free = [
        start
        for start in STEPS
        if start + length <= DAY.ends
        and not any(
            starts < start + length + after and start < ends for starts, ends in held
        )
    ]
    assert spans.fits(STEPS, held, length, after, DAY.ends) == free


def test_the_last_start_leaves_when_the_school_closes_and_is_tidied_up_later():
    starts = spans.fits(STEPS, [], 60 * MINUTE, 30 * MINUTE, DAY.ends)
    assert starts[-1] == at(540)


def test_who_comes_next_leaves_time_to_tidy_up():
    held = [(at(120), at(180))]
    starts = spans.fits(STEPS, held, 60 * MINUTE, 15 * MINUTE, DAY.ends)
    assert at(45) in starts
    assert at(60) not in starts
    assert at(180) in starts


def test_what_touches_a_time_does_not_overlap_it():
    within = Span(at(60), at(120))
    before, inside, after = taken((0, 60), (90, 100), (120, 180))
    assert spans.overlapping([before, inside, after], within) == [inside]
