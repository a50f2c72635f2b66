"""Other looks at rooms in a browser: what is free for a wish, a week, a month."""

from datetime import date, datetime, time, timedelta
from functools import partial
from urllib.parse import quote, urlencode

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, page, signed_in
from webapp.core.forms import read_query
from webapp.people import people
from webapp.school import calendar, settings

from .. import rooms
from ..forms.waits import wall
from ..models import Room
from ..schemas.finding import FindQuery
from ..schemas.rooms import SheetQuery
from ..times import finding, spread

bp = Blueprint("room_views", __name__)


@bp.get("/rooms/find")
@signed_in
def find() -> Response:
    """Staff may look for somebody, for whom what they choose is booked."""
    wish = read_query(FindQuery)
    asked = wish.model_dump(exclude={"date", "start", "student"})
    result = finding.search(actor(), free_from=_moment(wish), **asked)
    whom = people.find(actor(), wish.student) if wish.student else None
    along = f"&{urlencode({'student': whom.email})}" if whom else ""
    return page("rooms/times/found", wish=wish, result=result, whom=whom, along=along)


@bp.get("/rooms/month")
@signed_in
def month() -> Response:
    """How full each day is, all rooms together."""
    return _month(
        rooms.list_all(actor()), read_query(SheetQuery).month or calendar.today(), None
    )


def spread_of(room: Room) -> Response | None:
    """A room's week or month, where the address asks for one."""
    query = read_query(SheetQuery)
    if query.week:
        week = spread.week(actor(), room, query.week)
        return page(
            "rooms/times/week",
            room=room,
            week=week,
            here=query.week,
            today=calendar.today(),
            to=partial(_to, room),
            to_taken=partial(_to_taken, room),
            hour=timedelta(hours=1),
        )
    return _month([room], query.month, room) if query.month else None


def _month(places: list[Room], on: date, room: Room | None) -> Response:
    return page(
        "rooms/times/month",
        room=room,
        weeks=spread.month(actor(), places, on),
        around=spread.months_around(on),
        begins=settings.get("first_weekday") - 1,  # with which weekday, Monday is 0
        here=on,
        today=calendar.today(),
        to=partial(_to, room),
    )


def _to(
    room: Room | None,
    *,
    date: date | None = None,
    week: date | None = None,
    month: date | None = None,
) -> str:
    """A day, week or month of the room, or of all of them."""
    if room:
        return url_for("rooms.show", id=room.id, date=date, week=week, month=month)
    return url_for(".month" if month else "rooms.index", date=date, week=week, month=month)


def _to_taken(room: Room, block: spread.Block) -> str:
    """What there is instead of time that somebody else has."""
    starts, ends = (wall(calendar.local(at)) for at in (block.starts, block.ends))
    return url_for("taken.ask", id=room.id, start_time=starts, end_time=ends)


def _moment(wish: FindQuery) -> datetime | None:
    """A day without a time is the whole of it, from its first minute or, today, from now."""
    today = calendar.today()
    if wish.start:
        return datetime.combine(wish.date or today, time.fromisoformat(wish.start))
    if wish.date and wish.date != today:
        return datetime.combine(wish.date, time())
    return None


def with_times(path: str, starts: datetime, ends: datetime) -> str:
    """Where a time is asked for. A day of many rooms is many links, so that it is for an hour is not said."""
    zone = settings.zone()
    address = f"{path}?start_time={_minute(starts.astimezone(zone))}"
    if ends - starts == timedelta(hours=1):
        return address
    return f"{address}&end_time={_minute(ends.astimezone(zone))}"


def _minute(wall: datetime) -> str:
    """As an address has it; the second turn of a time that comes twice is meant only with its offset."""
    return quote(wall.isoformat()) if wall.fold else wall.isoformat()[:16]
