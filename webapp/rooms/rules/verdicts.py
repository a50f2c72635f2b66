"""What the rules say to a time somebody asks for: yes, yes as last-minute use, or no, why and what instead."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Self

from webapp.core.actor import Actor
from webapp.core.errors import Offer
from webapp.school import calendar
from webapp.school.words import lasting

from ..models import RoomRule
from ..times import availability
from . import bands, quotas, resolving, rule_words
from .quotas import Held, Meter
from .resolving import Ask


@dataclass(frozen=True)
class Broken:
    """The limit of a rule that is in the way, in words and in numbers."""

    rule: RoomRule
    limit: str
    words: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        return (
            self.words
            if self.rule.id is None
            else f"{self.words} (rule “{self.rule.name}”)"
        )

    @property
    def told(self) -> dict[str, Any]:
        return {
            "rule": self.rule.id,
            "rule_name": self.rule.name,
            "limit": self.limit,
        } | self.facts


@dataclass(frozen=True)
class Verdict:
    broken: Broken | None = None
    last_minute: bool = False
    meters: Sequence[Meter] = ()
    needs_approval: bool = False

    def for_(self, actor: Actor) -> Self:
        """The same when this one books or moves it: staff ask nobody."""
        return replace(self, needs_approval=self.needs_approval and not actor.is_staff)

    @property
    def after(self) -> list[str]:
        """What would be left of each quota, had one booked."""
        if self.last_minute:
            return ["At such short notice it does not count towards your quotas."]
        left = [(each, lasting(max(0, each.left - each.asked))) for each in self.meters]
        return [
            f"{rule_words.quota(m.rule, m.kind)}: then {rest} left of {lasting(m.limit)}."
            for m, rest in left
        ]


def judge(ask: Ask, rules: Sequence[RoomRule], held: Sequence[Held]) -> Verdict:
    """All rules on one time, without a look at the database."""
    holding = resolving.holding(rules, ask)
    if broken := next(
        chain(_moved_too_late(ask, rules), _windows(ask, holding, held)), None
    ):
        return Verdict(broken)
    meters = list(quotas.meters(ask, holding, held))
    over = [meter for meter in meters if meter.is_over]
    late = _late(ask, holding) if not ask.counted else []
    approval = any(
        rule.needs_approval for rule in resolving.deciding(holding, "needs_approval")
    )
    always = bool(late) and all(rule.last_minute_mode == "always" for rule in late)
    if always or (late and over and all(meter.left < _least(holding) for meter in over)):
        return Verdict(None, True, meters, approval)
    return Verdict(_over(ask, held, over[0]) if over else None, False, meters, approval)


def over(ask: Ask, rules: Sequence[RoomRule], held: Sequence[Held]) -> Broken | None:
    """The quota in the way, whatever else the rules say of how and when to book."""
    full = next(
        (
            meter
            for meter in quotas.meters(ask, resolving.holding(rules, ask), held)
            if meter.is_over
        ),
        None,
    )
    return _over(ask, held, full) if full else None


def longest(ask: Ask, rules: Sequence[RoomRule], held: Sequence[Held]) -> int:
    """The most minutes, up to those asked, that one could book from this start; 0 if none."""
    step = availability.step() // timedelta(minutes=1)
    lengths = range(ask.minutes // step * step, 0, -step)
    return next(
        (
            each
            for each in lengths
            if judge(_lasting(ask, each), rules, held).broken is None
        ),
        0,
    )


def offers(
    ask: Ask, rules: Sequence[RoomRule], held: Sequence[Held], broken: Broken
) -> list[Offer]:
    """The nearest length from the same start that breaks nothing, where length is the matter."""
    step = availability.step() // timedelta(minutes=1)
    if broken.limit == "min_minutes":
        least = -(-(broken.rule.min_minutes or 0) // step) * step
        fits = longest(_lasting(ask, least), rules, held) if least else 0
    elif (
        broken.limit == "max_minutes"
        or broken.limit.removesuffix("_minutes") in quotas.KINDS
    ):
        fits = longest(_lasting(ask, max(0, ask.minutes - step)), rules, held)
    else:
        return []
    ends = ask.starts + timedelta(minutes=fits)
    return (
        [Offer(f"{lasting(fits)}, until {_clock(ends)}", {"end_time": _iso(ends)})]
        if fits
        else []
    )


def _moved_too_late(ask: Ask, rules: Sequence[RoomRule]) -> Iterator[Broken]:
    """Whether it is too late to give up what one has for another time, by the rules of where it is now."""
    before = ask.before
    if before is None:
        return
    for rule in resolving.deciding(
        resolving.holding(rules, before), "change_notice_minutes"
    ):
        until = before.starts - timedelta(minutes=rule.change_notice_minutes or 0)
        if ask.now > until:
            words = f"Move it at least {lasting(rule.change_notice_minutes or 0)} before it begins"
            yield Broken(
                rule, "change_notice_minutes", words, {"movable_until": _iso(until)}
            )


def _windows(ask: Ask, rules: list[RoomRule], held: Sequence[Held]) -> Iterator[Broken]:
    """Whether one may book at all, so far ahead, so soon, so long and so shortly after the last time."""
    for limits, look in WINDOWS:
        for rule in resolving.deciding(rules, *limits):
            yield from look(rule, ask, held)


def _closed(rule: RoomRule, ask: Ask, _held: Sequence[Held]) -> Iterator[Broken]:
    if not rule.may_book:
        yield Broken(rule, "may_book", rule_words.closed(rule))


def _too_early(rule: RoomRule, ask: Ask, _held: Sequence[Held]) -> Iterator[Broken]:
    if (opens := opening(rule, ask.starts)) > ask.now:
        words = f"{rule_words.horizon(rule)}; this time opens on {_said(opens)}"
        limit = "horizon_days" if rule.horizon_hours is None else "horizon_hours"
        yield Broken(rule, limit, words, {"opens_at": _iso(opens)})


def _too_late(rule: RoomRule, ask: Ask, _held: Sequence[Held]) -> Iterator[Broken]:
    soonest = ask.now + timedelta(minutes=rule.min_notice_minutes or 0)
    if ask.starts < soonest:
        words = f"Book at least {lasting(rule.min_notice_minutes or 0)} before the start"
        yield Broken(rule, "min_notice_minutes", words, {"soonest": _iso(soonest)})


def _too_short(rule: RoomRule, ask: Ask, _held: Sequence[Held]) -> Iterator[Broken]:
    if ask.minutes < (least := rule.min_minutes or 0):
        words = f"The shortest booking is {lasting(least)}; this is {lasting(ask.minutes)}"
        yield Broken(
            rule,
            "min_minutes",
            words,
            {"limit_minutes": least, "asked_minutes": ask.minutes},
        )


def _too_long(rule: RoomRule, ask: Ask, _held: Sequence[Held]) -> Iterator[Broken]:
    if ask.minutes > (most := rule.max_minutes or 0):
        words = f"The longest booking is {lasting(most)}; this is {lasting(ask.minutes)}"
        yield Broken(
            rule,
            "max_minutes",
            words,
            {"limit_minutes": most, "asked_minutes": ask.minutes},
        )


def _too_near(rule: RoomRule, ask: Ask, held: Sequence[Held]) -> Iterator[Broken]:
    gap = timedelta(minutes=rule.gap_minutes or 0)
    theirs = [each for each in held if each.is_theirs and each.room_id == ask.room.id]
    near = [
        each
        for each in theirs
        if each.starts < ask.ends + gap and each.ends > ask.starts - gap
    ]
    if near:
        words = f"Leave {lasting(rule.gap_minutes or 0)} between your bookings of {ask.room.name}"
        words += f": yours is from {_clock(near[-1].starts)} to {_clock(near[-1].ends)}"
        facts = {"gap_minutes": rule.gap_minutes, "again_at": _iso(near[-1].ends + gap)}
        yield Broken(rule, "gap_minutes", words, facts)


def _elsewhere(rule: RoomRule, ask: Ask, held: Sequence[Held]) -> Iterator[Broken]:
    there = [
        each
        for each in held
        if each.is_theirs and each.starts < ask.ends and each.ends > ask.starts
    ]
    if rule.one_at_a_time and there:
        words = f"One room at a time: another is booked from {_clock(there[0].starts)} to {_clock(there[0].ends)}"
        yield Broken(
            rule,
            "one_at_a_time",
            words,
            {"busy_until": _iso(max(each.ends for each in there))},
        )


Look = Callable[[RoomRule, Ask, Sequence[Held]], Iterator[Broken]]
WINDOWS: tuple[tuple[tuple[str, ...], Look], ...] = (
    (("may_book",), _closed),
    (resolving.HORIZON, _too_early),
    (("min_notice_minutes",), _too_late),
    (("min_minutes",), _too_short),
    (("max_minutes",), _too_long),
    (("gap_minutes",), _too_near),
    (("one_at_a_time",), _elsewhere),
)


def opening(rule: RoomRule, starts: datetime) -> datetime:
    """When a time can first be booked by the rule's horizon."""
    if rule.horizon_hours is not None:
        return starts - timedelta(hours=rule.horizon_hours)
    return bands.wall(
        calendar.local(starts).date() - timedelta(days=rule.horizon_days or 0),
        rule.opens_at,
    )


def _over(ask: Ask, held: Sequence[Held], meter: Meter) -> Broken:
    used, limit, asked = (lasting(each) for each in (meter.used, meter.limit, meter.asked))
    words = f"{rule_words.quota(meter.rule, meter.kind)}: {used} of {limit} used; this is {asked}"
    facts: dict[str, Any] = {
        "limit_minutes": meter.limit,
        "used_minutes": meter.used,
        "left_minutes": meter.left,
    }
    again = meter.within[1] if meter.within else quotas.back(meter, held, ask.now)
    if again and meter.within is None and again < ask.starts:
        words += f". Enough is available again on {_said(again)}"
    elif meter.within and meter.kind != "core":
        words += f". The next {meter.kind} begins on {_said(meter.within[1])}"
    if again:
        facts["again_at"] = _iso(again)
    return Broken(
        meter.rule, f"{meter.kind}_minutes", words, facts | {"asked_minutes": meter.asked}
    )


def _late(ask: Ask, rules: list[RoomRule]) -> list[RoomRule]:
    """The rules by which it is last-minute use; none if it is not."""
    late = resolving.deciding(rules, "last_minute_hours")
    soon = all(
        ask.starts - ask.now <= timedelta(hours=rule.last_minute_hours or 0)
        for rule in late
    )
    return late if soon else []


def _least(rules: list[RoomRule]) -> int:
    """Whoever has less left than the shortest booking has nothing left."""
    least = [rule.min_minutes or 0 for rule in resolving.deciding(rules, "min_minutes")]
    return max([availability.step() // timedelta(minutes=1), *least])


def _lasting(ask: Ask, minutes: int) -> Ask:
    return replace(ask, ends=ask.starts + timedelta(minutes=minutes))


def _said(at: datetime) -> str:
    return f"{calendar.local(at):%a %-d %b} at {calendar.clock(at)}"


def _clock(at: datetime) -> str:
    return calendar.clock(at)


def _iso(at: datetime) -> str:
    return calendar.local(at).isoformat()
