"""What a refused wish is told: what is in the way, and which times and rooms would do."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

from webapp.core import dates
from webapp.core.errors import Conflict, Offer
from webapp.core.words import _, both
from webapp.school import calendar

from ..occupied.booking_requests import Wish
from ..times import availability
from ..times.availability import Clash
from . import refusals


def taken(wish: Wish, clashes: Sequence[Clash] = ()) -> Conflict:
    """What is in the way, asked for if it is not known; and offers of the nearest times and of rooms that are alike."""
    clashes = clashes or availability.clashes(
        wish.room, wish.starts, wish.until, but=wish.instead_of
    )
    refusal = Conflict(
        _(
            "%(room)s is taken: %(clashes)s",
            room=wish.room.name,
            clashes=_in_words(clashes, len(wish.place.space_ids)),
        ),
        facts={"busy": _busy(clashes)},
        offers=_other_times(wish) + elsewhere(wish) + _queue(wish),
    )
    refusal.note = partial(refusals.record, wish.room.id, wish.starts, wish.ends)
    return refusal


def elsewhere(wish: Wish) -> list[Offer]:
    return [
        Offer(_("%(other)s at the same time", other=other.name), {"room": other.id})
        for other in availability.equivalent(wish.room, wish.starts, wish.ends)
    ]


def _other_times(wish: Wish) -> list[Offer]:
    length = wish.ends - wish.starts
    return [
        Offer(
            dates.written(
                calendar.local(at), "%a %-d %b, %H:%M", calendar.span(at, at + length)
            ),
            {"start_time": _iso(at), "end_time": _iso(at + length)},
        )
        for at in availability.nearest(wish.room, wish.starts, wish.ends)
    ]


def _queue(wish: Wish) -> list[Offer]:
    """For who books for themselves: a place in the waitlist."""
    if wish.instead_of or wish.by.id != wish.student_id:
        return []
    minutes = (wish.ends - wish.starts) // timedelta(minutes=1)
    change = {
        "room": wish.room.id,
        "start_time": _iso(wish.starts),
        "end_time": _iso(wish.ends),
        "minutes": minutes,
    }
    return [Offer(_("Wait for this time"), change, "waitlist")]


def _busy(clashes: Sequence[Clash]) -> list[dict[str, str]]:
    """When it is taken, by start, without saying by whom."""
    spans = sorted({(clash.starts_at, clash.blocks_until) for clash in clashes})
    return [
        {"start_time": _iso(starts), "end_time": _iso(until)} for starts, until in spans
    ]


def _in_words(clashes: Sequence[Clash], parts: int) -> str:
    """The times; of a room made of parts, each part with its own."""
    by_space = sorted(clashes, key=lambda clash: clash.space)
    words = []
    for space, group in groupby(by_space, lambda clash: clash.space):
        times = [calendar.span(clash.starts_at, clash.blocks_until) for clash in group]
        words.append((f"{space} " if parts > 1 else "") + both(times))
    return ", ".join(words)


def _iso(instant: datetime) -> str:
    return calendar.local(instant).isoformat()
