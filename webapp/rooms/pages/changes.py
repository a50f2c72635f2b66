"""Moving a reservation and ending it early, in a browser: a tap on a free time, then a look at what changes."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.errors import Invalid
from webapp.core.forms import read_query
from webapp.core.said import Said
from webapp.core.words import _
from webapp.school import calendar

from .. import access, rooms
from ..forms.reservations import MoveForm, as_sent
from ..models import Reservation
from ..rates import late_costs, rates
from ..rates.pricing import Tariff
from ..reservations import changes, reservations
from ..schemas.changes import MoveQuery
from ..times import day_sheet
from .booking_forms import BookingShown, shown_around

bp = Blueprint("changes", __name__, url_prefix="/reservations/<int:id>")


@bp.get("/move")
@signed_in
def ask(id: int) -> Response:
    query, reservation = read_query(MoveQuery), reservations.find(actor(), id)
    if not (query.room and query.start_time and query.end_time) or not access.may_move(
        actor(), reservation
    ):
        return page("rooms/reservations/move_where", **_day(reservation, query))
    starts, ends = _as_sent(query.start_time), _as_sent(query.end_time)
    form = _form(
        id, room=query.room, version=reservation.version, start_time=starts, end_time=ends
    )
    return page("rooms/reservations/move", form=form)


@bp.post("/move")
@signed_in
def move(id: int) -> Response:
    reservations.find(actor(), id)  # what is not theirs has no form to come back on
    with _form(id) as form:
        changes.move(actor(), id, **form.read())
    return go_to("rooms.show_reservation", Said(_("The booking is moved")), id=id)


@bp.post("/end")
@signed_in
def end(id: int) -> Response:
    changes.end(actor(), id)
    return go_to("rooms.show_reservation", Said(_("Ended: the room is free again")), id=id)


def _as_sent(at: datetime) -> str:
    """A time of an address as the form sends it; without an offset it is the school's. Invalid if it is none."""
    try:
        return as_sent(calendar.instant(at))
    except ValueError as error:
        raise Invalid(str(error)) from None


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"day_sheet": day_sheet}


def _form(id: int, **start: Any) -> MoveForm:
    form = MoveForm(**start)
    form.around = lambda: {"details": _moving(form, id), "charging": rates.charging()}
    return form


def _moving(form: MoveForm, id: int) -> dict[str, Any]:
    reservation, shown = reservations.find(actor(), id), shown_around(form, id)
    late_minor = _still_due(reservation, shown)
    return {**shown, "reservation": reservation, "late_minor": late_minor}


def _still_due(reservation: Reservation, shown: BookingShown) -> int:
    quote, verdict = shown["quote"], shown["verdict"]
    if quote is None:
        return 0
    asks_anew = verdict is not None and verdict.needs_approval
    to = quote.room.id, quote.starts, quote.ends
    return late_costs.still_due(actor(), reservation, *to, asks_anew=asks_anew)


def _day(reservation: Reservation, query: MoveQuery) -> dict[str, Any]:
    """The rooms and from when each is free that day for as long as the reservation is."""
    on = query.date or max(calendar.local(reservation.starts_at).date(), calendar.today())
    length = reservation.ends_at - reservation.starts_at
    places = rooms.list_all(actor())
    return {
        "reservation": reservation,
        "sheet": day_sheet.of(actor(), places, on, length),
        "tariff": Tariff.for_rooms(reservation.student_id, places),
        "link": lambda room, at: _link(reservation, room, at, length),
    }


def _link(reservation: Reservation, room: int, at: datetime, length: timedelta) -> str:
    return url_for(
        "changes.ask",
        id=reservation.id,
        room=room,
        start_time=as_sent(at),
        end_time=as_sent(at + length),
    )
