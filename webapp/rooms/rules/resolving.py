"""Which rules hold for a time somebody asks for, and which of them decide: for each limit alone, the most specific."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from webapp.people.groups import Standing

from .. import scopes
from ..models import Reservation, Room, RoomRule
from ..scopes import EVERY_DAY
from . import bands

HORIZON = ("horizon_days", "horizon_hours")


@dataclass(frozen=True)
class Ask:
    """A time somebody asks for; `now` is when they ask, `before` what they give for it."""

    who: Standing
    room: Room
    purpose: str
    starts: datetime
    ends: datetime
    now: datetime
    before: Self | None = None
    counted: bool = False  # what they give counts for their quotas already

    def moving(self, reservation: Reservation | None) -> Self:
        """The same for a booking that would move there."""
        if reservation is None:
            return self
        before = replace(
            self,
            room=reservation.room,
            starts=reservation.starts_at,
            ends=reservation.ends_at,
        )
        return replace(self, before=before, counted=not reservation.last_minute)

    @property
    def minutes(self) -> int:
        """How long it is."""
        return bands.minutes(self.starts, self.ends)


def holds_in(rule: RoomRule, room_id: int, room_group_id: int | None, purpose: str) -> bool:
    """Whether it holds in a room, for what that is used."""
    is_there = scopes.holds_in(rule, room_id, room_group_id)
    return is_there and rule.purpose in (None, purpose)


def holding(rules: Iterable[RoomRule], ask: Ask) -> list[RoomRule]:
    """The rules that hold for any moment of what is asked."""
    return [
        rule
        for rule in rules
        if scopes.holds_for(rule, ask.who)
        and holds_in(rule, ask.room.id, ask.room.group_id, ask.purpose)
        and any(bands.holding(rule, ask.starts, ask.ends))
    ]


def weight(rule: RoomRule) -> int:
    """Each thing a rule names makes it more specific; a group more than a role, a room more than a group of rooms.

    The school's default, which no table holds, is less specific than any.
    """
    if rule.id is None:
        return -1
    named = (
        rule.role,
        rule.group_id,
        rule.group_id,
        rule.room_group_id,
        rule.room_id,
        rule.room_id,
        rule.purpose,
    )
    has_hours = rule.weekdays != EVERY_DAY or rule.from_time or rule.until_time
    has_dates = rule.starts_on or rule.ends_on
    return sum(each is not None for each in named) + bool(has_hours) + bool(has_dates)


def deciding(rules: Iterable[RoomRule], *limits: str) -> list[RoomRule]:
    """Of those that set this limit the most specific; all of several as specific hold, so the strictest wins."""
    setting = [
        rule for rule in rules if any(getattr(rule, limit) is not None for limit in limits)
    ]
    most = max(map(weight, setting), default=-1)
    return [rule for rule in setting if weight(rule) == most]
