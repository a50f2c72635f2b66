"""What may be decided for the school, and what the API shows of it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from webapp.core.inputs import (
    Currency,
    Days,
    Input,
    Language,
    Line,
    Money,
    Prose,
    Whole,
    Zone,
)
from webapp.core.openapi import Shown
from webapp.core.patches import partial

Copied = Literal[
    "answers", "hand_outs", "returns", "losses", "cancellations", "renewals"
]  # acts of which somebody else may get the borrower's e-mail
Name = Annotated[Line, StringConstraints(max_length=80)]


class PolicyInput(Input):
    """What an admin decides for the school; lengths of time are in the units of their names."""

    name: Name
    address: Prose = Field("", max_length=300)
    phone: Prose = Field("", max_length=40)
    zone: Zone
    currency: Currency
    language: Language = Field("en", description="By its code, such as en or de")
    first_weekday: Whole = Field(1, ge=1, le=7, description="Monday is 1")
    granularity_minutes: Whole = Field(ge=5, le=60)
    approve_within_hours: Whole = Field(ge=1, le=336)
    cancel_hours: Whole = Field(ge=0, le=336)
    room_horizon_days: Whole = Field(ge=0, le=3660)
    room_max_minutes: Whole = Field(ge=0, le=1440)
    room_one_at_a_time: bool = False
    most_loans: Whole = Field(ge=0, le=1000)
    pickup_earliest_days: Whole = Field(ge=0, le=365)
    pickup_latest_days: Whole = Field(ge=0, le=3650)
    pending_days: Whole = Field(ge=1, le=90)
    missed_days: Whole = Field(ge=0, le=90)
    offer_days: Whole = Field(ge=1, le=30)
    due_soon_days: Whole = Field(ge=0, le=30)
    overdue_days: Days = []
    tell_teacher_days: Whole = Field(ge=0, le=365)
    tell_guardian_days: Whole = Field(ge=0, le=365)
    tell_office_days: Whole = Field(ge=0, le=365)
    copies_to_teacher: list[Copied] = []
    copies_to_guardian: list[Copied] = []
    copies_to_office: list[Copied] = []
    weekly_list_day: Whole = Field(ge=0, le=7)
    due_day_is_free: bool = False
    mail_greeting: Prose = Field("", max_length=200)
    mail_signature: Prose = Field("", max_length=500)
    mail_note_lending: Prose = Field("", max_length=1000)
    mail_note_rooms: Prose = Field("", max_length=1000)
    most_renewals: Whole = Field(ge=0, le=100)
    renew_days_before: Whole = Field(ge=0, le=365)
    renew_late: bool = False
    unseen_renewals: Whole = Field(ge=0, le=100)
    suspend_after_days: Whole = Field(ge=0, le=365)
    late_stops_loans: bool = False
    second_person_loans: bool = False
    second_person_amount: Money
    second_person_hours: Whole = Field(ge=0, le=720)


class PolicyPage(PolicyInput):
    """A page sends all of it, with what it was drawn from."""

    version: Prose = Field("", max_length=8000)


class PolicyWhole(PolicyInput):
    """All of it: what is left out is as in a new school."""

    first_weekday: Whole = Field(1, ge=1, le=7, description="Monday is 1")
    granularity_minutes: Whole = Field(15, ge=5, le=60)
    approve_within_hours: Whole = Field(72, ge=1, le=336)
    cancel_hours: Whole = Field(0, ge=0, le=336)
    room_horizon_days: Whole = Field(90, ge=0, le=3660)
    room_max_minutes: Whole = Field(240, ge=0, le=1440)
    most_loans: Whole = Field(0, ge=0, le=1000)
    pickup_earliest_days: Whole = Field(0, ge=0, le=365)
    pickup_latest_days: Whole = Field(0, ge=0, le=3650)
    pending_days: Whole = Field(7, ge=1, le=90)
    missed_days: Whole = Field(3, ge=0, le=90)
    offer_days: Whole = Field(3, ge=1, le=30)
    due_soon_days: Whole = Field(2, ge=0, le=30)
    tell_teacher_days: Whole = Field(14, ge=0, le=365)
    tell_guardian_days: Whole = Field(14, ge=0, le=365)
    tell_office_days: Whole = Field(30, ge=0, le=365)
    weekly_list_day: Whole = Field(1, ge=0, le=7)
    most_renewals: Whole = Field(2, ge=0, le=100)
    renew_days_before: Whole = Field(7, ge=0, le=365)
    overdue_days: Days = [1, 7, 14, 30]
    room_one_at_a_time: bool = True
    unseen_renewals: Whole = Field(0, ge=0, le=100)
    suspend_after_days: Whole = Field(0, ge=0, le=365)
    second_person_hours: Whole = Field(24, ge=0, le=720)


@partial
class PolicyPatch(PolicyWhole):
    """The API sends what changes."""


class PolicyShown(Shown):
    name: str
    address: str
    phone: str
    zone: str
    currency: str
    language: str
    first_weekday: int
    granularity_minutes: int
    approve_within_hours: int
    cancel_hours: int
    room_horizon_days: int
    room_max_minutes: int
    room_one_at_a_time: bool
    most_loans: int
    pickup_earliest_days: int
    pickup_latest_days: int
    pending_days: int
    missed_days: int
    offer_days: int
    due_soon_days: int
    overdue_days: list[int]
    tell_teacher_days: int
    tell_guardian_days: int
    tell_office_days: int
    copies_to_teacher: list[str]
    copies_to_guardian: list[str]
    copies_to_office: list[str]
    weekly_list_day: int
    due_day_is_free: bool
    mail_greeting: str
    mail_signature: str
    mail_note_lending: str
    mail_note_rooms: str
    most_renewals: int
    renew_days_before: int
    renew_late: bool
    unseen_renewals: int
    suspend_after_days: int
    late_stops_loans: bool
    second_person_loans: bool
    second_person_amount: str
    second_person_hours: int
