"""A series line by line: each date as it is wanted, what is in its way, and what was chosen instead."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypedDict

from webapp.core import money
from webapp.core.errors import Offer
from webapp.school import calendar, settings
from webapp.school.recurring import Slot

from ..models import Reservation, Room
from ..occupied.spaces import Place


@dataclass(frozen=True)
class Choice:
    """What is to become of a date instead: nothing, another time, another room, or both."""

    on: date
    skip: bool = False
    room: int | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True)
class Want:
    """A date as it is wanted; `chosen` if not as the series is, `moves` is the one that would move there."""

    on: date
    room_id: int
    start: str
    end: str
    skip: bool = False
    chosen: bool = False
    moves: Reservation | None = None
    purpose: str = "practice"


class OfferFacts(TypedDict):
    label: str
    change: dict[str, str | int]


class LineFacts(TypedDict):
    """A date as programs read it."""

    date: str
    start_time: str
    end_time: str
    room: int
    room_name: str
    status: str
    reason: str
    notes: str
    cost: str
    offers: list[OfferFacts]


@dataclass
class Line:
    """`status` is free, skipped, taken, closed, past, overlap or refused; only the first two can be saved."""

    want: Want
    place: Place
    slot: Slot
    status: str = "free"
    words: str = ""
    cost_minor: int = 0
    last_minute: bool = False
    offers: list[Offer] = field(default_factory=list)

    @property
    def room(self) -> Room:
        return self.place.room

    @property
    def until(self) -> datetime:
        return self.slot.ends + timedelta(minutes=self.room.turnover_minutes)

    @property
    def clock(self) -> str:
        """As the clock on the wall shows it."""
        return calendar.span(self.slot.starts, self.slot.ends)

    @property
    def is_good(self) -> bool:
        return self.status in ("free", "skipped")

    def in_order(self) -> tuple[datetime, list[int]]:
        """By start, then by space: in this order dates take their time."""
        return self.slot.starts, self.place.space_ids

    def facts(self) -> LineFacts:
        return LineFacts(
            date=self.want.on.isoformat(),
            start_time=calendar.local(self.slot.starts).isoformat(),
            end_time=calendar.local(self.slot.ends).isoformat(),
            room=self.room.id,
            room_name=self.room.name,
            status=self.status,
            reason=self.words,
            notes=self.slot.note,
            cost=money.shown(self.cost_minor, settings.currency()),
            offers=[
                OfferFacts(label=offer.label, change=dict(offer.change))
                for offer in self.offers
            ],
        )


@dataclass(frozen=True)
class Preview:
    lines: list[Line]

    @property
    def free(self) -> list[Line]:
        return [line for line in self.lines if line.status == "free"]

    @property
    def skipped(self) -> list[Line]:
        return [line for line in self.lines if line.status == "skipped"]

    @property
    def bad(self) -> list[Line]:
        return [line for line in self.lines if not line.is_good]

    @property
    def cost_minor(self) -> int:
        return sum(line.cost_minor for line in self.free)

    def facts(self) -> dict[str, list[LineFacts]]:
        """Every date as it is now, for a refusal."""
        return {"dates": [line.facts() for line in self.lines]}
