"""The facts for an answer to who asks for a room, for many requests in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, and_, false, func, or_, select

from webapp.core import clock
from webapp.core.db import db
from webapp.core.words import _, ngettext
from webapp.people import people
from webapp.school import calendar, settings

from ..models import PEOPLE, Occupancy, Reservation, RoomSpace
from ..occupied import closed_time
from ..times.day_words import WORDS
from ..times.segments import BUSY

AROUND = timedelta(hours=3)


class Fact(NamedTuple):
    tone: str
    strong: str
    words: str


@dataclass
class Facts:
    """What speaks for and against a request."""

    missed: int = 0  # bookings, lately
    days: int = 0  # what lately is
    ahead: int = 0  # bookings to come, besides this one
    closed: str = ""  # why, if a closure was laid around it
    around: list[str] = field(
        default_factory=list
    )  # who has the room shortly before and after
    decided_by: str = ""

    def about(self, room: str) -> list[Fact]:
        tone = "alert" if self.missed else "ok"
        missed = ngettext("%(num)s booking missed", "%(num)s bookings missed", self.missed)
        ahead = ngettext("%(num)s booking to come", "%(num)s bookings to come", self.ahead)
        around = ", ".join(self.around) or _("Nobody")
        facts = [
            Fact(
                tone,
                missed if self.missed else _("No bookings missed"),
                _("in the last %(days)s days", days=self.days),
            ),
            Fact(
                "ok",
                ahead if self.ahead else _("No bookings to come"),
                _("besides this one"),
            ),
            Fact("ok", around, _("in %(room)s, three hours before and after", room=room)),
        ]
        if self.closed:
            facts.insert(0, Fact("alert", _("Closed at that time"), self.closed))
        return facts


def for_requests(requests: Sequence[Reservation]) -> dict[int, Facts]:
    """By reservation."""
    days = settings.get("strike_days")
    closed = closed_time.reasons(row.id for row in requests)
    around = _around(requests)
    student_ids = {row.student_id for row in requests}
    missed, ahead = _missed(student_ids, days), _ahead(student_ids)
    names = _deciders(requests)
    return {
        row.id: Facts(
            missed=missed[row.student_id],
            days=days,
            ahead=ahead[row.student_id] - _is_ahead(row),
            closed=closed.get(row.id, ""),
            around=around[row.id],
            decided_by=names.get(row.decided_by_id or 0, ""),
        )
        for row in requests
    }


def _deciders(requests: Sequence[Reservation]) -> dict[int, str]:
    """The names of those who answered, by id."""
    return people.names(row.decided_by_id for row in requests if row.decided_by_id)


def _missed(student_ids: Iterable[int], days: int) -> Counter[int]:
    missed = select(Reservation.student_id, func.count()).where(
        Reservation.student_id.in_(student_ids),
        Reservation.stored_status == "no_show",
        Reservation.excused_at.is_(None),
        Reservation.starts_at > clock.now() - timedelta(days=days),
    )
    return _counts(missed)


def _ahead(student_ids: Iterable[int]) -> Counter[int]:
    ahead = select(Reservation.student_id, func.count()).where(
        Reservation.student_id.in_(student_ids),
        Reservation.status.in_(("pending", "confirmed")),
        Reservation.starts_at > clock.now(),
    )
    return _counts(ahead)


def _counts(query: Select[int, int]) -> Counter[int]:
    """How many, by student."""
    rows = db.session.execute(query.group_by(Reservation.student_id))
    return Counter({student_id: count for student_id, count in rows})


def _is_ahead(request: Reservation) -> bool:
    return request.status in ("pending", "confirmed") and request.starts_at > clock.now()


def _around(requests: Sequence[Reservation]) -> dict[int, list[str]]:
    """Who else has the room's spaces shortly before and after, in words, by reservation."""
    around: dict[int, dict[str, None]] = {request.id: {} for request in requests}
    for room_id, occupancy, ends, name in db.session.execute(_occupied(requests)):
        words = _in_words(occupancy, ends, name)
        for request in requests:
            if request.room_id == room_id and _is_around(request, occupancy):
                around[request.id][words] = None  # once, in a room made of parts too
    return {id: list(words) for id, words in around.items()}


def _in_words(occupancy: Occupancy, ends: datetime | None, name: str | None) -> str:
    span = calendar.span(occupancy.starts_at, ends or occupancy.blocks_until)
    return f"{span} {name or WORDS.get(occupancy.kind, BUSY)}"


def _occupied(
    requests: Sequence[Reservation],
) -> Select[int, Occupancy, datetime, str]:
    """What holds the rooms' spaces near any of these requests, by start; whose it is, and when they leave."""
    near = [
        and_(
            RoomSpace.room_id == request.room_id,
            Occupancy.starts_at < request.ends_at + AROUND,
            Occupancy.blocks_until > request.starts_at - AROUND,
        )
        for request in requests
    ]
    return (
        select(RoomSpace.room_id, Occupancy, Reservation.ends_at, PEOPLE.c.name)
        .join(RoomSpace, RoomSpace.space_id == Occupancy.space_id)
        .outerjoin(Reservation, Reservation.id == Occupancy.reservation_id)
        .outerjoin(PEOPLE, PEOPLE.c.id == Reservation.student_id)
        .where(Occupancy.live, or_(false(), *near))
        .order_by(Occupancy.starts_at, Occupancy.id)
    )


def _is_around(request: Reservation, occupancy: Occupancy) -> bool:
    """Whether something else than the request itself is near its time."""
    return (
        occupancy.reservation_id != request.id
        and occupancy.starts_at < request.ends_at + AROUND
        and occupancy.blocks_until > request.starts_at - AROUND
    )
