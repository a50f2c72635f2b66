"""Reservations in a browser: a person's list, booking, and giving back."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.core import downloads, paging
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.errors import Invalid
from webapp.core.forms import read_query
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import people
from webapp.school import calendar, open_days

from .. import access, check_in, exports, rooms
from ..forms.reservations import ReservationForm, StaffReservationForm, as_sent
from ..models import Reservation
from ..rates import late_costs, rates
from ..reservations import booking, changes, pending, reservations
from ..schemas.reservations import (
    AskQuery,
    BookQuery,
    ReservationFilter,
    StaffReservationPage,
)
from ..times import availability, open_time
from ..waits import waits
from . import approvals as decision
from . import named_students
from .booking_forms import shown_around
from .rooms import ID, bp

PAGE = 30
NARROWED = {"room", "date", "student"}  # what the list of bookings is asked for
FILTERS = (
    "purpose",
    "notes",
    "student",
    "override_reason",
    "waive_turnover",
)  # while the times are chosen

downloads.on_page(
    bp, "/reservations", "reservations", exports.reservations, ReservationFilter
)


@bp.get("/reservations")
@signed_in
def book_of_rooms() -> Response:
    return _book(whose=None if actor().is_staff else actor().id)


@bp.get("/reservations/mine")
@signed_in
def my_bookings() -> Response:
    return _book(whose=actor().id)


def _book(whose: int | None) -> Response:
    """One's own bookings, or for staff all, or those of one person."""
    query = read_query(BookQuery)
    whom = people.find(actor(), query.student) if query.student and not whose else None
    part = _listed(query, whom.id if whom else whose)
    return page(
        "rooms/reservations/reservations",
        reservations=part.rows,
        query=query,
        whose=whose,
        whom=whom,
        more=part.after and _book_url(query, after=part.after),
        choices=rooms.list_all(actor()),
        to=_book_url,
        missed=None if actor().is_staff else check_in.strikes(actor().id),
        waits=waits.of_actor(actor()),
    )


@bp.get("/reservations/new")
@bp.get("/rooms/<int(max=2147483647):room>/book")
@signed_in
def ask(room: int | None = None) -> Response:
    query = read_query(AskQuery, {**request.args, **({"room": str(room)} if room else {})})
    rooms.find(actor(), query.room)
    starts, ends = _asked_times(query)
    more = {name: getattr(query, name) for name in FILTERS}
    return page(
        "rooms/reservations/book",
        form=_form(
            room=query.room, start_time=as_sent(starts), end_time=as_sent(ends), **more
        ),
    )


@bp.post("/reservations/new")
@signed_in
def book() -> Response:
    with _form() as form:
        typed = form.read()
        if "student" in typed:
            typed["student"] = named_students.id_of(typed["student"])
        reservation = booking.book(actor(), **typed)
    return go_to(
        ".show_reservation",
        Said(
            _("Booked")
            if reservation.status == "confirmed"
            else _("Asked for: the time is held until somebody answers")
        ),
        id=reservation.id,
    )


@bp.post("/reservations/price")
@signed_in
def price() -> Response:
    """Where no script asks for it: the form again, with the price of the times now chosen."""
    names = StaffReservationPage.model_fields
    typed: dict[str, Any] = {name: request.form.get(name) or None for name in names}
    return redirect(url_for(".ask", **typed), 303)


@bp.get(f"/reservations/{ID}")
@signed_in
def show_reservation(id: int) -> Response:
    reservation = reservations.find(actor(), id)
    return page(
        "rooms/reservations/reservation", reservation=reservation, **_around(reservation)
    )


@bp.get(f"/reservations/{ID}/cancel")
@signed_in
def give_back(id: int) -> Response:
    reservation = reservations.find(actor(), id)
    return page(
        "rooms/reservations/cancel",
        reservation=reservation,
        late_minor=late_costs.due_if_cancelled(actor(), reservation),
        charging=rates.charging(),
    )


@bp.post(f"/reservations/{ID}/cancel")
@signed_in
def cancel(id: int) -> Response:
    reservations.cancel(actor(), id)
    return go_to(
        ".show_reservation", Said(_("Cancelled: the room is free for others")), id=id
    )


def _listed(query: BookQuery, whose: int | None) -> paging.Part[Reservation]:
    listed = reservations.listed(
        actor(),
        past=query.past,
        room=query.room,
        on=query.date,
        student=whose,
        after=paging.place(query.after, datetime, int),
        limit=PAGE + 1,
    )
    return paging.cut(listed, PAGE, lambda row: (row.starts_at, row.id))


def _asked_times(query: AskQuery) -> tuple[datetime, datetime]:
    """As asked; else the first free hour of the day, or where none is said, of the next days."""
    hour = timedelta(hours=1)
    try:
        starts = (
            calendar.instant(query.start_time)
            if query.start_time
            else _first_free(query.room, query.date, hour)
        )
        return starts, calendar.instant(query.end_time) if query.end_time else starts + hour
    except ValueError as error:
        raise Invalid(str(error)) from None


def _first_free(room_id: int, on: date | None, length: timedelta) -> datetime:
    room, first = rooms.find(actor(), room_id), on or calendar.today()
    for ahead in range(1 if on else availability.NEXT_DAYS):
        free = availability.free_starts(room, calendar.after(first, ahead), length)
        if free:
            return free[0]
    return open_time.reach(first).starts


def _book_url(query: BookQuery, **other: Any) -> str:
    filters = {"past": query.past or None, **query.model_dump(include=NARROWED)}
    is_mine = request.endpoint == f"{bp.name}.my_bookings"
    return url_for(".my_bookings" if is_mine else ".book_of_rooms", **filters | other)


def _form(**start: Any) -> ReservationForm:
    """Staff may book for others; a student's form has no such fields."""
    form = (
        StaffReservationForm(**start)
        if access.may_decide(actor())
        else ReservationForm(**start)
    )
    form.around = lambda: {"details": shown_around(form)}
    return form


def _around(reservation: Reservation) -> dict[str, Any]:
    """What a booking's page shows around it."""
    may_answer = access.may_approve(actor()) and (
        reservation.status == "pending" or reservation.decided_by_id
    )
    return {
        "again": changes.next_week(reservation),
        "answer": pending.answer_words(reservation)
        if reservation.decided_at and reservation.status != "pending"
        else "",
        "charging": rates.charging(),
        "closed": _why_closed(reservation),
        "missed": check_in.strikes(reservation.student_id) if actor().is_staff else None,
        "details": decision.about(reservation, actor()) if may_answer else None,
    }


def _why_closed(reservation: Reservation) -> str:
    """In a sentence that the school closes on the day of what is cancelled; empty where it does not."""
    on = calendar.local(reservation.starts_at).date()
    if reservation.status != "cancelled" or open_days.now_decided().is_open(on):
        return ""
    return open_days.why_closed(on)
