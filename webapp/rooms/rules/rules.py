"""Booking rules: kept by admins, and asked before a time is booked. Staff may book against them with a reason."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.derived import beyond
from webapp.core.errors import Conflict, Invalid, NotAllowed, Offer
from webapp.core.words import _, lazy
from webapp.people import groups, people

from .. import access, scopes
from ..models import REFERENCES, Reservation, Room, RoomRule
from ..occupied.booking_requests import Wish
from ..rates import late_costs
from ..scopes import EVERY_DAY
from . import default_limits, quotas, verdicts
from .limits import Broken
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
RuleValue = str | int | date | list[str] | None  # of a field of `schemas.RuleInput`


def check(wish: Wish) -> Verdict:
    """Apply every rule, with the person locked; what staff book or move needs no approval.

    Conflict with the rule's name, its numbers and what would do. At most four queries; one where only the school's
    default holds, none where nothing does.
    """
    # what moves there is moved by the rules of where it is now
    reads_rules = wish.room.has_rules or wish.instead_of is not None
    rules = quotas.active(wish.by) if reads_rules else default_limits.rules(wish.by)
    if not rules:
        return Verdict()
    ask, bookings = _ask_of(wish, reads_rules=reads_rules)
    verdict = verdicts.judge(ask, rules, bookings)
    if verdict.broken:
        offers = verdicts.offers(ask, rules, bookings, verdict.broken)
        raise _refusal(verdict.broken, wish.by, offers)
    return verdict.for_(wish.by)


def recheck(reservation: Reservation) -> None:
    """Apply the quotas again, the person locked, before what was given back counts once more. Conflict as above."""
    if reservation.override_reason:
        return
    who = groups.standing(reservation.student_id)
    time = (reservation.starts_at, reservation.ends_at)
    ask, bookings = _asking(who, reservation.room, reservation.purpose, *time)
    if reservation.last_minute:
        return
    over = verdicts.over(ask, quotas.active(), bookings)
    if over:
        words = _("They have booked other times since. %(why)s", why=over.message)
        raise Conflict(words, facts=over.all_facts)


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
    moves = db.session.get(Reservation, but) if but else None
    if moves:
        person_id, purpose = moves.student_id, moves.purpose
    else:
        person_id = student if student and people.known(actor, [student]) else actor.id
    who = groups.standing(person_id)
    ask, bookings = _asking(
        who,
        room,
        purpose,
        starts,
        ends,
        but=but,
        by=actor,
    )
    return verdicts.judge(ask, rules, bookings).for_(actor)


def list_all(
    actor: Actor, *, limit: int | None = None, after: tuple[str, int] | None = None
) -> list[RoomRule]:
    """By name, those out of force too. NotAllowed for students."""
    _check_may_see(actor)
    query = select(RoomRule).where(beyond(RoomRule, after))
    query = query.order_by(RoomRule.sort_key, RoomRule.id)
    return rows.listed(query.limit(limit))


def find(actor: Actor, id: int, *, lock: bool = False) -> RoomRule:
    """NotAllowed for students, NotFound if there is none."""
    _check_may_see(actor)
    return rows.find(
        select(RoomRule).where(RoomRule.id == id), _("Rule not found"), lock=lock
    )


def add(actor: Actor, **described: RuleValue) -> RoomRule:
    """A new rule, as in `schemas.RuleInput`.

    NotAllowed but for admins, Invalid if it makes no sense or its name is taken.
    """
    access.check_may_make_rules(actor)
    return _save(RoomRule(weekdays=EVERY_DAY), described)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **described: RuleValue
) -> RoomRule:
    """Change what is given. Stale, with what is there now, if `version` is not the current one."""
    rule = _managed(actor, id)
    changed = _("Somebody changed %(name)s while you were typing", name=rule.name)
    rows.check_version(version, rule.version, changed, lambda: facts(rule))
    return _save(rule, described)


def switch(actor: Actor, id: int, *, on: bool) -> RoomRule:
    """Put a rule in force or out of it; what is booked already stays."""
    rule = _managed(actor, id)
    rule.is_active = on
    db.session.flush()
    return rule


def facts(rule: RoomRule) -> dict[str, RuleValue]:
    """A rule as it is described, weekdays by name."""
    described = {name: getattr(rule, REFERENCES.get(name, name)) for name in DESCRIBED}
    return described | {
        "weekdays": scopes.weekdays(rule.weekdays),
        "version": rule.version,
    }


def _managed(actor: Actor, id: int) -> RoomRule:
    """A locked rule that the actor may change."""
    rule = find(actor, id, lock=True)
    access.check_may_manage(actor, lazy("Only an admin can change rules"))
    return rule


def _check_may_see(actor: Actor) -> None:
    if not actor.is_staff:
        raise NotAllowed(_("Only staff can see the rules; your quotas are under /quotas"))


def _ask_of(wish: Wish, *, reads_rules: bool) -> tuple[Ask, list[quotas.Booked]]:
    """What the wish asks, and all that counts beside it; the default limits need no query to know whom they bind."""
    who = groups.Standing(wish.by.id, wish.by.name, wish.by.role)
    if reads_rules:
        who = groups.standing(wish.student_id)
    time = (wish.starts, wish.ends)
    return _asking(
        who,
        wish.room,
        wish.purpose,
        *time,
        but=wish.instead_of,
        by=wish.by,
    )


def _refusal(broken: Broken, by: Actor, offers: list[Offer]) -> Conflict:
    words = broken.message
    if by.is_staff:
        words = _("%(why)s. You can book it anyway if you give a reason", why=words)
    return Conflict(words, facts=broken.all_facts, offers=offers)


def _asking(
    who: groups.Standing,
    room: Room,
    purpose: str,
    starts: datetime,
    ends: datetime,
    *,
    but: int | None = None,
    by: Actor | None = None,
) -> tuple[Ask, list[quotas.Booked]]:
    """What is asked, and all that counts beside it: what `by` gives up too late by moving it, too."""
    moves = db.session.get(Reservation, but) if but else None
    ask = Ask(
        who,
        room,
        purpose,
        starts,
        ends,
        clock.now(),
    ).moving(moves)
    bookings = quotas.bookings(who.id, quotas.since(ask.now, starts), but=but)
    if moves and by:
        spans = late_costs.given_up(
            by,
            moves,
            room.id,
            starts,
            ends,
        )
        bookings = quotas.with_given_up(bookings, moves, spans)
    return ask, bookings


def _save(rule: RoomRule, described: Mapping[str, RuleValue]) -> RoomRule:
    for name, value in described.items():
        if name == "weekdays" and isinstance(value, list):
            rule.weekdays = scopes.mask(value)
        else:
            setattr(rule, REFERENCES.get(name, name), value)
    with db.session.no_autoflush:
        problems = dict(_problems(rule))
    if problems:
        raise Invalid(fields=problems)
    try:
        with db.session.begin_nested():
            db.session.add(rule)
            db.session.flush()
    except IntegrityError:
        raise Invalid(fields={"name": _("There is already a rule of this name")}) from None
    db.session.refresh(rule)
    return rule


def _problems(rule: RoomRule) -> Iterator[tuple[str, str]]:
    """What the form and the API cannot know by a single field."""
    if all(getattr(rule, name) is None for name in LIMITS):
        yield "may_book", _("Say what this rule allows, forbids or limits")
    yield from scopes.contradictions(rule)
    yield from _contradicting_limits(rule)
    yield from _last_minute_problems(rule)
    yield from scopes.missing_references(rule)


def _contradicting_limits(rule: RoomRule) -> Iterator[tuple[str, str]]:
    if rule.starts_on and rule.ends_on and rule.starts_on > rule.ends_on:
        yield "ends_on", _("Choose a day after the first")
    if rule.horizon_days is not None and rule.horizon_hours is not None:
        yield "horizon_hours", _("Count in days or in hours, not both")
    if rule.opens_at and rule.horizon_days is None:
        yield "opens_at", _("Only together with days ahead")
    if rule.max_minutes is not None and (rule.min_minutes or 0) > rule.max_minutes:
        yield "max_minutes", _("This is less than the shortest booking")
    if rule.core_minutes is not None and not (rule.from_time or rule.until_time):
        yield "core_minutes", _("Say when core time starts and ends")


def _last_minute_problems(rule: RoomRule) -> Iterator[tuple[str, str]]:
    has_hours = rule.last_minute_hours is not None
    if has_hours and rule.last_minute_mode is None:
        yield "last_minute_mode", _("Say when it does not count towards quotas")
    if rule.last_minute_mode is not None and not has_hours:
        yield "last_minute_hours", _("Say how many hours before")
