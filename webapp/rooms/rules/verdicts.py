"""What the rules say to a time somebody asks for: yes, yes as last-minute use, or no, why and what instead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from webapp.core.actor import Actor
from webapp.core.errors import Offer
from webapp.core.words import _, lazy, translated
from webapp.school import calendar
from webapp.school.words import lasting

from ..models import RoomRule
from ..times import availability
from . import limits, quotas, resolving, rule_words
from .limits import Broken, Facts
from .quotas import Booked, Meter
from .resolving import Ask

NEXT = {
    "day": lazy("%(used)s. The next day begins on %(day)s"),
    "week": lazy("%(used)s. The next week begins on %(day)s"),
    "month": lazy("%(used)s. The next month begins on %(day)s"),
}


@dataclass(frozen=True)
class Verdict:
    """What the rules say; nothing is `broken` where it is yes."""

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
            return [_("At such short notice it does not count towards your quotas.")]
        return [_left_words(meter) for meter in self.meters]


def judge(ask: Ask, rules: Sequence[RoomRule], bookings: Sequence[Booked]) -> Verdict:
    """All rules on one time, without a look at the database."""
    holding = resolving.holding(rules, ask)
    broken = next(limits.broken(ask, rules, holding, bookings), None)
    if broken:
        return Verdict(broken)
    meters = list(quotas.meters(ask, holding, bookings))
    over = [meter for meter in meters if meter.is_over]
    asking = resolving.deciding(holding, "needs_approval")
    approval = any(rule.needs_approval for rule in asking)
    if _is_last_minute(ask, holding, over):
        return Verdict(last_minute=True, meters=meters, needs_approval=approval)
    return Verdict(
        broken=_over(ask, bookings, over[0]) if over else None,
        meters=meters,
        needs_approval=approval,
    )


def over(ask: Ask, rules: Sequence[RoomRule], bookings: Sequence[Booked]) -> Broken | None:
    """The quota in the way, whatever else the rules say of how and when to book."""
    for meter in quotas.meters(ask, resolving.holding(rules, ask), bookings):
        if meter.is_over:
            return _over(ask, bookings, meter)
    return None


def longest(ask: Ask, rules: Sequence[RoomRule], bookings: Sequence[Booked]) -> int:
    """The most minutes, up to those asked, that one could book from this start; 0 if none."""
    step = _step_minutes()
    for minutes in range(ask.minutes // step * step, 0, -step):
        if judge(_lasting(ask, minutes), rules, bookings).broken is None:
            return minutes
    return 0


def offers(
    ask: Ask, rules: Sequence[RoomRule], bookings: Sequence[Booked], broken: Broken
) -> list[Offer]:
    """The nearest length from the same start that breaks nothing, where length is the matter."""
    target = _target_minutes(ask, broken)
    minutes = longest(_lasting(ask, target), rules, bookings) if target else 0
    if not minutes:
        return []
    ends = ask.starts + timedelta(minutes=minutes)
    label = _("%(time)s, until %(end)s", time=lasting(minutes), end=calendar.clock(ends))
    return [Offer(label, {"end_time": limits.iso(ends)})]


def _target_minutes(ask: Ask, broken: Broken) -> int:
    """From which length downwards one may be found that breaks nothing; 0 where length is not the matter."""
    step = _step_minutes()
    if broken.limit == "min_minutes":
        return -(-(broken.rule.min_minutes or 0) // step) * step
    is_quota = broken.limit.removesuffix("_minutes") in quotas.KINDS
    if is_quota or broken.limit == "max_minutes":
        return max(0, ask.minutes - step)
    return 0


def _is_last_minute(ask: Ask, holding: list[RoomRule], over: list[Meter]) -> bool:
    """Whether it counts towards no quota: always so soon, or because none of those in the way has anything left."""
    late = _late(ask, holding) if not ask.counted else []
    if not late:
        return False
    if all(rule.last_minute_mode == "always" for rule in late):
        return True
    return bool(over) and all(meter.left < _least(holding) for meter in over)


def _late(ask: Ask, holding: list[RoomRule]) -> list[RoomRule]:
    """The rules by which it is last-minute use; none if it is not."""
    late = resolving.deciding(holding, "last_minute_hours")
    ahead = ask.starts - ask.now
    for rule in late:
        if ahead > timedelta(hours=rule.last_minute_hours or 0):
            return []
    return late


def _least(holding: list[RoomRule]) -> int:
    """Whoever has less left than the shortest booking has nothing left."""
    deciding = resolving.deciding(holding, "min_minutes")
    return max([_step_minutes(), *(rule.min_minutes or 0 for rule in deciding)])


def _over(ask: Ask, bookings: Sequence[Booked], meter: Meter) -> Broken:
    """The meter's quota as what is in the way, and when enough of it is there again."""
    again = meter.within[1] if meter.within else None
    if meter.within is None:
        again = quotas.available_again(meter, bookings, ask.now)
    facts: Facts = {
        "limit_minutes": meter.limit,
        "used_minutes": meter.used,
        "left_minutes": meter.left,
    }
    if again:
        facts["again_at"] = limits.iso(again)
    facts["asked_minutes"] = meter.requested
    words = _with_again_words(_used_words(meter), meter, again, ask.starts)
    return Broken(meter.rule, f"{meter.kind}_minutes", words, facts)


def _used_words(meter: Meter) -> str:
    """How much of a quota is used, and how much more is asked of it."""
    used, limit = lasting(meter.used), lasting(meter.limit)
    name = rule_words.quota(meter.rule, meter.kind)
    return _(
        "%(quota)s: %(used)s of %(limit)s used; this is %(asked)s",
        quota=name,
        used=used,
        limit=limit,
        asked=lasting(meter.requested),
    )


def _with_again_words(
    used: str, meter: Meter, again: datetime | None, starts: datetime
) -> str:
    """How much is used, and when enough of a quota is there again where that helps anybody."""
    if meter.within is None:
        if again is None or again >= starts:
            return used
        return _(
            "%(used)s. Enough is available again on %(day)s",
            used=used,
            day=limits.day_and_time(again),
        )
    if meter.kind == "core":
        return used
    return str.__mod__(
        translated(NEXT[meter.kind]),
        {"used": used, "day": limits.day_and_time(meter.within[1])},
    )


def _left_words(meter: Meter) -> str:
    """What would be left of a quota."""
    rest = lasting(max(0, meter.left - meter.requested))
    name = rule_words.quota(meter.rule, meter.kind)
    return _(
        "%(quota)s: then %(rest)s left of %(limit)s.",
        quota=name,
        rest=rest,
        limit=lasting(meter.limit),
    )


def _lasting(ask: Ask, minutes: int) -> Ask:
    """The same start for so long."""
    return replace(ask, ends=ask.starts + timedelta(minutes=minutes))


def _step_minutes() -> int:
    return availability.step() // timedelta(minutes=1)
