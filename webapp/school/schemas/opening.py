"""What may be said about opening hours, closed days and terms, and what the API shows of them."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo

from webapp.core.inputs import WHOLE, Clock, ClosingClock, Day, Id, Input, Raw, Whole
from webapp.core.openapi import Shown
from webapp.core.patches import partial, whole
from webapp.core.words import _

from .. import opening_hours
from ..effects.parties import Hit
from ..open_days import Hours, OpenDays, clock
from ..recurring import WEEKDAYS
from ..shown import At
from .policy import Name

SHOWN = 200  # of what a change hits
TIME = r"([0-9]{1,2})(?:[:.]([0-9]{2}))?"
SPAN = re.compile(rf" *{TIME} *(?:-|–|—) *{TIME} *")


def _typed(value: Raw, info: ValidationInfo) -> Raw:
    """A page sends the spans of a day in one line, "8–12, 14:00–22:00"."""
    if info.mode == "json" or not isinstance(value, str):
        return value
    return [_span(part) for part in re.split("[,;]", value) if part.strip()]


def _span(written: str) -> dict[str, str]:
    found = SPAN.fullmatch(written)
    if not found:
        raise ValueError(_("Enter hours such as 08:00–12:00, 14:00–22:00"))
    hour, minute, until_hour, until_minute = found.groups("00")
    starts, ends = f"{int(hour):02}:{minute}", f"{int(until_hour):02}:{until_minute}"
    if starts > "23:59" or ends > "24:00" or max(minute, until_minute) > "59":
        raise ValueError(_("Enter times from 00:00 to 24:00"))
    return {"from_time": starts, "until_time": ends}


def minute(written: str) -> int:
    """The minute of the day that a clock shows: "08:30" is 510."""
    return int(written[:2]) * 60 + int(written[3:])


class OpenHoursInput(Input):
    """Some time of a day, on the school's clock; until 24:00 is the whole evening."""

    from_time: Clock
    until_time: ClosingClock

    @property
    def hours(self) -> Hours:
        return Hours(minute(self.from_time), minute(self.until_time))


MostVisits = Annotated[
    Annotated[int, Field(ge=1, le=1000), WHOLE] | None,
    Field(description="People who come to the desk on the day at most; null is no limit"),
]
Spans = Annotated[list[OpenHoursInput], BeforeValidator(_typed), Field(max_length=20)]


@whole
class WeekPatch(Input):
    """The spans and the most visits of weekdays; a day without spans is closed. The API sends those that change."""

    mon: Spans = []
    tue: Spans = []
    wed: Spans = []
    thu: Spans = []
    fri: Spans = []
    sat: Spans = []
    sun: Spans = []
    mon_visits: MostVisits = None
    tue_visits: MostVisits = None
    wed_visits: MostVisits = None
    thu_visits: MostVisits = None
    fri_visits: MostVisits = None
    sat_visits: MostVisits = None
    sun_visits: MostVisits = None

    def spans(self) -> dict[str, list[Hours]]:
        """Those that are said, by weekday."""
        said = self.model_fields_set.intersection(WEEKDAYS)
        return {day: [span.hours for span in getattr(self, day)] for day in said}

    def visits(self) -> dict[str, int | None]:
        """The limits that are said, by weekday."""
        names = {day: f"{day}_visits" for day in WEEKDAYS}
        said = {day: name for day, name in names.items() if name in self.model_fields_set}
        return {day: getattr(self, name) for day, name in said.items()}


class WeekPage(WeekPatch):
    """A page sends all of them, with the version it was drawn from."""

    version: Whole = 0


class ClosedDaysInput(Input):
    """From the first to the last day, both closed; every year again where `yearly`."""

    name: Name
    starts_on: Day
    ends_on: Day
    yearly: bool = False


class ClosedDaysPage(ClosedDaysInput):
    """A page sends all of it, with the version it was drawn from."""

    version: Id = 1


@partial
class ClosedDaysPatch(ClosedDaysInput):
    """The API sends what changes; the version may come in If-Match."""


class TermInput(Input):
    """From its first to its last day; `return_by` is the last day on which what is lent in it is due."""

    name: Name
    starts_on: Day
    ends_on: Day
    return_by: Day


class TermPage(TermInput):
    """A page sends all of it, with the version it was drawn from."""

    version: Id = 1


@partial
class TermPatch(TermInput):
    """The API sends what changes; the version may come in If-Match."""


class EffectsInput(Input):
    """What becomes of what a change hits; a page applies it once it has shown that."""

    apply: bool = False
    loans: Literal["move", "keep"] = "move"
    bookings: Literal["keep", "cancel"] = "keep"
    most: Whole = Field(0, ge=0, le=1000)


class EffectsQuery(Input):
    """With `preview` nothing is changed, and what would be hit is told.

    Otherwise due days and pick-ups of loans move, or are kept, and bookings are kept, or cancelled for nothing; with
    `most` at most so many people a day bring back what is moved.
    """

    preview: bool = False
    loans: Literal["move", "keep"] = "move"
    bookings: Literal["keep", "cancel"] = "keep"
    most: Whole = Field(0, ge=0, le=1000)


class HitByOpeningShown(Shown):
    """A due day, a pick-up, an offer from a queue or a booking that a change hits.

    `becomes` is where a loan's day would move, or until when an offer stays open.
    """

    kind: str
    id: int
    person: int
    person_name: str
    thing: str
    day: date
    start_time: At | None
    becomes: date | None
    becomes_at: At | None = Field(
        description="When the desk opens next on that day, or closes, of what is lent by the hour and due in between"
    )
    promised_to: str = Field(
        description="Whose promise that day would hit; empty if nobody's"
    )
    promised_on: date | None = Field(description="From when on they are to have it")

    @classmethod
    def of(cls, hit: Hit) -> Self:
        return cls(
            kind=hit.kind,
            id=hit.id,
            person=hit.person,
            person_name=hit.name,
            thing=hit.thing,
            day=hit.was,
            start_time=hit.starts,
            becomes=hit.becomes,
            becomes_at=hit.ends if hit.is_by_hour else None,
            promised_to=hit.promised_to,
            promised_on=hit.promised_on,
        )


class OpeningPreviewShown(Shown):
    """How much a change hits, and the first of it."""

    due_days: int
    pickups: int
    offers: int = Field(description="From a queue, whose time to say yes is longer")
    bookings: int
    people: int
    hits: list[HitByOpeningShown]

    @classmethod
    def of(cls, hits: Sequence[Hit]) -> Self:
        kinds = Counter(hit.kind for hit in hits)
        return cls(
            due_days=kinds["due"],
            pickups=kinds["pickup"],
            offers=kinds["offer"],
            bookings=kinds["booking"],
            people=len({hit.person for hit in hits}),
            hits=[HitByOpeningShown.of(hit) for hit in hits[:SHOWN]],
        )


class OpenHoursShown(Shown):
    from_time: str
    until_time: str


class WeekShown(Shown):
    """The spans of every weekday, in order, and its most visits; a day without spans is closed."""

    mon: list[OpenHoursShown]
    tue: list[OpenHoursShown]
    wed: list[OpenHoursShown]
    thu: list[OpenHoursShown]
    fri: list[OpenHoursShown]
    sat: list[OpenHoursShown]
    sun: list[OpenHoursShown]
    mon_visits: int | None
    tue_visits: int | None
    wed_visits: int | None
    thu_visits: int | None
    fri_visits: int | None
    sat_visits: int | None
    sun_visits: int | None

    @classmethod
    def of(cls, decided: OpenDays) -> Self:
        week, most = opening_hours.week(decided), opening_hours.most_visits(decided)
        spans = {day: list(map(_span_shown, week[day])) for day in WEEKDAYS}
        visits = {f"{day}_visits": most[day] for day in WEEKDAYS}
        return cls.model_validate(spans | visits)


def _span_shown(span: Hours) -> OpenHoursShown:
    return OpenHoursShown(from_time=clock(span.starts), until_time=clock(span.ends))


class ClosedDaysShown(Shown):
    id: int
    name: str
    starts_on: date
    ends_on: date
    yearly: bool
    version: int


class TermShown(Shown):
    id: int
    name: str
    starts_on: date
    ends_on: date
    return_by: date
    version: int
