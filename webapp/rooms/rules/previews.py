"""What somebody could book on a day: the rules applied to every step of it, before anybody asks."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.people import groups, people
from webapp.people.groups import Standing
from webapp.school import calendar

from .. import access, rooms, scopes
from ..models import Room, RoomRule
from ..times import availability, open_time
from . import quotas, resolving, verdicts
from .quotas import Booked, Meter
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
    """What a room's day allows, from its first start to its last."""

    room: Room
    stretches: list[Stretch]


@dataclass(frozen=True)
class Preview:
    """What somebody could book on a day, and how much of their quotas is left now."""

    who: Standing
    date: date
    rooms: list[Forecast]
    meters: list[Meter]


@dataclass(frozen=True)
class Case:
    """Whose day it is, in which room, by which rules, and what they hold there and elsewhere."""

    who: Standing
    room: Room
    rules: list[RoomRule]
    bookings: list[Booked]

    def ask(self, starts: datetime, ends: datetime) -> Ask:
        """They want it now, to practise."""
        return Ask(
            self.who,
            self.room,
            PURPOSE,
            starts,
            ends,
            clock.now(),
        )


def of(actor: Actor, student: int, on: date) -> Preview:
    """For every room in use what the rules allow, whether or not it is free then. Five queries, however many rooms.

    NotAllowed for students, NotFound for a person the actor does not see.
    """
    access.check_may_look_ahead(actor)
    people.find(actor, student)
    who, rules, now = groups.standing(student), quotas.active(), clock.now()
    in_use = [room for room in rooms.list_all(actor) if room.is_active]
    starts = _starts(on, now)  # refuses days at the ends of time
    bookings = quotas.bookings(student, quotas.since(now, calendar.day(on)[0]))
    forecasts = [
        Forecast(case.room, _stretches(case, starts))
        for case in _cases(who, in_use, rules, bookings)
    ]
    return Preview(who, on, forecasts, quotas.own(who, rules, now))


def _starts(on: date, now: datetime) -> list[datetime]:
    """The steps at which somebody may still come."""
    steps = [at for span in open_time.spans(on) for at in availability.steps(span)[:-1]]
    return [at for at in steps if at >= now]


def _cases(
    who: Standing, rooms: list[Room], rules: list[RoomRule], bookings: list[Booked]
) -> list[Case]:
    theirs = [rule for rule in rules if scopes.holds_for(rule, who)]
    return [Case(who, room, _of_room(theirs, room), bookings) for room in rooms]


def _of_room(rules: list[RoomRule], room: Room) -> list[RoomRule]:
    return [
        rule for rule in rules if resolving.holds_in(rule, room.id, room.group_id, PURPOSE)
    ]


def _stretches(case: Case, starts: list[datetime]) -> list[Stretch]:
    """Neighbouring starts of which the rules say the same, as one."""
    step = availability.step()
    least = _least(case.rules, step)
    stretches = [_stretch(case, case.ask(at, at + least)) for at in starts]
    runs = [list(run) for _, run in groupby(stretches, key=_meaning)]
    closes = starts[-1] + step if starts else clock.now()
    return [
        replace(
            run[0],
            ends=run[-1].starts + step,
            longest=_longest(case, run[0], closes),
        )
        for run in runs
    ]


def _meaning(stretch: Stretch) -> tuple[str | None, str, bool, bool]:
    return stretch.rule, stretch.limit, stretch.last_minute, stretch.needs_approval


def _stretch(case: Case, ask: Ask) -> Stretch:
    """What the rules say to the shortest booking from one start."""
    verdict = verdicts.judge(ask, case.rules, case.bookings)
    broken = verdict.broken
    if broken is None:
        needs_approval = verdict.needs_approval and ask.who.role == "student"
        return Stretch(
            ask.starts,
            ask.ends,
            0,
            verdict.last_minute,
            needs_approval,
        )
    return Stretch(
        ask.starts, ask.ends, why=broken.words, rule=broken.rule.name, limit=broken.limit
    )


def _longest(case: Case, first: Stretch, closes: datetime) -> int:
    """From the first start on, as far as the school is open; 0 where the rules say no."""
    if first.why:
        return 0
    return verdicts.longest(case.ask(first.starts, closes), case.rules, case.bookings)


def _least(rules: list[RoomRule], step: timedelta) -> timedelta:
    """The shortest booking anybody could ask for there."""
    least = max((rule.min_minutes or 0 for rule in rules), default=0)
    return max(step, -(-timedelta(minutes=least) // step) * step)
