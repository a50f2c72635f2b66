"""What a time that somebody else has leaves open: the nearest free times, other rooms, a place in the waitlist."""

from datetime import timedelta

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.core.doors import actor, page, signed_in
from webapp.core.errors import Conflict, Invalid
from webapp.core.forms import asked
from webapp.school import calendar

from .. import rooms
from . import availability
from .day_schemas import TakenQuery

bp = Blueprint("taken", __name__)


@bp.get("/rooms/<int(max=2147483647):id>/taken")
@signed_in
def ask(id: int) -> Response:
    room, query = rooms.find(actor(), id), asked(TakenQuery)
    try:
        starts, taken_until = calendar.instant(query.start_time), calendar.instant(query.end_time)
    except ValueError as error:
        raise Invalid(fields={"start_time": str(error)}) from None
    starts = max(starts, availability.soonest())
    if taken_until <= starts:
        raise Conflict("This time is over", facts={"end_time": calendar.local(taken_until).isoformat()})
    length = timedelta(minutes=query.minutes)
    return page(
        "rooms/taken",
        room=room,
        starts=starts,
        taken_until=taken_until,
        length=length,
        wait_minutes=min(length, taken_until - starts) // timedelta(minutes=1),
        nearest=availability.nearest(room, starts, starts + length),
        others=availability.equivalent(room, starts, starts + length),
    )
