"""How much of the rooms' time somebody has used of what the rules allow: meters, counted anew each time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.people import groups
from webapp.school import calendar

from .. import scopes
from ..models import Reservation, Room, RoomRule
from . import bands, default_limits, resolving
from .bands import Window
from .resolving import Ask

KINDS = ("rolling", "day", "week", "month", "core")
LIVE = ("pending", "confirmed", "completed", "no_show")
LONGEST = timedelta(days=31)  # of any reservation: the search in the index stays short


@dataclass(frozen=True)
class Booked:
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
    requested: int = 0

    @property
    def limit(self) -> int:
        """The minutes that the rule allows."""
        return int(getattr(self.rule, f"{self.kind}_minutes"))

    @property
    def left(self) -> int:
        """The minutes that are not used yet."""
        return max(0, self.limit - self.used)

    @property
    def is_over(self) -> bool:
        """Whether what is asked is more than what is left."""
        return self.requested > 0 and self.used + self.requested > self.limit


def bookings(person_id: int, since: datetime, *, but: int | None = None) -> list[Booked]:
    """What somebody holds or held since then, by start, in one query; `but` for the reservation that is being moved.

    What was given back counts no more, unless it was too late.
    """
    query = _columns().where(
        Reservation.student_id == person_id,
        Reservation.starts_at > since - LONGEST,
        Reservation.ends_at > since,
        _counts(),
    )
    if but:
        query = query.where(Reservation.id != but)
    return rows.made(Booked, query)


def with_given_up(
    bookings: Iterable[Booked], moves: Reservation, spans: Iterable[Window]
) -> list[Booked]:
    """The same with what a move gives up too late, which counts as long as it would if it had been cancelled."""
    room = moves.room
    given_up = [
        Booked(
            starts,
            ends,
            room.id,
            room.group_id,
            moves.purpose,
            moves.last_minute,
            is_theirs=False,
        )
        for starts, ends in spans
    ]
    return sorted([*bookings, *given_up], key=lambda each: each.starts)


def since(now: datetime, starts: datetime) -> datetime:
    """From when on what somebody holds may matter: the month and the week of what is asked, and now."""
    on = calendar.local(starts).date()
    return min(now, bands.period("month", on)[0], bands.period("week", on)[0])


def meters(
    ask: Ask, rules: Iterable[RoomRule], bookings: Iterable[Booked]
) -> Iterator[Meter]:
    """Every meter that decides about what is asked, with what it would take."""
    rules, bookings = list(rules), list(bookings)
    for kind in KINDS:
        for rule in resolving.deciding(rules, f"{kind}_minutes"):
            for within in _windows(rule, kind, ask):
                requested = bands.minutes(ask.starts, ask.ends, within)
                yield replace(
                    count(
                        rule,
                        kind,
                        within,
                        bookings,
                        ask.now,
                    ),
                    requested=requested,
                )


def count(
    rule: RoomRule,
    kind: str,
    within: Window | None,
    bookings: Iterable[Booked],
    now: datetime,
) -> Meter:
    """What is used of a rule's quota by what somebody holds and the rule holds for, last-minute use aside."""
    span = within or (now, datetime.max.replace(tzinfo=now.tzinfo))
    used = sum(
        bands.minutes(each.starts, each.ends, span) for each in _counted(rule, bookings)
    )
    return Meter(rule, kind, within, used)


def available_again(
    meter: Meter, bookings: Iterable[Booked], now: datetime
) -> datetime | None:
    """When enough of a rolling quota has come back for what is asked; None if it never does."""
    missing = timedelta(minutes=meter.used + meter.requested - meter.limit)
    ahead = [
        (max(now, each.starts), each.ends)
        for each in _counted(meter.rule, bookings)
        if each.ends > now
    ]
    for at, until, rooms in _rooms_at_once(ahead):
        if rooms and (until - at) * rooms >= missing:
            return at + missing / rooms
        missing -= (until - at) * rooms
    return None


def of(person_id: int) -> list[Meter]:
    """What somebody has used and has left now, for every quota that holds for them. At most three queries."""
    rules = in_force()
    return own(groups.standing(person_id), rules, clock.now()) if rules else []


def own(who: groups.Standing, rules: Iterable[RoomRule], now: datetime) -> list[Meter]:
    """Their meters now; of rules for the same rooms, purpose and time the most specific."""
    theirs = [
        rule for rule in rules if scopes.holds_for(rule, who) and _is_current(rule, now)
    ]
    booked = bookings(who.id, since(now, now))
    return [
        count(
            rule,
            kind,
            within,
            booked,
            now,
        )
        for kind in KINDS
        for rule in _most_specific(theirs, f"{kind}_minutes")
        for within in _current_windows(rule, kind, now)
    ]


def in_force() -> list[RoomRule]:
    """The school's rules that are in force, by name, in one query."""
    query = select(RoomRule).where(RoomRule.is_active)
    return rows.listed(query.order_by(RoomRule.sort_key, RoomRule.id))


def active(by: Actor | None = None) -> list[RoomRule]:
    """The rules that are in force, and last the school's default limits, which do not bind staff who book."""
    return [*in_force(), *default_limits.rules(by)]


def _columns() -> Select[datetime, datetime, int, int | None, str, bool, bool]:
    """Every reservation as `Held`, by start."""
    is_theirs = Reservation.status.in_(("pending", "confirmed", "completed"))
    query = select(
        Reservation.starts_at,
        Reservation.ends_at,
        Reservation.room_id,
        Room.group_id,
        Reservation.purpose,
        Reservation.last_minute,
        is_theirs,
    )
    query = query.join(Room, Room.id == Reservation.room_id)
    return query.order_by(Reservation.starts_at, Reservation.id)


def _counts() -> ColumnElement[bool]:
    """What was not given back in time."""
    late = and_(Reservation.stored_status == "cancelled", Reservation.cancelled_late)
    return or_(Reservation.status.in_(LIVE), late)


def _rooms_at_once(spans: list[Window]) -> Iterator[tuple[datetime, datetime, int]]:
    """From when until when as many of the spans overlap, and how many; one after the other."""
    edges = sorted({edge for span in spans for edge in span})
    for at, until in zip(edges, edges[1:], strict=False):
        yield at, until, sum(starts <= at < ends for starts, ends in spans)


def _most_specific(rules: list[RoomRule], limit: str) -> list[RoomRule]:
    """Those that set this limit, of rules for the same use only those that decide."""
    setting = [rule for rule in rules if getattr(rule, limit) is not None]
    return [
        rule
        for rule in setting
        if rule
        in resolving.deciding([other for other in setting if _same_use(other, rule)], limit)
    ]


def _windows(rule: RoomRule, kind: str, ask: Ask) -> list[Window | None]:
    """The periods of a quota that what is asked touches; None for what counts whenever it is."""
    if kind == "rolling":
        return [None]
    if kind == "core":
        windows = (bands.window(rule, on) for on in bands.days(ask.starts, ask.ends))
        return [
            window
            for window in windows
            if window and bands.minutes(ask.starts, ask.ends, window)
        ]
    return list(bands.periods(kind, ask.starts, ask.ends))


def _current_windows(rule: RoomRule, kind: str, now: datetime) -> list[Window | None]:
    """The period of a quota that it is now, if there is one today."""
    on = calendar.local(now).date()
    if kind == "core":
        return [window] if (window := bands.window(rule, on)) else []
    return [None] if kind == "rolling" else [bands.period(kind, on)]


def _counted(rule: RoomRule, bookings: Iterable[Booked]) -> Iterator[Booked]:
    """What a rule's quotas count: last-minute use does not."""
    for each in bookings:
        is_there = resolving.holds_in(rule, each.room_id, each.room_group_id, each.purpose)
        if (
            is_there
            and not each.last_minute
            and any(bands.holding(rule, each.starts, each.ends))
        ):
            yield each


def _same_use(one: RoomRule, other: RoomRule) -> bool:
    """Whether both are about the same rooms, purpose and time, so that the more specific one decides."""
    same = ("room_group_id", "room_id", "purpose", "weekdays", "from_time", "until_time")
    return all(getattr(one, name) == getattr(other, name) for name in same)


def _is_current(rule: RoomRule, now: datetime) -> bool:
    """Whether its last day is still to come."""
    return rule.ends_on is None or rule.ends_on >= calendar.local(now).date()
