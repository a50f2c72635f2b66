"""What somebody could book on a day: the rules asked for every step of it, before anybody has to."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.people import groups, people
from webapp.people.groups import Standing

from .. import access, rooms
from ..models import Room, RoomRule
from ..times import availability
from . import quotas, resolving, verdicts
from .quotas import Held, Meter
from .resolving import Ask

PURPOSE = "practice"


@dataclass(frozen=True)
class Stretch:
    """Starts from one time until another of which the rules say the same."""

    starts: datetime
    ends: datetime
    longest: int = 0  # minutes, from the first start
    last_minute: bool = False
    needs_approval: bool = False
    why: str = ""
    rule: str | None = None
    limit: str = ""


@dataclass(frozen=True)
class Forecast:
    room: Room
    stretches: list[Stretch]


@dataclass(frozen=True)
class Preview:
    who: Standing
    date: date
    rooms: list[Forecast]
    meters: list[Meter]


def of(actor: Actor, student: int, on: date) -> Preview:
    """For every room in use what the rules allow, whether or not it is free then. Five queries, however many rooms.

    NotAllowed for students, NotFound for a person the actor does not see.
    """
    access.check_may_look_ahead(actor)
    people.find(actor, student)
    who, rules, now = groups.standing(student), quotas.active(), clock.now()
    places = [room for room in rooms.list_all(actor) if room.is_active]
    hours = availability.opening(on)
    held = quotas.held(student, quotas.since(now, hours.starts))
    starts = [at for at in availability.steps(hours)[:-1] if at >= now]
    found = [Forecast(room, _stretches(who, room, starts, rules, held)) for room in places]
    return Preview(who, on, found, quotas.own(who, rules, now))


def _stretches(
    who: Standing,
    room: Room,
    starts: list[datetime],
    rules: list[RoomRule],
    held: list[Held],
) -> list[Stretch]:
    step, now = availability.step(), clock.now()
    theirs = [rule for rule in rules if resolving.holds_for(rule, who)]
    theirs = [
        rule for rule in theirs if resolving.holds_in(rule, room.id, room.group_id, PURPOSE)
    ]
    least = _least(theirs, step)
    told = [
        _told(Ask(who, room, PURPOSE, at, at + least, now), theirs, held) for at in starts
    ]
    same = groupby(
        told,
        key=lambda each: (each.rule, each.limit, each.last_minute, each.needs_approval),
    )
    runs = [list(run) for _, run in same]
    closes = starts[-1] + step if starts else now
    return [
        replace(
            run[0],
            ends=run[-1].starts + step,
            longest=_longest(who, room, run[0], closes, theirs, held),
        )
        for run in runs
    ]


def _told(ask: Ask, rules: list[RoomRule], held: list[Held]) -> Stretch:
    verdict = verdicts.judge(ask, rules, held)
    if (broken := verdict.broken) is None:
        return Stretch(
            ask.starts,
            ask.ends,
            0,
            verdict.last_minute,
            verdict.needs_approval and ask.who.role == "student",
        )
    return Stretch(
        ask.starts, ask.ends, why=broken.words, rule=broken.rule.name, limit=broken.limit
    )


def _longest(
    who: Standing,
    room: Room,
    first: Stretch,
    closes: datetime,
    rules: list[RoomRule],
    held: list[Held],
) -> int:
    """From the first start on, as far as the school is open."""
    if first.why:
        return 0
    return verdicts.longest(
        Ask(who, room, PURPOSE, first.starts, closes, clock.now()), rules, held
    )


def _least(rules: list[RoomRule], step: timedelta) -> timedelta:
    """The shortest booking anybody could ask for there."""
    least = max((rule.min_minutes or 0 for rule in rules), default=0)
    return max(step, -(-timedelta(minutes=least) // step) * step)
