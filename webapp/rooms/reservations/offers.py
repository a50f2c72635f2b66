"""What a refused wish is told: what is in the way, and which times and rooms would do."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from webapp.core.errors import Conflict, Offer
from webapp.school import calendar

from ..occupied.booking_requests import Wish
from ..times import availability
from ..times.availability import Clash
from . import refusals


def taken(wish: Wish, held: Sequence[Clash] = ()) -> Conflict:
    """What is in the way, asked for if not `held`; and offers of the nearest times and of rooms that are alike."""
    held = held or availability.clashes(
        wish.room, wish.starts, wish.until, but=wish.instead_of
    )
    spans = sorted({(each.starts_at, each.blocks_until) for each in held})
    busy = [
        {"start_time": _iso(begins), "end_time": _iso(until)} for begins, until in spans
    ]
    facts: dict[str, Any] = {"busy": busy}
    no = Conflict(
        f"{wish.room.name} is taken: {_told(held, len(wish.place.space_ids))}",
        facts=facts,
        offers=_other_times(wish) + elsewhere(wish) + _queue(wish),
    )
    no.note = partial(refusals.record, wish.room.id, wish.starts, wish.ends)
    return no


def elsewhere(wish: Wish) -> list[Offer]:
    return [
        Offer(f"{other.name} at the same time", {"room": other.id})
        for other in availability.equivalent(wish.room, wish.starts, wish.ends)
    ]


def _other_times(wish: Wish) -> list[Offer]:
    length = wish.ends - wish.starts
    return [
        Offer(
            f"{calendar.local(at):%a %-d %b}, {calendar.span(at, at + length)}",
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
    return [Offer("Wait for this time", change, "waitlist")]


def _told(held: Sequence[Clash], parts: int) -> str:
    """The times; of a room made of parts, each part with its own."""
    told = []
    for name, group in groupby(
        sorted(held, key=lambda each: each.space), lambda each: each.space
    ):
        times = [calendar.span(each.starts_at, each.blocks_until) for each in group]
        told.append((f"{name} " if parts > 1 else "") + " and ".join(times))
    return ", ".join(told)


def _iso(instant: datetime) -> str:
    return calendar.local(instant).isoformat()
