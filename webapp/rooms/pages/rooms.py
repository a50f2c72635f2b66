"""Rooms in a browser."""

from collections.abc import Callable
from datetime import date, timedelta
from types import ModuleType
from typing import TypedDict

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core import downloads, money
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.forms import read_query
from webapp.core.said import Said
from webapp.core.words import _
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
    return page("rooms/rooms/rooms", wish=read_query(FindQuery, chosen), **day)


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
    return go_to(".show", Said(_("The room is there")), id=room.id)


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
    return go_to(".show", Said(_("Saved")), id=id)


@bp.context_processor
def _words() -> dict[str, ModuleType]:
    return {"day_sheet": day_sheet}


class DayShown(TypedDict):
    """What a page with a day sheet shows, and the days around it."""

    sheet: day_sheet.Sheet
    days: list[date]
    today: date
    step: int  # minutes
    tariff: Tariff
    dur: int  # minutes
    lengths: tuple[int, ...]
    to_day: Callable[..., str]


def _day(places: list[Room]) -> DayShown:
    query, today = read_query(SheetQuery), calendar.today()
    on = query.date or today
    return {
        "sheet": day_sheet.of(actor(), places, on, timedelta(minutes=query.dur)),
        "days": _strip(on, today),
        "today": today,
        "step": availability.step() // timedelta(minutes=1),
        "tariff": Tariff.for_rooms(actor().id, places),
        "dur": query.dur,
        "lengths": LENGTHS,
        "to_day": _to_day(query.dur),
    }


def _strip(on: date, today: date) -> list[date]:
    """The days one tap away: from today on where that has the day shown, else from that."""
    first = today if today <= on < calendar.after(today, STRIP) else on
    return [calendar.after(first, ahead) for ahead in range(STRIP)]


def _to_day(length: int) -> Callable[..., str]:
    """What leads to the same page for another day, or for another length of time."""

    def link(day: date, dur: int = length) -> str:
        here = request.endpoint or ".index"
        return url_for(
            here, **request.view_args or {}, date=day, dur=dur if dur != AN_HOUR else None
        )

    return link


def _others(except_id: int | None = None) -> dict[str, list[tuple[object, str]]]:
    """What a room may be made of."""
    others = [room for room in rooms.list_all(actor()) if room.id != except_id]
    return {"parts": [(room.id, room.name) for room in others]}
