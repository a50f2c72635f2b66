"""What may be said about rates, and what the API shows of them and of prices."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field

from webapp.core import money
from webapp.core.inputs import Clock, Id, Input, Instant, Money, Whole
from webapp.core.names_beside import BESIDE, GroupName, RoomGroupName, RoomName
from webapp.core.openapi import Shown
from webapp.core.patches import partial, whole
from webapp.school.shown import Amount

from .. import scopes
from ..reservations.booking import Quote
from .rooms import Name

Role = Literal["student", "teacher", "desk", "admin"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WeekdaysShown = Annotated[list[str], BeforeValidator(scopes.weekdays)]  # of a mask


class RateInput(Input):
    """What is left out does not matter; of several rates that hold, the lowest priority is taken."""

    name: Name
    hourly_rate: Money
    priority: Whole = Field(100, ge=1, le=9999)
    role: Role | None = None
    group: Id | None = None
    room_group: Id | None = None
    room: Id | None = None
    weekdays: list[Weekday] = []
    from_time: Clock | None = None
    until_time: Clock | None = None


class RatePage(RateInput):
    """A page sends all of it, with the version it was drawn from."""

    version: Id = 1


@partial
class RatePatch(RateInput):
    """The API sends what changes, null to take it back; the version may come in If-Match."""


@whole
class ChargingInput(Input):
    """In minutes: free for everybody in a week, the least that is charged, and the steps it is rounded up to.

    Of what is given back too late, so much of the price stays, unless others book all of that time and that is waived;
    of what ends early, all of it or, refunded, what was used.
    """

    free_minutes_a_week: Whole = Field(0, ge=0, le=10_080)
    billing_least_minutes: Whole = Field(0, ge=0, le=480)
    billing_step_minutes: Whole = Field(1, ge=1, le=240)
    late_cancel_percent: Whole = Field(100, ge=0, le=100)
    late_cancel_waived: bool = False
    early_end_refund: bool = False


class QuoteQuery(Input):
    room: Id
    start_time: Instant
    end_time: Instant


class RateShown(Shown):
    id: int
    name: str
    priority: int
    role: str | None
    group: int | None = Field(validation_alias="group_id")
    group_name: GroupName | None = BESIDE
    room_group: int | None = Field(validation_alias="room_group_id")
    room_group_name: RoomGroupName | None = BESIDE
    room: int | None = Field(validation_alias="room_id")
    room_name: RoomName | None = BESIDE
    weekdays: WeekdaysShown
    from_time: str | None
    until_time: str | None
    hourly_rate: Amount = Field(validation_alias="rate_minor")
    version: int


class ChargingShown(Shown):
    free_minutes_a_week: int
    billing_least_minutes: int
    billing_step_minutes: int
    late_cancel_percent: int
    late_cancel_waived: bool
    early_end_refund: bool


class PartShown(Shown):
    minutes: int
    hourly_rate: str
    rate: str


class QuoteShown(Shown):
    """What a time would cost; the free minutes are those it would take, and those then left of its week."""

    total_cost: str
    currency: str
    billed_minutes: int
    free_minutes: int
    free_minutes_left: int
    parts: list[PartShown]

    @classmethod
    def of(cls, quote: Quote) -> Self:
        price = quote.price
        return cls(
            total_cost=money.shown(price.cost_minor, price.currency),
            currency=price.currency,
            billed_minutes=price.minutes,
            free_minutes=price.free_minutes,
            free_minutes_left=price.free_left,
            parts=[
                PartShown(
                    minutes=part.minutes,
                    hourly_rate=money.shown(part.rate_minor, price.currency),
                    rate=part.name,
                )
                for part in price.parts
            ],
        )
