"""What may be said about the rules of rooms, and what the API shows of rules and quotas."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AliasPath, Field

from webapp.core.inputs import WHOLE, Clock, Day, Id, Input
from webapp.core.names_beside import BESIDE, GroupName, PersonName, RoomGroupName, RoomName
from webapp.core.openapi import Shown
from webapp.core.patches import partial
from webapp.school.shown import At

from ..models import RoomRule
from ..rules import previews, rule_words
from ..rules.quotas import Meter
from ..rules.rules import facts
from .rates import Role, Weekday
from .reservations import Purpose
from .rooms import Name

Mode = Literal["always", "only_when_exhausted"]
Length = Annotated[int, Field(ge=1, le=1440), WHOLE]  # minutes
Minutes = Annotated[int, Field(ge=0, le=100_000), WHOLE]
DaysAhead = Annotated[int, Field(ge=0, le=3660), WHOLE]
HoursAhead = Annotated[int, Field(ge=0, le=8784), WHOLE]
LastHours = Annotated[int, Field(ge=0, le=168), WHOLE]


class RuleInput(Input):
    """What is left out does not matter, or has no limit. Lengths are in minutes."""

    name: Name
    role: Role | None = None
    group: Id | None = None
    room_group: Id | None = None
    room: Id | None = None
    purpose: Purpose | None = None
    weekdays: list[Weekday] = []
    from_time: Clock | None = None
    until_time: Clock | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    may_book: bool | None = None
    needs_approval: bool | None = None
    one_at_a_time: bool | None = None
    horizon_days: DaysAhead | None = None
    opens_at: Clock | None = None
    horizon_hours: HoursAhead | None = None
    min_notice_minutes: Minutes | None = None
    change_notice_minutes: Minutes | None = None
    min_minutes: Length | None = None
    max_minutes: Length | None = None
    gap_minutes: Length | None = None
    rolling_minutes: Minutes | None = None
    day_minutes: Minutes | None = None
    week_minutes: Minutes | None = None
    month_minutes: Minutes | None = None
    core_minutes: Minutes | None = None
    last_minute_hours: LastHours | None = None
    last_minute_mode: Mode | None = None


class RulePage(RuleInput):
    """A page sends all of it, with the version it was drawn from."""

    version: Id = 1


@partial
class RulePatch(RuleInput):
    """The API sends what changes, null to take it back; the version may come in If-Match."""


class QuotaQuery(Input):
    student: Id | None = None


class PreviewQuery(Input):
    student: Id | None = None
    date: Day | None = None


class PreviewAsked(PreviewQuery):
    """What a page's address asks for; a person may be found by words."""

    who: str = Field("", max_length=100)


class RuleShown(Shown):
    id: int
    name: str
    sentence: str
    role: str | None
    group: int | None
    group_name: GroupName | None = BESIDE
    room_group: int | None
    room_group_name: RoomGroupName | None = BESIDE
    room: int | None
    room_name: RoomName | None = BESIDE
    purpose: str | None
    weekdays: list[str]
    from_time: str | None
    until_time: str | None
    starts_on: date | None
    ends_on: date | None
    may_book: bool | None
    needs_approval: bool | None
    one_at_a_time: bool | None
    horizon_days: int | None
    horizon_hours: int | None
    opens_at: str | None
    min_notice_minutes: int | None
    change_notice_minutes: int | None
    min_minutes: int | None
    max_minutes: int | None
    gap_minutes: int | None
    rolling_minutes: int | None
    day_minutes: int | None
    week_minutes: int | None
    month_minutes: int | None
    core_minutes: int | None
    last_minute_hours: int | None
    last_minute_mode: str | None
    is_active: bool
    version: int

    @classmethod
    def of(cls, rule: RoomRule) -> Self:
        about = {"id": rule.id, "is_active": rule.is_active}
        return cls.model_validate(
            facts(rule) | about | {"sentence": rule_words.sentence(rule)}
        )


class QuotaShown(Shown):
    """Minutes; a rolling quota has no period, because it counts all that is still to come."""

    rule: int | None
    rule_name: str
    kind: str
    title: str
    limit_minutes: int
    used_minutes: int
    left_minutes: int
    period_start: At | None
    period_end: At | None

    @classmethod
    def of(cls, meter: Meter) -> Self:
        starts, ends = meter.within or (None, None)
        return cls(
            rule=meter.rule.id,
            rule_name=meter.rule.name,
            kind=meter.kind,
            title=rule_words.quota(meter.rule, meter.kind),
            limit_minutes=meter.limit,
            used_minutes=meter.used,
            left_minutes=meter.left,
            period_start=starts,
            period_end=ends,
        )


class StretchShown(Shown):
    """Some time of the day in which the rules say the same; empty words mean yes."""

    start_time: At = Field(validation_alias="starts")
    end_time: At = Field(validation_alias="ends")
    longest_minutes: int = Field(validation_alias="longest")
    last_minute: bool
    needs_approval: bool
    why_not: str = Field(validation_alias="why")
    rule_name: str | None = Field(validation_alias="rule")


class ForecastShown(Shown):
    room: int = Field(validation_alias=AliasPath("room", "id"))
    room_name: str = Field(validation_alias=AliasPath("room", "name"))
    stretches: list[StretchShown]


class RulePreviewShown(Shown):
    student: int
    student_name: PersonName = BESIDE
    date: date
    quotas: list[QuotaShown]
    rooms: list[ForecastShown]

    @classmethod
    def of(cls, preview: previews.Preview) -> Self:
        return cls(
            student=preview.who.id,
            date=preview.date,
            quotas=[QuotaShown.of(meter) for meter in preview.meters],
            rooms=[ForecastShown.model_validate(forecast) for forecast in preview.rooms],
        )
