"""What may be said about series, and what the API shows of them."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from webapp.core import money
from webapp.core.inputs import WHOLE, Clock, Day, Id, Input, Whole
from webapp.core.openapi import Shown
from webapp.school import settings
from webapp.school.recurring import MOST, WEEKDAYS
from webapp.school.shown import At

from ..models import Reservation, Series, SeriesSkip
from ..series.series_lines import Choice, Preview
from .reservations import Purpose, ReservationShown
from .rooms import Short, Text

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Times = Annotated[int, Field(ge=1, le=MOST), WHOLE]


class DateChoiceInput(Input):
    """Of a date: skip it, or another time, another room, or both."""

    date: Day
    skip: bool = False
    room: Id | None = None
    start: Clock | None = None
    end: Clock | None = None

    @property
    def choice(self) -> Choice:
        return Choice(self.date, self.skip, self.room, self.start, self.end)


class SeriesAsked(Input):
    """Times are the school's; without weekdays it is the first date's own. Until a date, or so many times."""

    room: Id
    weekdays: list[Weekday] = []
    every_weeks: Whole = Field(1, ge=1, le=8)
    start: Clock
    end: Clock
    first_date: Day
    last_date: Day | None = None
    count: Times | None = None
    purpose: Purpose = "practice"
    notes: Text = ""


class SeriesPage(SeriesAsked):
    """A page says for whom by name or e-mail."""

    student: Short = ""


class SeriesInput(SeriesAsked):
    student: Id | None = None
    choices: list[DateChoiceInput] = Field([], max_length=MOST)

    @property
    def said(self) -> dict[str, Any]:
        return dict(self) | {"choices": [each.choice for each in self.choices]}


class ScopeInput(Input):
    """`date` is the one date, or the one from which on; it does not matter for all to come."""

    scope: Literal["this", "following", "all"]
    date: Day | None = None


class ScopeQuery(Input):
    """A link on the page of a series."""

    scope: Literal["this", "following", "all"] | None = None
    date: Day | None = None


class ChangePage(ScopeInput):
    version: Id | None = None
    room: Id | None = None
    start: Clock | None = None
    end: Clock | None = None


class CancelPage(ScopeInput):
    version: Id | None = None


class ChangeInput(ScopeInput):
    """What is left out stays as it is."""

    room: Id | None = None
    start: Clock | None = None
    end: Clock | None = None
    choices: list[DateChoiceInput] = Field([], max_length=MOST)


class OfferShown(Shown):
    label: str
    change: dict[str, Any]


class SeriesDateShown(Shown):
    """`status` is free, skipped, taken, closed, past, overlap or refused; only the first two can be saved."""

    date: date
    start_time: At
    end_time: At
    room: int
    room_name: str
    status: str
    reason: str
    notes: str
    cost: str
    offers: list[OfferShown]


class SeriesPreviewShown(Shown):
    dates: list[SeriesDateShown]
    free: int
    skipped: int
    bad: int
    total_cost: str
    currency: str

    @classmethod
    def of(cls, found: Preview) -> Self:
        counts = {name: len(getattr(found, name)) for name in ("free", "skipped", "bad")}
        cost, currency = (
            money.shown(found.cost_minor, settings.currency()),
            settings.currency(),
        )
        dates = [SeriesDateShown.model_validate(line.as_dict()) for line in found.lines]
        return cls(dates=dates, **counts, total_cost=cost, currency=currency)


class SkipShown(Shown):
    date: date
    reason: str


class OccurrenceShown(ReservationShown):
    date: date
    detached: bool


class SeriesListed(Shown):
    id: int
    uid: str
    room: int
    room_name: str
    student: int
    weekdays: list[str]
    every_weeks: int
    start: str
    end: str
    first_date: date
    last_date: date
    follows: int | None
    notes: str
    created_at: At
    version: int

    @classmethod
    def of(cls, series: Series, **more: Any) -> Self:
        same = ("id", "uid", "every_weeks", "notes", "version")
        return cls(
            **{name: getattr(series, name) for name in same},
            room=series.room_id,
            room_name=series.room.name,
            student=series.student_id,
            weekdays=[WEEKDAYS[day] for day in series.pattern.weekdays],
            start=series.starts_wall,
            end=series.ends_wall,
            first_date=series.first_on,
            last_date=series.last_on,
            follows=series.follows_id,
            created_at=series.created_at,
            **more,
        )


class SeriesShown(SeriesListed):
    """`dates` are those that were booked, whatever became of them; `skips` those that were left out."""

    dates: list[OccurrenceShown]
    skips: list[SkipShown]

    @classmethod
    def whole(
        cls, series: Series, rows: list[Reservation], skips: list[SeriesSkip]
    ) -> Self:
        dates = [_occurrence(row) for row in rows]
        return cls.of(
            series,
            dates=dates,
            skips=[SkipShown(date=skip.on, reason=skip.reason) for skip in skips],
        )


def _occurrence(row: Reservation) -> OccurrenceShown:
    told = ReservationShown.of(row).model_dump()
    return OccurrenceShown.model_validate(
        told | {"date": row.occurrence_date, "detached": row.detached}
    )
