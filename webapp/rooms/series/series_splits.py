"""Where a change begins in the middle of a series: what follows becomes a series of its own."""

from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import flag_modified

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db

from ..models import Reservation, Series, SeriesSkip
from . import series_notices
from .series_upcoming import Change, ahead


def continued(actor: Actor, series: Series, change: Change) -> Series:
    """The series as it is from now on; what is before it stays behind in the former one."""
    first = ahead(series, change.scope, change.on)[0].occurrence_date
    before = select(Reservation.id).where(
        Reservation.series_id == series.id, Reservation.occurrence_date < first
    )
    if db.session.scalar(before.limit(1)):
        series = _split(actor, series, first)
    series.room_id = change.room or series.room_id
    series.starts_wall = change.start or series.starts_wall
    series.ends_wall = change.end or series.ends_wall
    db.session.flush()
    db.session.refresh(series, ["room"])
    return series


def touch(series: Series) -> None:
    """Something of it was changed: a new version, even within the same moment."""
    series.changed_at = clock.now()
    flag_modified(series, "changed_at")
    db.session.flush()


def _split(actor: Actor, former: Series, first: date) -> Series:
    """A series like the former one with all of it from the first date on."""
    new = Series(
        student_id=former.student_id,
        room_id=former.room_id,
        weekdays=former.weekdays,
        every_weeks=former.every_weeks,
        starts_wall=former.starts_wall,
        ends_wall=former.ends_wall,
        last_on=former.last_on,
        notes=former.notes,
        booked_by_id=actor.id,
        follows_id=former.id,
        first_on=first,
    )
    former.last_on = first - timedelta(days=1)
    db.session.add(new)
    touch(former)
    _hand_over(former, new, first)
    series_notices.split(former, new)
    return new


def _hand_over(former: Series, new: Series, first: date) -> None:
    """All from the first date on, booked or left out."""
    for table, on in (
        (Reservation, Reservation.occurrence_date),
        (SeriesSkip, SeriesSkip.on),
    ):
        moved = update(table).where(table.series_id == former.id, on >= first)
        db.session.execute(moved.values(series_id=new.id))
