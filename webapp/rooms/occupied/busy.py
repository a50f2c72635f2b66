"""What is in the way in some spaces over many dates, in one query."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, or_, select

from webapp.core.db import db

from ..models import PEOPLE, Occupancy, Reservation
from . import taken

FEW = 60  # spans the database may sort out by itself; of more, everything between them is read


class Held(NamedTuple):
    space_id: int
    starts: datetime
    until: datetime
    kind: str
    reservation_id: int | None


class Busy:
    """`at` answers from memory. Reservations in `but` are not there, for they are about to move."""

    def __init__(
        self,
        space_ids: Collection[int],
        spans: Collection[tuple[datetime, datetime]],
        *,
        but: Collection[int] = (),
    ) -> None:
        self._by_day: dict[tuple[int, date], list[Held]] = {}
        for held in _read(space_ids, spans) if spans else ():
            if held.reservation_id is None or held.reservation_id not in but:
                for day in _days(held.starts, held.until):
                    self._by_day.setdefault((held.space_id, day), []).append(held)

    def at(self, space_ids: Iterable[int], starts: datetime, until: datetime) -> list[Held]:
        """By start; each once."""
        found = {
            held
            for space_id in space_ids
            for day in _days(starts, until)
            for held in self._by_day.get((space_id, day), ())
            if held.starts < until and held.until > starts
        }
        return sorted(found, key=lambda held: (held.starts, held.space_id))


def holders(found: Iterable[Held]) -> dict[int, tuple[int, str]]:
    """By reservation: whose it is, id and name."""
    ids = {held.reservation_id for held in found if held.reservation_id}
    asked = (
        select(Reservation.id, Reservation.student_id, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.id == Reservation.student_id)
        .where(Reservation.id.in_(ids))
    )
    return {id: (student_id, name) for id, student_id, name in db.session.execute(asked)}


def _read(
    space_ids: Collection[int], spans: Collection[tuple[datetime, datetime]]
) -> Iterable[Held]:
    first, last = min(starts for starts, _ in spans), max(until for _, until in spans)
    asked = (
        select(
            Occupancy.space_id,
            Occupancy.starts_at,
            Occupancy.blocks_until,
            Occupancy.kind,
            Occupancy.reservation_id,
        )
        .outerjoin(Reservation, Reservation.id == Occupancy.reservation_id)
        .where(
            Occupancy.live.is_(True),
            Occupancy.space_id.in_(space_ids),
            Occupancy.starts_at < last,
            Occupancy.blocks_until > first,
            taken.BY_RIGHT,
        )
    )
    if len(spans) <= FEW:
        within = (
            and_(Occupancy.starts_at < until, Occupancy.blocks_until > starts)
            for starts, until in spans
        )
        asked = asked.where(or_(*within))
    return (Held(*row) for row in db.session.execute(asked))


def _days(starts: datetime, until: datetime) -> Iterable[date]:
    first = starts.date()
    return [
        first + timedelta(days=ahead) for ahead in range((until.date() - first).days + 1)
    ]
