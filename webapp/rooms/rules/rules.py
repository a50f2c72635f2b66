"""Booking rules: kept by admins, and asked before a time is booked. Staff may book against them with a reason."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import Base, db
from webapp.core.derived import beyond
from webapp.core.errors import Conflict, Invalid, NotAllowed
from webapp.people import groups, people

from .. import access
from ..models import REFERENCES, Reservation, Room, RoomGroup, RoomRule
from ..occupied.booking_requests import Wish
from ..rates import late_costs
from . import default_limits, quotas, rule_words, verdicts
from .bands import EVERY_DAY
from .resolving import Ask
from .verdicts import Verdict

LIMITS = (
    "may_book",
    "needs_approval",
    "one_at_a_time",
    "horizon_days",
    "horizon_hours",
    "min_notice_minutes",
    "change_notice_minutes",
    "min_minutes",
    "max_minutes",
    "gap_minutes",
    "rolling_minutes",
    "day_minutes",
    "week_minutes",
    "month_minutes",
    "core_minutes",
    "last_minute_hours",
)
ABOUT = ("name", "role", *REFERENCES, "purpose", "from_time", "until_time", "starts_on")
DESCRIBED = (*ABOUT, "ends_on", "weekdays", "opens_at", *LIMITS, "last_minute_mode")


def check(wish: Wish) -> Verdict:
    """Ask every rule, with the person locked; what staff book or move needs no approval.

    Conflict with the rule's name, its numbers and what would do. At most four queries; one where only the school's
    default holds, none where nothing does.
    """
    asks_rules = (
        wish.room.has_rules or wish.instead_of
    )  # what moves there is moved by the rules of where it is now
    rules = quotas.active(wish.by) if asks_rules else default_limits.rules(wish.by)
    if not rules:
        return Verdict()
    who = (
        groups.standing(wish.student_id)
        if asks_rules
        else groups.Standing(wish.by.id, wish.by.name, wish.by.role)
    )
    ask, held = _asking(
        who,
        wish.room,
        wish.purpose,
        wish.starts,
        wish.ends,
        but=wish.instead_of,
        by=wish.by,
    )
    verdict = verdicts.judge(ask, rules, held)
    if verdict.broken:
        told = verdict.broken.message + (
            ". You can book it anyway if you give a reason" if wish.by.is_staff else ""
        )
        raise Conflict(
            told,
            facts=verdict.broken.told,
            offers=verdicts.offers(ask, rules, held, verdict.broken),
        )
    return verdict.for_(wish.by)


def recheck(reservation: Reservation) -> None:
    """Ask the quotas again, with the person locked, before what was given back counts once more; Conflict as above."""
    if reservation.override_reason:
        return
    who = groups.standing(reservation.student_id)
    ask, held = _asking(
        who,
        reservation.room,
        reservation.purpose,
        reservation.starts_at,
        reservation.ends_at,
    )
    if not reservation.last_minute and (over := verdicts.over(ask, quotas.active(), held)):
        raise Conflict(
            f"They have booked other times since. {over.message}", facts=over.told
        )


def forecast(
    actor: Actor,
    student: int | None,
    purpose: str,
    room: Room,
    starts: datetime,
    ends: datetime,
    *,
    but: int | None = None,
) -> Verdict:
    """What `check` would say now, to the actor or to a student of theirs, and the quotas it would take from.

    `but` for the reservation that would move there: then it is about whose that is, and what for.
    """
    rules = quotas.active(actor)
    if not rules:
        return Verdict()
    if moves := but and db.session.get(Reservation, but):
        whose, purpose = moves.student_id, moves.purpose
    else:
        whose = student if student and people.known(actor, [student]) else actor.id
    ask, held = _asking(
        groups.standing(whose), room, purpose, starts, ends, but=but, by=actor
    )
    return verdicts.judge(ask, rules, held).for_(actor)


def list_all(
    actor: Actor, *, limit: int | None = None, after: tuple[str, int] | None = None
) -> list[RoomRule]:
    """By name, those out of force too. NotAllowed for students."""
    _see(actor)
    found = (
        select(RoomRule)
        .where(beyond(RoomRule, after))
        .order_by(RoomRule.sort_key, RoomRule.id)
    )
    return list(db.session.scalars(found.limit(limit)))


def find(actor: Actor, id: int, *, lock: bool = False) -> RoomRule:
    _see(actor)
    return rows.find(select(RoomRule).where(RoomRule.id == id), "Rule not found", lock=lock)


def add(actor: Actor, **described: Any) -> RoomRule:
    """A new rule, as in `schemas.RuleInput`.

    NotAllowed but for admins, Invalid if it makes no sense or its name is taken.
    """
    access.check_may_make_rules(actor)
    return _keep(RoomRule(weekdays=EVERY_DAY), described)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **described: Any
) -> RoomRule:
    """Change what is given. Stale, with what is there now, if `version` is not the one of now."""
    rule = find(actor, id, lock=True)
    if not access.may_manage(actor):
        raise NotAllowed("Only an admin can change rules")
    changed = f"Somebody changed {rule.name} while you were typing"
    rows.check_version(version, rule.version, changed, lambda: facts(rule))
    return _keep(rule, described)


def switch(actor: Actor, id: int, *, on: bool) -> RoomRule:
    """Put a rule in force or out of it; what is booked already stays."""
    rule = find(actor, id, lock=True)
    if not access.may_manage(actor):
        raise NotAllowed("Only an admin can change rules")
    rule.is_active = on
    db.session.flush()
    return rule


def facts(rule: RoomRule) -> dict[str, Any]:
    """A rule as it is described, weekdays by name."""
    told = {name: getattr(rule, REFERENCES.get(name, name)) for name in DESCRIBED}
    return told | {"weekdays": rule_words.weekdays(rule.weekdays), "version": rule.version}


def _see(actor: Actor) -> None:
    if not actor.is_staff:
        raise NotAllowed("Only staff can see the rules; your quotas are under /quotas")


def _asking(
    who: groups.Standing,
    room: Room,
    purpose: str,
    starts: datetime,
    ends: datetime,
    *,
    but: int | None = None,
    by: Actor | None = None,
) -> tuple[Ask, list[quotas.Held]]:
    """What is asked, and all that counts beside it: what `by` gives up too late by moving it, too."""
    moves = db.session.get(Reservation, but) if but else None
    ask = Ask(who, room, purpose, starts, ends, clock.now()).moving(moves)
    held = quotas.held(who.id, quotas.since(ask.now, starts), but=but)
    if moves and by:
        spans = late_costs.given_up(by, moves, room.id, starts, ends)
        held = quotas.with_given_up(held, moves, spans)
    return ask, held


def _keep(rule: RoomRule, described: Mapping[str, Any]) -> RoomRule:
    for name, value in described.items():
        setattr(
            rule,
            REFERENCES.get(name, name),
            rule_words.mask(value) if name == "weekdays" else value,
        )
    with db.session.no_autoflush:
        problems = dict(_problems(rule))
    if problems:
        raise Invalid(fields=problems)
    try:
        with db.session.begin_nested():
            db.session.add(rule)
            db.session.flush()
    except IntegrityError:
        raise Invalid(fields={"name": "There is already a rule of this name"}) from None
    db.session.refresh(rule)
    return rule


def _problems(rule: RoomRule) -> Iterator[tuple[str, str]]:
    """What the form and the API cannot know by a single field."""
    for is_wrong, name, words in (
        (
            all(getattr(rule, name) is None for name in LIMITS),
            "may_book",
            "Say what this rule allows, forbids or limits",
        ),
        (
            rule.room_id and rule.room_group_id,
            "room",
            "Choose one room or a group of rooms, not both",
        ),
        (
            _turned(rule.from_time, rule.until_time),
            "until_time",
            "Choose a time after the first",
        ),
        (
            _turned(rule.starts_on, rule.ends_on, same=True),
            "ends_on",
            "Choose a day after the first",
        ),
        (
            None not in (rule.horizon_days, rule.horizon_hours),
            "horizon_hours",
            "Count in days or in hours, not both",
        ),
        (
            rule.opens_at and rule.horizon_days is None,
            "opens_at",
            "Only together with days ahead",
        ),
        (
            _turned(rule.min_minutes, rule.max_minutes, same=True),
            "max_minutes",
            "This is less than the shortest booking",
        ),
        (_without_band(rule), "core_minutes", "Say when core time starts and ends"),
        (
            _half(rule.last_minute_mode, rule.last_minute_hours),
            "last_minute_mode",
            "Say when it does not count towards quotas",
        ),
        (
            _half(rule.last_minute_hours, rule.last_minute_mode),
            "last_minute_hours",
            "Say how many hours before",
        ),
        (_gone(Room, rule.room_id), "room", "Room not found"),
        (_gone(RoomGroup, rule.room_group_id), "room_group", "Room group not found"),
        (rule.group_id and not groups.names([rule.group_id]), "group", "Group not found"),
    ):
        if is_wrong:
            yield name, words


def _turned(first: Any, last: Any, *, same: bool = False) -> bool:
    return None not in (first, last) and (first > last or (first == last and not same))


def _half(missing: Any, there: Any) -> bool:
    return missing is None and there is not None


def _without_band(rule: RoomRule) -> bool:
    return rule.core_minutes is not None and not (rule.from_time or rule.until_time)


def _gone(table: type[Base], id: int | None) -> bool:
    return id is not None and db.session.get(table, id) is None
