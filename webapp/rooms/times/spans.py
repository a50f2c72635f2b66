"""Spans of time, and what is free between them: no look at the database, no clock but the one that is handed in."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple


class Span(NamedTuple):
    """Some time, as it is and never cut off where a day or the opening ends; `who` is empty where the actor may not
    know."""

    starts: datetime
    ends: datetime
    kind: str = ""
    who: str = ""
    reservation_id: int | None = None
    purpose: str = ""
    leaves: datetime | None = (
        None  # before the end, where time for tidying up belongs to it
    )
    is_pending: bool = False  # it waits for approval, as far as the actor may know


def gaps(within: Span, taken: Iterable[Span]) -> list[Span]:
    """What none of these, which are by start, takes of some time."""
    free, at = [], within.starts
    for span in taken:
        until = min(span.starts, within.ends)
        if until > at:
            free.append(Span(at, until))
        at = max(at, span.ends)
    return [*free, Span(at, within.ends)] if at < within.ends else free


def overlapping(spans: Iterable[Span], within: Span) -> list[Span]:
    """Those of which some is within this time."""
    return [
        span for span in spans if span.starts < within.ends and span.ends > within.starts
    ]


def fits(
    moments: Iterable[datetime],
    taken: Iterable[tuple[datetime, datetime]],
    length: timedelta,
    tidying: timedelta,
    closes: datetime,
) -> list[datetime]:
    """The moments, which are in order, from which somebody may come for so long.

    They leave before it `closes`, and with the tidying up after them overlap nothing that is held.
    """
    ahead, starts = deque(sorted(taken)), []
    for at in moments:
        while ahead and ahead[0][1] <= at:
            ahead.popleft()
        is_free = not ahead or ahead[0][0] >= at + length + tidying
        if is_free and at + length <= closes:
            starts.append(at)
    return starts
