"""Reservations for programs: listed, booked, shown and given back."""

from datetime import datetime

from webapp.core import downloads, paging
from webapp.core.doors import actor, signed_in
from webapp.core.openapi import Answer, answer_list, answers

from .. import exports
from ..reservations import booking, reservations
from ..schemas.reservations import (
    ReservationExport,
    ReservationInput,
    ReservationQuery,
    ReservationShown,
)
from .rooms import bp

RESERVATION = "/reservations/<int(max=2147483647):id>/"

downloads.for_programs(
    bp, "/reservations/", "reservations", exports.reservations, ReservationExport
)


@bp.get("/reservations/")
@signed_in
@answers("reservations", list[ReservationShown], 422)
def list_reservations(query: ReservationQuery) -> Answer:
    """List the reservations you may see, the latest start first."""
    after = paging.place(query.after, datetime, int)
    filters = query.model_dump(exclude={"count", "limit", "after"})
    rows = reservations.list_all(actor(), **filters, limit=query.limit + 1, after=after)
    return answer_list(
        ReservationShown, rows, query.limit, lambda row: (row.starts_at, row.id)
    )


@bp.post("/reservations/")
@signed_in
@answers("reservations", ReservationShown, 422, status=201)
def book(json: ReservationInput) -> Answer:
    """Book a practice room."""
    return ReservationShown.model_validate(booking.book(actor(), **dict(json))), 201


@bp.get(RESERVATION)
@signed_in
@answers("reservations", ReservationShown)
def show_reservation(id: int) -> Answer:
    """Show a reservation."""
    return ReservationShown.model_validate(reservations.find(actor(), id))


@bp.post(f"{RESERVATION}cancel/")
@signed_in
@answers("reservations", ReservationShown)
def cancel(id: int) -> Answer:
    """Cancel a reservation."""
    return ReservationShown.model_validate(reservations.cancel(actor(), id))
