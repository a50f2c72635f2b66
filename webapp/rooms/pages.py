"""Rooms and reservations in a browser."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, redirect, request, url_for
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response
from wtforms import Field

from webapp.core import clock, downloads, money, paging
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.errors import Invalid, NotAllowed, Refusal
from webapp.core.forms import asked
from webapp.core.inputs import Id, Instant
from webapp.people import people
from webapp.school import calendar, settings

from . import access, exports, parts, rooms
from .forms import ReservationForm, RoomEditForm, RoomForm, StaffReservationForm, said
from .models import Room
from .reservations import booking, changes, late_moves, reservations
from .rules import rules
from .schemas import AskQuery, BookQuery, ReservationFilter, ReservationInput, SheetQuery
from .times import availability, day_sheet, view_pages
from .times.find_schemas import FindQuery, RoomFilter

bp = Blueprint("rooms", __name__)
bp.app_context_processor(lambda: {"rooms": access})
ID = "<int(max=2147483647):id>"
PAGE = 30
STRIP = 14  # days one tap away
MOST = 1000  # people to choose from
KEPT = ("purpose", "notes", "student", "override_reason", "waive_turnover")  # while the times are chosen
AN_HOUR = 60
LENGTHS = {30: "30 min", 60: "1 h", 90: "1½ h", 120: "2 h"}

downloads.on_page(bp, "/rooms", "rooms", exports.rooms, RoomFilter)
downloads.on_page(bp, "/reservations", "reservations", exports.reservations, ReservationFilter)


@bp.get("/rooms")
@signed_in
def index() -> Response:
    day = _day(rooms.list_all(actor()))
    chosen = {"date": str(day["sheet"].date)} if day["sheet"].date != day["today"] else {}
    return page("rooms/rooms", wish=asked(FindQuery, chosen), **day)


@bp.get("/rooms/new")
@signed_in
def new() -> Response:
    _only_managers()
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
    return view_pages.spread_of(room) or page("rooms/room", room=room, made_of=parts.of([room])[id], **_day([room]))


@bp.get(f"/rooms/{ID}/edit")
@signed_in
def edit(id: int) -> Response:
    room = rooms.find(actor(), id)
    _only_managers()
    more = {"hourly_rate": money.shown(room.hourly_rate_minor, settings.currency())}
    made_of = [part.id for part in parts.of([room])[id]]
    return page("layout/form", form=RoomEditForm(choices=_others(id), obj=room, parts=made_of, **more))


@bp.post(f"/rooms/{ID}/edit")
@signed_in
def describe(id: int) -> Response:
    with RoomEditForm(choices=_others(id)) as form:
        rooms.describe(actor(), id, **form.read())
    return go(url_for(".show", id=id))


@bp.get("/reservations")
@signed_in
def book_of_rooms() -> Response:
    query = asked(BookQuery)
    told: dict[str, Any] = {"past": query.past, "room": query.room, "on": query.date}
    after = paging.place(query.after, datetime, int)
    found = reservations.listed(actor(), **told, after=after, limit=PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = last and _book_url(query, after=paging.cursor(last.starts_at, last.id))
    choices = rooms.list_all(actor())
    return page("rooms/reservations", found=found[:PAGE], query=query, more=more, choices=choices, to=_book_url)


@bp.get("/reservations/new")
@bp.get("/rooms/<int(max=2147483647):room>/book")
@signed_in
def ask(room: int | None = None) -> Response:
    query = asked(AskQuery, {**request.args, **({"room": str(room)} if room else {})})
    rooms.find(actor(), query.room)
    starts, ends = _asked_times(query)
    more = {name: getattr(query, name) for name in KEPT}
    return page("rooms/book", form=_form(room=query.room, start_time=said(starts), end_time=said(ends), **more))


@bp.post("/reservations/new")
@signed_in
def book() -> Response:
    with _form() as form:
        reservation = booking.book(actor(), **form.read())
    return go(url_for(".show_reservation", id=reservation.id))


@bp.post("/reservations/price")
@signed_in
def price() -> Response:
    """Where no script asks for it: the form again, with the price of the times now chosen."""
    chosen: dict[str, Any] = {name: request.form.get(name) or None for name in ReservationInput.model_fields}
    return redirect(url_for(".ask", **chosen), 303)


@bp.get(f"/reservations/{ID}")
@signed_in
def show_reservation(id: int) -> Response:
    reservation = reservations.find(actor(), id)
    return page("rooms/reservation", reservation=reservation, again=changes.next_week(reservation))


@bp.get(f"/reservations/{ID}/cancel")
@signed_in
def give_back(id: int) -> Response:
    reservation = reservations.find(actor(), id)
    return page("rooms/cancel", reservation=reservation, late_minor=late_moves.due_if_cancelled(actor(), reservation))


@bp.post(f"/reservations/{ID}/cancel")
@signed_in
def cancel(id: int) -> Response:
    reservations.cancel(actor(), id)
    return go(url_for(".show_reservation", id=id))


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"drawn": drawn, "day_sheet": day_sheet}


def _day(places: list[Room]) -> dict[str, Any]:
    """What a page with a day sheet shows, and the days around it."""
    query, today = asked(SheetQuery), calendar.today()
    on = query.date or today
    sheet = day_sheet.of(actor(), places, on, timedelta(minutes=query.dur))
    first = today if today <= on < calendar.after(today, STRIP) else on
    days = [calendar.after(first, ahead) for ahead in range(STRIP)]

    def to(day: date, dur: int = query.dur) -> str:
        said = dur if dur != AN_HOUR else None
        return url_for(request.endpoint or ".index", **request.view_args or {}, date=day, dur=said)

    step = availability.step() // timedelta(minutes=1)
    told = {"sheet": sheet, "days": days, "today": today, "step": step}
    return told | {"dur": query.dur, "lengths": LENGTHS, "to_day": to}


def _asked_times(query: AskQuery) -> tuple[datetime, datetime]:
    """As asked; else the first free hour of the day."""
    on, hour = query.date or calendar.today(), timedelta(hours=1)
    try:
        starts = calendar.instant(query.start_time) if query.start_time else _first_free(query.room, on, hour)
        return starts, calendar.instant(query.end_time) if query.end_time else starts + hour
    except ValueError as error:
        raise Invalid(str(error)) from None


def _first_free(room: int, on: date, length: timedelta) -> datetime:
    free = availability.free_starts(rooms.find(actor(), room), on, length)
    return free[0] if free else availability.opening(on).starts


def drawn(form: Any, but: int | None = None) -> dict[str, Any]:
    """What a booking form shows around its fields, and its times; of one that cannot be read, what is clear.

    `but` for the reservation that would move there.
    """
    told: dict[str, Any] = {"room": None, "on": None, "quote": None, "is_taken": False, "verdict": None}
    told["why"] = ""
    room, starts, ends = _read(Id, form.room), _read(Instant, form.start_time), _read(Instant, form.end_time)
    form.offer([], ())  # what was typed, whatever else cannot be told
    try:
        told["room"] = rooms.find(actor(), room)
        told["on"] = calendar.local(calendar.instant(starts)).date()
        steps = [at for at in availability.steps(availability.opening(told["on"])) if at >= clock.now()]
        form.offer(steps, availability.free_starts(told["room"], told["on"], availability.step(), but=but))
        whose = _read(Id, form["student"]) if "student" in form else None
        times = {"start_time": starts, "end_time": ends}
        told["quote"] = quote = booking.quote(actor(), room=room, **times, student=whose, but=but)
        purpose = form.purpose.data if "purpose" in form else ""
        times = {"starts": quote.starts, "ends": quote.ends}
        told["is_taken"] = _is_taken(form, quote, but)
        told["verdict"] = rules.forecast(actor(), whose, purpose or "practice", quote.room, **times, but=but)
    except (Refusal, ValueError, AttributeError) as no:
        told["why"] = next(iter(getattr(no, "fields", {}).values()), str(no))
    return told


def _is_taken(form: Any, quote: booking.Quote, but: int | None) -> bool:
    """Whether it cannot be had, whoever asks; where it can be waived, the time to tidy up is in nobody's way."""
    tidy = 0 if "waive_turnover" in form else quote.room.turnover_minutes
    return bool(availability.held(quote.room, quote.starts, quote.ends + timedelta(minutes=tidy), but=but))


def _read(kind: Any, field: Field) -> Any:
    try:
        return TypeAdapter(kind).validate_python(field.data)
    except ValidationError:
        return None


def _book_url(query: BookQuery, **other: Any) -> str:
    kept = {"past": query.past or None, "room": query.room, "date": query.date}
    return url_for(".book_of_rooms", **kept | other)


def _form(**start: Any) -> ReservationForm:
    """Staff may book for others; a student's form has no such fields."""
    if not access.may_decide(actor()):
        return ReservationForm(**start)
    others = [(each.id, each.name) for each in people.all_people(actor(), limit=MOST) if each.is_active]
    myself = [("", "Myself"), *((id, name) for id, name in others if id != actor().id)]
    return StaffReservationForm(choices={"student": myself}, **start)


def _others(but: int | None = None) -> dict[str, list[tuple[object, str]]]:
    """What a room may be made of."""
    return {"parts": [(room.id, room.name) for room in rooms.list_all(actor()) if room.id != but]}


def _only_managers() -> None:
    if not access.may_manage(actor()):
        raise NotAllowed("Only an admin describes rooms")
