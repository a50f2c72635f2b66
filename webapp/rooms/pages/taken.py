"""What a time that somebody else has leaves open: the nearest free times, other rooms, a place in the waitlist."""

from datetime import datetime, timedelta

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, page, signed_in
from webapp.core.errors import Conflict, Invalid
from webapp.core.forms import read_query
from webapp.core.words import _
from webapp.school import calendar

from .. import rooms
from ..forms.waits import wall
from ..models import Room
from ..schemas.days import TakenQuery
from ..times import availability

bp = Blueprint("taken", __name__)


@bp.get("/rooms/<int(max=2147483647):id>/taken")
@signed_in
def ask(id: int) -> Response:
    room, query = rooms.find(actor(), id), read_query(TakenQuery)
    starts, taken_until = _still_ahead(query)
    length = timedelta(minutes=query.minutes)
    nearest = availability.nearest(room, starts, starts + length)
    if starts in nearest:  # somebody gave it back meanwhile
        return redirect(_booking(room, starts, starts + length))
    return _instead(room, starts, taken_until, length, nearest)


def _instead(
    room: Room,
    starts: datetime,
    taken_until: datetime,
    length: timedelta,
    nearest: list[datetime],
) -> Response:
    """Times as long as one would come: those nearest to the start, and the first one afterwards; and other rooms."""
    return page(
        "rooms/times/taken",
        room=room,
        starts=starts,
        taken_until=taken_until,
        length=length,
        wait=_wait(room, starts, taken_until, length),
        nearest=sorted({*nearest, *_afterwards(room, taken_until, length)}),
        others=availability.equivalent(room, starts, starts + length),
    )


def _wait(
    room: Room, starts: datetime, ends: datetime, length: timedelta
) -> dict[str, int | str]:
    """What is sent to wait for this time, or for as much of it as there is."""
    return {
        "room": room.id,
        "start_time": wall(calendar.local(starts)),
        "end_time": wall(calendar.local(ends)),
        "minutes": min(length, ends - starts) // timedelta(minutes=1),
    }


def _afterwards(room: Room, taken_until: datetime, length: timedelta) -> list[datetime]:
    """The first time as long as one would come, once it is free again."""
    return availability.nearest(room, taken_until, taken_until + length, most=1)


def _still_ahead(query: TakenQuery) -> tuple[datetime, datetime]:
    """Both ends of the time, of what has begun from the next step on. Conflict once it is over."""
    try:
        starts, until = calendar.instant(query.start_time), calendar.instant(query.end_time)
    except ValueError as error:
        raise Invalid(fields={"start_time": str(error)}) from None
    starts = max(starts, availability.soonest())
    if until <= starts:
        raise Conflict(
            _("This time is over"), facts={"end_time": calendar.local(until).isoformat()}
        )
    return starts, until


def _booking(room: Room, starts: datetime, ends: datetime) -> str:
    begin, end = (calendar.local(at).isoformat() for at in (starts, ends))
    return url_for("rooms.ask", room=room.id, start_time=begin, end_time=end)
