"""What is in the way in some spaces over many dates, in one query."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from webapp.core.db import db

from ..models import PEOPLE, Occupancy, Reservation
from . import taken

FEW = 60  # spans the database may sort out by itself; of more, everything between them is read
OCCUPIED = (
    select(
        Occupancy.space_id,
        Occupancy.starts_at,
        Occupancy.blocks_until,
        Occupancy.kind,
        Occupancy.reservation_id,
    )
    .outerjoin(Reservation, Reservation.id == Occupancy.reservation_id)
    .where(Occupancy.live.is_(True), taken.BY_RIGHT)
)


class Occupied(NamedTuple):
    """Some time of a space that is not free, and of which kind."""

    space_id: int
    starts: datetime
    until: datetime
    kind: str
    reservation_id: int | None


class Busy:
    """`at` answers from memory. Reservations that are `moving` are not there, for they are about to leave."""

    def __init__(
        self,
        space_ids: Collection[int],
        spans: Collection[tuple[datetime, datetime]],
        *,
        moving: Collection[int] = (),
    ) -> None:
        self._by_day: dict[tuple[int, date], list[Occupied]] = {}
        for each in _read(space_ids, spans) if spans else ():
            if each.reservation_id is None or each.reservation_id not in moving:
                for day in _days(each.starts, each.until):
                    self._by_day.setdefault((each.space_id, day), []).append(each)

    def at(
        self, space_ids: Iterable[int], starts: datetime, until: datetime
    ) -> list[Occupied]:
        """By start; each once."""
        overlapping = {
            each
            for space_id in space_ids
            for day in _days(starts, until)
            for each in self._by_day.get((space_id, day), ())
            if each.starts < until and each.until > starts
        }
        return sorted(overlapping, key=lambda each: (each.starts, each.space_id))


def holders(occupied: Iterable[Occupied]) -> dict[int, tuple[int, str]]:
    """By reservation: whose it is, id and name."""
    ids = {each.reservation_id for each in occupied if each.reservation_id}
    query = (
        select(Reservation.id, Reservation.student_id, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.id == Reservation.student_id)
        .where(Reservation.id.in_(ids))
    )
    return {id: (student_id, name) for id, student_id, name in db.session.execute(query)}


def _read(
    space_ids: Collection[int], spans: Collection[tuple[datetime, datetime]]
) -> Iterable[Occupied]:
    first, last = min(starts for starts, _ in spans), max(until for _, until in spans)
    query = OCCUPIED.where(Occupancy.space_id.in_(space_ids), _overlaps(first, last))
    if len(spans) <= FEW:
        query = query.where(or_(*(_overlaps(starts, until) for starts, until in spans)))
    return (Occupied(*row) for row in db.session.execute(query))


def _overlaps(starts: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(Occupancy.starts_at < until, Occupancy.blocks_until > starts)


def _days(starts: datetime, until: datetime) -> Iterable[date]:
    first = starts.date()
    return [
        first + timedelta(days=ahead) for ahead in range((until.date() - first).days + 1)
    ]
