"""The facts for an answer to who asks for a room, for many requests in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import and_, false, func, or_, select

from webapp.core import clock
from webapp.core.db import db
from webapp.people import people
from webapp.school import calendar, settings

from ..models import PEOPLE, Occupancy, Reservation, RoomSpace
from ..occupied import closed_time
from ..times import day_sheet

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
        lately = f"in the last {self.days} days"
        told = [
            Fact(
                "alert" if self.missed else "ok",
                _many(self.missed, "booking", "missed"),
                lately,
            ),
            Fact("ok", _many(self.ahead, "booking", "to come"), "besides this one"),
            Fact(
                "ok",
                ", ".join(self.around) or "Nobody",
                f"in {room}, three hours before and after",
            ),
        ]
        return (
            [Fact("alert", "Closed at that time", self.closed), *told]
            if self.closed
            else told
        )


def of(found: Sequence[Reservation]) -> dict[int, Facts]:
    """By reservation."""
    days = settings.get("strike_days")
    closed, around = closed_time.over(each.id for each in found), _around(found)
    missed, ahead = (
        _missed({each.student_id for each in found}, days),
        _ahead({each.student_id for each in found}),
    )
    names = people.names(each.decided_by_id for each in found if each.decided_by_id)
    return {
        each.id: Facts(
            missed.get(each.student_id, 0),
            days,
            ahead.get(each.student_id, 0) - _is_ahead(each),
            closed.get(each.id, ""),
            around.get(each.id, []),
            names.get(each.decided_by_id or 0, ""),
        )
        for each in found
    }


def _missed(student_ids: Iterable[int], days: int) -> dict[int, int]:
    missed = select(Reservation.student_id, func.count()).where(
        Reservation.student_id.in_(student_ids),
        Reservation.stored_status == "no_show",
        Reservation.excused_at.is_(None),
        Reservation.starts_at > clock.now() - timedelta(days=days),
    )
    return {
        id: many for id, many in db.session.execute(missed.group_by(Reservation.student_id))
    }


def _ahead(student_ids: Iterable[int]) -> dict[int, int]:
    ahead = select(Reservation.student_id, func.count()).where(
        Reservation.student_id.in_(student_ids),
        Reservation.status.in_(("pending", "confirmed")),
        Reservation.starts_at > clock.now(),
    )
    return {
        id: many for id, many in db.session.execute(ahead.group_by(Reservation.student_id))
    }


def _is_ahead(each: Reservation) -> bool:
    return each.status in ("pending", "confirmed") and each.starts_at > clock.now()


def _around(found: Sequence[Reservation]) -> dict[int, list[str]]:
    """Who else has the room's spaces shortly before and after, in words, by reservation."""
    near = [
        and_(
            RoomSpace.room_id == each.room_id,
            Occupancy.starts_at < each.ends_at + AROUND,
            Occupancy.blocks_until > each.starts_at - AROUND,
        )
        for each in found
    ]
    asked = (
        select(RoomSpace.room_id, Occupancy, Reservation.ends_at, PEOPLE.c.name)
        .join(RoomSpace, RoomSpace.space_id == Occupancy.space_id)
        .outerjoin(Reservation, Reservation.id == Occupancy.reservation_id)
        .outerjoin(PEOPLE, PEOPLE.c.id == Reservation.student_id)
        .where(Occupancy.live, or_(false(), *near))
        .order_by(Occupancy.starts_at, Occupancy.id)
    )
    told: dict[int, list[str]] = {each.id: [] for each in found}
    for room_id, held, leaves, name in db.session.execute(asked):
        until = leaves or held.blocks_until
        words = f"{calendar.span(held.starts_at, until)} {name or day_sheet.WORDS.get(held.kind, 'Busy')}"
        for each in found:
            is_near = (
                held.starts_at < each.ends_at + AROUND
                and held.blocks_until > each.starts_at - AROUND
            )
            if (
                each.room_id == room_id
                and each.id != held.reservation_id
                and is_near
                and words not in told[each.id]
            ):
                told[each.id].append(words)
    return told


def _many(count: int, noun: str, rest: str) -> str:
    return f"{count or 'No'} {noun}{'' if count == 1 else 's'} {rest}"
