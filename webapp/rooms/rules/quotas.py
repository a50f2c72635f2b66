"""How much of the rooms' time somebody has used of what the rules allow: meters, counted anew each time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people import groups
from webapp.school import calendar

from ..models import Reservation, Room, RoomRule
from . import bands, default_limits, resolving
from .bands import Window
from .resolving import Ask

KINDS = ("rolling", "day", "week", "month", "core")
LIVE = ("pending", "confirmed", "completed", "no_show")
LONGEST = timedelta(
    days=31
)  # no reservation is longer; it keeps the search in the index short


@dataclass(frozen=True)
class Held:
    """A reservation of theirs, as far as it counts."""

    starts: datetime
    ends: datetime
    room_id: int
    room_group_id: int | None
    purpose: str
    last_minute: bool
    is_theirs: bool = True  # still, and not only counted


@dataclass(frozen=True)
class Meter:
    """Minutes of a rule's quota, in a period; a rolling one counts what is still to come, whenever that is."""

    rule: RoomRule
    kind: str
    within: Window | None
    used: int
    asked: int = 0

    @property
    def limit(self) -> int:
        return int(getattr(self.rule, f"{self.kind}_minutes"))

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)

    @property
    def is_over(self) -> bool:
        return self.asked > 0 and self.used + self.asked > self.limit


def held(person_id: int, since: datetime, *, but: int | None = None) -> list[Held]:
    """What somebody holds or held since then, by start, in one query; `but` for the reservation that is being moved.

    What was given back counts no more, unless it was too late.
    """
    late = and_(Reservation.stored_status == "cancelled", Reservation.cancelled_late)
    asked = (
        select(
            Reservation.starts_at,
            Reservation.ends_at,
            Reservation.room_id,
            Room.group_id,
            Reservation.purpose,
            Reservation.last_minute,
            Reservation.status.in_(("pending", "confirmed", "completed")),
        )
        .join(Room, Room.id == Reservation.room_id)
        .where(
            Reservation.student_id == person_id,
            Reservation.starts_at > since - LONGEST,
            Reservation.ends_at > since,
            or_(Reservation.status.in_(LIVE), late),
        )
        .order_by(Reservation.starts_at, Reservation.id)
    )
    if but:
        asked = asked.where(Reservation.id != but)
    return [Held(*row) for row in db.session.execute(asked)]


def with_given_up(
    held: Iterable[Held], moves: Reservation, spans: Iterable[Window]
) -> list[Held]:
    """The same with what a move gives up too late, which counts as long as it would if it had been cancelled."""
    room = moves.room
    left = [
        Held(
            *span, room.id, room.group_id, moves.purpose, moves.last_minute, is_theirs=False
        )
        for span in spans
    ]
    return sorted([*held, *left], key=lambda each: each.starts)


def since(now: datetime, starts: datetime) -> datetime:
    """From when on what somebody holds may matter: the month and the week of what is asked, and now."""
    on = calendar.local(starts).date()
    return min(now, bands.period("month", on)[0], bands.period("week", on)[0])


def meters(
    ask: Ask, rules: Iterable[RoomRule], all_held: Iterable[Held]
) -> Iterator[Meter]:
    """Every meter that decides about what is asked, with what it would take."""
    rules, all_held = list(rules), list(all_held)
    for kind in KINDS:
        for rule in resolving.deciding(rules, f"{kind}_minutes"):
            for within in _windows(rule, kind, ask):
                asked = bands.minutes(ask.starts, ask.ends, within)
                yield replace(count(rule, kind, within, all_held, ask.now), asked=asked)


def count(
    rule: RoomRule,
    kind: str,
    within: Window | None,
    all_held: Iterable[Held],
    now: datetime,
) -> Meter:
    """What is used of a rule's quota by what somebody holds and the rule holds for, last-minute use aside."""
    span = within or (now, datetime.max.replace(tzinfo=now.tzinfo))
    used = sum(
        bands.minutes(each.starts, each.ends, span) for each in _counted(rule, all_held)
    )
    return Meter(rule, kind, within, used)


def back(meter: Meter, all_held: Iterable[Held], now: datetime) -> datetime | None:
    """When enough of a rolling quota has come back for what is asked; None if it never does."""
    missing = timedelta(minutes=meter.used + meter.asked - meter.limit)
    taken = [
        (max(now, each.starts), each.ends)
        for each in _counted(meter.rule, all_held)
        if each.ends > now
    ]
    edges = sorted({edge for span in taken for edge in span})
    for at, until in zip(edges, edges[1:], strict=False):
        together = sum(starts <= at < ends for starts, ends in taken)
        if together and (until - at) * together >= missing:
            return at + missing / together
        missing -= (until - at) * together
    return None


def of(person_id: int) -> list[Meter]:
    """What somebody has used and has left now, for every quota that holds for them. At most three queries."""
    rules = in_force()
    return own(groups.standing(person_id), rules, clock.now()) if rules else []


def own(who: groups.Standing, rules: Iterable[RoomRule], now: datetime) -> list[Meter]:
    """Their meters now; of rules for the same rooms, purpose and time the most specific."""
    theirs = [
        rule for rule in rules if resolving.holds_for(rule, who) and _is_current(rule, now)
    ]
    all_held = held(who.id, since(now, now))
    found = []
    for kind in KINDS:
        setting = [rule for rule in theirs if getattr(rule, f"{kind}_minutes") is not None]
        for rule in setting:
            if rule in resolving.deciding(
                [each for each in setting if _same_use(each, rule)], f"{kind}_minutes"
            ):
                found += [
                    count(rule, kind, within, all_held, now)
                    for within in _now(rule, kind, now)
                ]
    return found


def in_force() -> list[RoomRule]:
    """The school's rules that are in force, by name, in one query."""
    return list(
        db.session.scalars(
            select(RoomRule)
            .where(RoomRule.is_active)
            .order_by(RoomRule.sort_key, RoomRule.id)
        )
    )


def active(by: Actor | None = None) -> list[RoomRule]:
    """The rules that are in force, and last the school's default limits, which do not bind staff who book."""
    return [*in_force(), *default_limits.rules(by)]


def _windows(rule: RoomRule, kind: str, ask: Ask) -> list[Window | None]:
    if kind == "rolling":
        return [None]
    if kind == "core":
        found = (bands.window(rule, on) for on in bands.days(ask.starts, ask.ends))
        return [
            each for each in found if each and bands.minutes(ask.starts, ask.ends, each)
        ]
    return list(bands.periods(kind, ask.starts, ask.ends))


def _now(rule: RoomRule, kind: str, now: datetime) -> list[Window | None]:
    on = calendar.local(now).date()
    if kind == "core":
        return [window] if (window := bands.window(rule, on)) else []
    return [None] if kind == "rolling" else [bands.period(kind, on)]


def _counted(rule: RoomRule, all_held: Iterable[Held]) -> Iterator[Held]:
    for each in all_held:
        there = resolving.holds_in(rule, each.room_id, each.room_group_id, each.purpose)
        if there and not each.last_minute and any(bands.of(rule, each.starts, each.ends)):
            yield each


def _same_use(one: RoomRule, other: RoomRule) -> bool:
    same = ("room_group_id", "room_id", "purpose", "weekdays", "from_time", "until_time")
    return all(getattr(one, name) == getattr(other, name) for name in same)


def _is_current(rule: RoomRule, now: datetime) -> bool:
    return rule.ends_on is None or rule.ends_on >= calendar.local(now).date()
