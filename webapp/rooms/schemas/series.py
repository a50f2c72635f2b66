"""What may be said about series, and what the API shows of them."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, AliasPath, BeforeValidator, Field

from webapp.core import money
from webapp.core.inputs import WHOLE, Clock, ClosingClock, Day, Id, Input, Whole
from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.school import settings
from webapp.school.recurring import MIDNIGHT, MOST, WEEKDAYS
from webapp.school.shown import At

from ..models import Reservation, Series, SeriesSkip
from ..series.series_lines import Choice, Preview
from .reservations import Purpose, ReservationShown, Whom
from .rooms import Text

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _end_of_day(at: str) -> str:
    """A page's field knows no 24:00; nothing ends as its day begins."""
    return MIDNIGHT if at == "00:00" else at


EndClock = Annotated[ClosingClock, AfterValidator(_end_of_day)]
Times = Annotated[int, Field(ge=1, le=MOST), WHOLE]


def _names(weekdays: Sequence[int]) -> list[str]:
    """The weekdays of a pattern, in which Monday is 0."""
    return [WEEKDAYS[day] for day in weekdays]


Weekdays = Annotated[list[str], BeforeValidator(_names)]


class DateChoiceInput(Input):
    """For one date: skip it, or give it another time, another room, or both."""

    date: Day
    skip: bool = False
    room: Id | None = None
    start: Clock | None = None
    end: EndClock | None = None

    @property
    def choice(self) -> Choice:
        return Choice(self.date, self.skip, self.room, self.start, self.end)


class SeriesRequest(Input):
    """Times are the school's. Without weekdays it repeats on that of the first date. Give `last_date` or `count`."""

    room: Id
    weekdays: list[Weekday] = []
    every_weeks: Whole = Field(1, ge=1, le=8)
    start: Clock
    end: EndClock
    first_date: Day
    last_date: Day | None = None
    count: Times | None = None
    purpose: Purpose = "practice"
    notes: Text = ""


class SeriesPage(SeriesRequest):
    """A page says for whom by name or e-mail."""

    student: Whom = ""


class SeriesInput(SeriesRequest):
    student: Id | None = None
    choices: list[DateChoiceInput] = Field([], max_length=MOST)

    @property
    def request(self) -> dict[str, Any]:
        """As `series.book` takes it."""
        return dict(self) | {"choices": [each.choice for each in self.choices]}


class ScopeInput(Input):
    """`date` is the date itself for `this`, and the first one for `following`; `all` needs none."""

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
    end: EndClock | None = None


class CancelPage(ScopeInput):
    version: Id | None = None


class ChangeInput(ScopeInput):
    """What is left out stays as it is."""

    room: Id | None = None
    start: Clock | None = None
    end: EndClock | None = None
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
    def of(cls, planned: Preview) -> Self:
        currency = settings.currency()
        return cls(
            dates=[SeriesDateShown.model_validate(line.facts()) for line in planned.lines],
            free=len(planned.free),
            skipped=len(planned.skipped),
            bad=len(planned.bad),
            total_cost=money.shown(planned.cost_minor, currency),
            currency=currency,
        )


class SkipShown(Shown):
    date: Annotated[date, Field(validation_alias="on")]
    reason: str = Field(validation_alias="words")


class OccurrenceShown(ReservationShown):
    date: Annotated[date, Field(validation_alias="occurrence_date")]
    detached: bool


class SeriesListed(Shown):
    id: int
    uid: str
    room: int = Field(validation_alias="room_id")
    room_name: str = Field(validation_alias=AliasPath("room", "name"))
    student: int = Field(validation_alias="student_id")
    student_name: PersonName = BESIDE
    weekdays: Weekdays = Field(validation_alias=AliasPath("pattern", "weekdays"))
    every_weeks: int
    start: str = Field(validation_alias="starts_wall")
    end: str = Field(validation_alias="ends_wall")
    first_date: date = Field(validation_alias="first_on")
    last_date: date = Field(validation_alias="last_on")
    follows: int | None = Field(validation_alias="follows_id")
    notes: str
    created_at: At
    version: int


class SeriesShown(SeriesListed):
    """`dates` are all that were booked, cancelled ones included; `skips` are those that were left out."""

    dates: list[OccurrenceShown]
    skips: list[SkipShown]

    @classmethod
    def of(cls, series: Series, rows: list[Reservation], skips: list[SeriesSkip]) -> Self:
        return cls.model_construct(
            **dict(SeriesListed.model_validate(series)),
            dates=[OccurrenceShown.model_validate(row) for row in rows],
            skips=[SkipShown.model_validate(skip) for skip in skips],
        )
