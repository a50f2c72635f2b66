"""What may be said about reservations, and what the API shows of them."""

from typing import Annotated, Literal, Self

from pydantic import Field

from webapp.core import money
from webapp.core.inputs import (
    ALL,
    Cursor,
    Day,
    ExportQuery,
    Id,
    Input,
    Instant,
    spelled,
)
from webapp.core.openapi import Shown
from webapp.school.shown import At

from ..models import Reservation
from .rooms import ListQuery, Text

Purpose = Literal["practice", "ensemble", "lesson", "exam", "maintenance"]

ReservationStatus = Annotated[
    Literal["pending", "confirmed", "cancelled", "completed", "no_show"],
    spelled(),
    Field(description="no-show is accepted too"),
]


class OwnReservationInput(Input):
    """What a student's page sends."""

    room: Id
    start_time: Instant
    end_time: Instant
    purpose: Purpose = "practice"
    notes: Text = ""


class ReservationInput(OwnReservationInput):
    """Staff may also say for whom, and why a rule does not hold."""

    student: Id | None = None
    override_reason: Text = ""
    waive_turnover: bool = False


class ReservationFilter(Input):
    start_date: Day | None = None
    end_date: Day | None = None
    room: Id | None = None
    status: Annotated[ReservationStatus | None, ALL] = None
    student: Id | None = None


class ReservationExport(ReservationFilter, ExportQuery):
    pass


class ReservationQuery(ReservationFilter, ListQuery):
    pass


class AskQuery(Input):
    """A link may say the day alone, or only when it begins; a booking form says both ends."""

    room: Id
    date: Day | None = None
    start_time: Instant | None = None
    end_time: Instant | None = None
    purpose: Purpose = "practice"
    notes: Text = ""
    student: Id | None = None
    override_reason: Text = ""
    waive_turnover: bool = False


class BookQuery(Input):
    past: bool = False
    room: Id | None = None
    date: Day | None = None
    after: Cursor | None = None


class ReservationShown(Shown):
    id: int
    room: int
    room_name: str
    student: int
    booked_by: int | None
    purpose: str
    start_time: At
    end_time: At
    status: str
    late: bool
    total_cost: str
    currency: str
    billed_minutes: int
    free_minutes: int
    payment_status: str
    owed: Annotated[str, Field(description="Still due; negative if it is to be refunded")]
    checked_in_at: At | None
    is_excused: bool
    answer_by: At | None
    decided_by: int | None
    decided_at: At | None
    decision_notes: str
    notes: str
    version: int

    @classmethod
    def of(cls, reservation: Reservation) -> Self:
        priced = ("currency", "billed_minutes", "free_minutes", "payment_status")
        same = ("id", "purpose", "status", *priced, "notes", "version")
        return cls(
            **{name: getattr(reservation, name) for name in same},
            room=reservation.room_id,
            room_name=reservation.room.name,
            student=reservation.student_id,
            booked_by=reservation.booked_by_id,
            late=reservation.cancelled_late,
            start_time=reservation.starts_at,
            end_time=reservation.ends_at,
            checked_in_at=reservation.checked_in_at,
            answer_by=reservation.answer_by,
            decided_by=reservation.decided_by_id,
            decision_notes=reservation.decision_note,
            decided_at=reservation.decided_at,
            is_excused=reservation.excused_at is not None,
            total_cost=money.shown(reservation.total_cost_minor, reservation.currency),
            owed=money.shown(reservation.owed_minor, reservation.currency),
        )
