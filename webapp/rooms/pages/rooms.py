"""Rooms in a browser."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core import downloads, money
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.forms import asked
from webapp.school import calendar, settings

from .. import access, exports, parts, rooms
from ..forms.rooms import RoomEditForm, RoomForm
from ..models import Room
from ..rates.pricing import Tariff
from ..schemas.finding import FindQuery, RoomFilter
from ..schemas.rooms import SheetQuery
from ..times import availability, day_sheet
from . import spread

bp = Blueprint("rooms", __name__)
ID = "<int(max=2147483647):id>"
STRIP = 14  # days one tap away
AN_HOUR = 60
LENGTHS = (30, 60, 90, 120)  # minutes

downloads.on_page(bp, "/rooms", "rooms", exports.rooms, RoomFilter)


@bp.get("/rooms")
@signed_in
def index() -> Response:
    day = _day(rooms.list_all(actor()))
    chosen = {"date": str(day["sheet"].date)} if day["sheet"].date != day["today"] else {}
    return page("rooms/rooms/rooms", wish=asked(FindQuery, chosen), **day)


@bp.get("/rooms/new")
@signed_in
def new() -> Response:
    access.check_may_manage(actor())
    return page("layout/form", form=RoomForm(choices=_others()))


@bp.post("/rooms/new")
@signed_in
def add() -> Response:
    with RoomForm(choices=_others()) as form:
        room = rooms.add(actor(), **form.read())
    return go(url_for(".show", id=room.id))


@bp.get(f"/rooms/{ID}")
@signed_in
def show(id: int) -> Response:
    room = rooms.find(actor(), id)
    return spread.spread_of(room) or page(
        "rooms/rooms/room", room=room, made_of=parts.of([room])[id], **_day([room])
    )


@bp.get(f"/rooms/{ID}/edit")
@signed_in
def edit(id: int) -> Response:
    room = rooms.find(actor(), id)
    access.check_may_manage(actor())
    more = {"hourly_rate": money.shown(room.hourly_rate_minor, settings.currency())}
    made_of = [part.id for part in parts.of([room])[id]]
    return page(
        "layout/form",
        form=RoomEditForm(choices=_others(id), obj=room, parts=made_of, **more),
    )


@bp.post(f"/rooms/{ID}/edit")
@signed_in
def describe(id: int) -> Response:
    with RoomEditForm(choices=_others(id)) as form:
        rooms.describe(actor(), id, **form.read())
    return go(url_for(".show", id=id))


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"day_sheet": day_sheet}


def _day(places: list[Room]) -> dict[str, Any]:
    """What a page with a day sheet shows, and the days around it."""
    query, today = asked(SheetQuery), calendar.today()
    on = query.date or today
    sheet = day_sheet.of(actor(), places, on, timedelta(minutes=query.dur))
    first = today if today <= on < calendar.after(today, STRIP) else on
    days = [calendar.after(first, ahead) for ahead in range(STRIP)]

    def to(day: date, dur: int = query.dur) -> str:
        said = dur if dur != AN_HOUR else None
        return url_for(
            request.endpoint or ".index", **request.view_args or {}, date=day, dur=said
        )

    step = availability.step() // timedelta(minutes=1)
    told: dict[str, Any] = {"sheet": sheet, "days": days, "today": today, "step": step}
    told |= {"tariff": Tariff.for_rooms(actor().id, places)}
    return told | {"dur": query.dur, "lengths": LENGTHS, "to_day": to}


def _others(but: int | None = None) -> dict[str, list[tuple[object, str]]]:
    """What a room may be made of."""
    return {
        "parts": [
            (room.id, room.name) for room in rooms.list_all(actor()) if room.id != but
        ]
    }
