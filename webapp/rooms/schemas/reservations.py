"""What may be said about reservations, and what the API shows of them."""

from typing import Annotated, Literal

from pydantic import AliasPath, Field

from webapp.core.inputs import (
    ALL,
    Cursor,
    Day,
    ExportQuery,
    Id,
    Input,
    Instant,
    Line,
    spelled,
)
from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.school.shown import At

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
    """`student`, `override_reason` and `waive_turnover` are for staff."""

    student: Id | None = None
    override_reason: Text = ""
    waive_turnover: bool = False


Whom = Annotated[Line, Field(max_length=254)]  # by name, e-mail or card


class StaffReservationPage(OwnReservationInput):
    """A page says for whom in words; nobody is oneself."""

    student: Whom = ""
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
    """A link may say the day alone, or only when it begins; a booking form says both ends, and for whom in words."""

    room: Id
    date: Day | None = None
    start_time: Instant | None = None
    end_time: Instant | None = None
    purpose: Purpose = "practice"
    notes: Text = ""
    student: Whom = ""
    override_reason: Text = ""
    waive_turnover: bool = False


class BookQuery(Input):
    """`student` is for staff."""

    past: bool = False
    room: Id | None = None
    date: Day | None = None
    student: Id | None = None
    after: Cursor | None = None


class ReservationShown(Shown):
    id: int
    room: int = Field(validation_alias="room_id")
    room_name: str = Field(validation_alias=AliasPath("room", "name"))
    student: int = Field(validation_alias="student_id")
    student_name: PersonName = BESIDE
    booked_by: int | None = Field(validation_alias="booked_by_id")
    booked_by_name: PersonName | None = BESIDE
    purpose: str
    start_time: At = Field(validation_alias="starts_at")
    end_time: At = Field(validation_alias="ends_at")
    status: str
    late: bool = Field(validation_alias="cancelled_late")
    total_cost: str
    currency: str
    billed_minutes: int
    free_minutes: int
    payment_status: str
    owed: Annotated[str, Field(description="Still due; negative if it is to be refunded")]
    checked_in_at: At | None
    is_excused: bool
    answer_by: At | None
    decided_by: int | None = Field(validation_alias="decided_by_id")
    decided_by_name: PersonName | None = BESIDE
    decided_at: At | None
    decision_notes: str = Field(validation_alias="decision_note")
    notes: str
    version: int
