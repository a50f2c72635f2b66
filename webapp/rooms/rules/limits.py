"""The limits of a rule on one time: whether one may book at all, how far ahead, how soon, how long, how often.

How much somebody may book is the quotas' business.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from webapp.core.words import _
from webapp.school import calendar
from webapp.school.words import lasting

from ..models import RoomRule
from . import bands, resolving, rule_words
from .quotas import Booked
from .resolving import Ask

Facts = dict[str, int | str | None]


@dataclass(frozen=True)
class Broken:
    """The limit of a rule that is in the way, in words and in numbers."""

    rule: RoomRule
    limit: str
    words: str
    facts: Facts = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The words, and whose limit it is where the school made that rule."""
        if self.rule.id is None:
            return self.words
        return _("%(words)s (rule “%(rule)s”)", words=self.words, rule=self.rule.name)

    @property
    def all_facts(self) -> Facts:
        """The numbers, and whose limit it is."""
        about: Facts = {
            "rule": self.rule.id,
            "rule_name": self.rule.name,
            "limit": self.limit,
        }
        return about | self.facts


def broken(
    ask: Ask,
    rules: Sequence[RoomRule],
    holding: Sequence[RoomRule],
    bookings: Sequence[Booked],
) -> Iterator[Broken]:
    """The limits in the way: first those on giving up what one has, by all the rules; then those that hold there."""
    yield from _moved_too_late(ask, rules)
    for limits, check in CHECKS:
        for rule in resolving.deciding(holding, *limits):
            yield from check(rule, ask, bookings)


def opening(rule: RoomRule, starts: datetime) -> datetime:
    """When a time can first be booked by the rule's horizon."""
    if rule.horizon_hours is not None:
        return starts - timedelta(hours=rule.horizon_hours)
    on = calendar.local(starts).date() - timedelta(days=rule.horizon_days or 0)
    return bands.wall(on, rule.opens_at)


def day_and_time(at: datetime) -> str:
    """An instant on the school's clock, as a refusal says it: "Mon 7 Jun at 14:00"."""
    return calendar.written(at, "%a %-d %b at %H:%M")


def iso(at: datetime) -> str:
    """An instant on the school's clock, with its offset."""
    return calendar.local(at).isoformat()


def _moved_too_late(ask: Ask, rules: Sequence[RoomRule]) -> Iterator[Broken]:
    """Whether it is too late to give up what one has for another time, by the rules of where it is now."""
    before = ask.before
    if before is None:
        return
    limit, holding = "change_notice_minutes", resolving.holding(rules, before)
    for rule in resolving.deciding(holding, limit):
        notice = rule.change_notice_minutes or 0
        until = before.starts - timedelta(minutes=notice)
        if ask.now > until:
            words = _("Move it at least %(time)s before it begins", time=lasting(notice))
            yield Broken(rule, limit, words, {"movable_until": iso(until)})


def _closed(rule: RoomRule, ask: Ask, _bookings: Sequence[Booked]) -> Iterator[Broken]:
    """Whether they may book at all."""
    if not rule.may_book:
        yield Broken(rule, "may_book", rule_words.closed(rule))


def _too_early(rule: RoomRule, ask: Ask, _bookings: Sequence[Booked]) -> Iterator[Broken]:
    """Whether the time is further ahead than anybody may book."""
    opens = opening(rule, ask.starts)
    if opens > ask.now:
        words = _(
            "%(horizon)s; this time opens on %(day)s",
            horizon=rule_words.horizon(rule),
            day=day_and_time(opens),
        )
        limit = "horizon_days" if rule.horizon_hours is None else "horizon_hours"
        yield Broken(rule, limit, words, {"opens_at": iso(opens)})


def _too_late(rule: RoomRule, ask: Ask, _bookings: Sequence[Booked]) -> Iterator[Broken]:
    """Whether it begins too soon."""
    notice = rule.min_notice_minutes or 0
    soonest = ask.now + timedelta(minutes=notice)
    if ask.starts < soonest:
        words = _("Book at least %(time)s before the start", time=lasting(notice))
        yield Broken(rule, "min_notice_minutes", words, {"soonest": iso(soonest)})


def _too_short(rule: RoomRule, ask: Ask, _bookings: Sequence[Booked]) -> Iterator[Broken]:
    """Whether it is shorter than any booking may be."""
    least = rule.min_minutes or 0
    if ask.minutes < least:
        words = _(
            "The shortest booking is %(least)s; this is %(asked)s",
            least=lasting(least),
            asked=lasting(ask.minutes),
        )
        facts: Facts = {"limit_minutes": least, "asked_minutes": ask.minutes}
        yield Broken(rule, "min_minutes", words, facts)


def _too_long(rule: RoomRule, ask: Ask, _bookings: Sequence[Booked]) -> Iterator[Broken]:
    """Whether it is longer than any booking may be."""
    most = rule.max_minutes or 0
    if ask.minutes > most:
        words = _(
            "The longest booking is %(most)s; this is %(asked)s",
            most=lasting(most),
            asked=lasting(ask.minutes),
        )
        facts: Facts = {"limit_minutes": most, "asked_minutes": ask.minutes}
        yield Broken(rule, "max_minutes", words, facts)


def _too_near(rule: RoomRule, ask: Ask, bookings: Sequence[Booked]) -> Iterator[Broken]:
    """Whether they were or will be in the same room within the rule's pause."""
    gap = timedelta(minutes=rule.gap_minutes or 0)
    near = [
        each
        for each in _theirs_between(bookings, ask.starts - gap, ask.ends + gap)
        if each.room_id == ask.room.id
    ]
    if near:
        last = near[-1]
        words = _(
            "Leave %(time)s between your bookings of %(room)s: yours is from %(start)s to %(end)s",
            time=lasting(rule.gap_minutes or 0),
            room=ask.room.name,
            start=calendar.clock(last.starts),
            end=calendar.clock(last.ends),
        )
        facts: Facts = {"gap_minutes": rule.gap_minutes, "again_at": iso(last.ends + gap)}
        yield Broken(rule, "gap_minutes", words, facts)


def _elsewhere(rule: RoomRule, ask: Ask, bookings: Sequence[Booked]) -> Iterator[Broken]:
    """Whether they have another room at that time."""
    others = _theirs_between(bookings, ask.starts, ask.ends)
    if rule.one_at_a_time and others:
        first = others[0]
        words = _(
            "One room at a time: another is booked from %(start)s to %(end)s",
            start=calendar.clock(first.starts),
            end=calendar.clock(first.ends),
        )
        facts: Facts = {"busy_until": iso(max(each.ends for each in others))}
        yield Broken(rule, "one_at_a_time", words, facts)


def _theirs_between(
    bookings: Sequence[Booked], starts: datetime, ends: datetime
) -> Sequence[Booked]:
    """What they have still, and not only counts, that overlaps some time."""
    return [
        each
        for each in bookings
        if each.is_theirs and each.starts < ends and each.ends > starts
    ]


Check = Callable[[RoomRule, Ask, Sequence[Booked]], Iterator[Broken]]
CHECKS: tuple[tuple[tuple[str, ...], Check], ...] = (
    (("may_book",), _closed),
    (resolving.HORIZON, _too_early),
    (("min_notice_minutes",), _too_late),
    (("min_minutes",), _too_short),
    (("max_minutes",), _too_long),
    (("gap_minutes",), _too_near),
    (("one_at_a_time",), _elsewhere),
)  # the columns that say a limit, and what looks whether it is broken
