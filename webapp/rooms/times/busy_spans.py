"""What takes rooms' time, room by room, as far as somebody may know of it."""

from datetime import datetime
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.db import db

from ..occupied import taken
from .spans import Span


class Occupied(NamedTuple):
    """A row of `taken.BUSY`."""

    room_id: int
    kind: str
    reservation_id: int | None
    starts: datetime
    ends: datetime
    student_id: int | None
    purpose: str | None
    leaves: datetime | None
    status: str | None
    name: str | None
    reason: str | None


def by_room(actor: Actor, within: Span, room_ids: list[int]) -> dict[int, list[Span]]:
    """By room, by start, in one query. What holds several of a room's spaces is there once."""
    values = taken.between(within.starts, within.ends) | {"rooms": room_ids}
    spans: dict[int, list[Span]] = {}
    seen = set()
    for row in db.session.execute(taken.BUSY, values):
        occupied = Occupied(*row)
        what = occupied.reservation_id or occupied.kind
        one = (occupied.room_id, what, occupied.starts, occupied.ends)
        if one not in seen:
            seen.add(one)
            spans.setdefault(occupied.room_id, []).append(_span(actor, occupied))
    return spans


def _span(actor: Actor, occupied: Occupied) -> Span:
    """Whose it is and what for is for themselves and for staff; why a room is closed is for everybody."""
    is_own = occupied.student_id == actor.id
    is_known = actor.is_staff or is_own
    kind = "busy" if occupied.student_id else occupied.kind
    purpose = occupied.purpose if is_known else ""
    return Span(
        occupied.starts,
        occupied.ends,
        "mine" if is_own else kind,
        (occupied.name or "") if is_known else "",
        occupied.reservation_id if is_known else None,
        occupied.reason or purpose or "",
        occupied.leaves or occupied.ends,
        is_known and occupied.status == "pending",
    )
