"""The rules of the rooms, asked for all dates of a series together: each counts for those that come after it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.words import lazy
from webapp.people import groups

from ..rates import late_costs
from ..rules import quotas, verdicts
from ..rules.quotas import Booked
from ..rules.resolving import Ask
from ..rules.verdicts import Verdict
from .series_lines import Line

MUST_ASK = lazy(
    "A teacher must approve this one: request it on its own, outside the series"
)


def judge(actor: Actor, lines: Sequence[Line], person_id: int) -> None:
    """Refuse those that a rule forbids, mark those that are last-minute use. Three queries, one without any rules.

    A reason of staff for a date stands while staff move it.
    """
    free = _free(lines)
    rules = quotas.active(actor) if free else []
    if not rules:
        return
    who, now = groups.standing(person_id), clock.now()
    since = quotas.since(now, free[0].slot.starts)
    counted = _without_moving(quotas.bookings(person_id, since), lines)
    for line in free:
        if _is_exception(line, actor):
            continue
        counted = _with_given_up(counted, actor, line)
        _apply(line, verdicts.judge(_ask(line, who, now), rules, counted), actor)
        if line.status == "free":
            counted = _with_booked(counted, line)


def _free(lines: Iterable[Line]) -> list[Line]:
    return sorted((line for line in lines if line.status == "free"), key=Line.in_order)


def _is_exception(line: Line, actor: Actor) -> bool:
    moves = line.want.moves
    return bool(moves and moves.override_reason) and actor.is_staff


def _with_given_up(counted: list[Booked], actor: Actor, line: Line) -> list[Booked]:
    """What moves too late counts where it was, too."""
    moves = line.want.moves
    if moves is None:
        return counted
    to = line.room.id, line.slot.starts, line.slot.ends
    return quotas.with_given_up(counted, moves, late_costs.given_up(actor, moves, *to))


def _ask(line: Line, who: groups.Standing, now: datetime) -> Ask:
    ask = Ask(who, line.room, line.want.purpose, line.slot.starts, line.slot.ends, now)
    return ask.moving(line.want.moves)


def _apply(line: Line, verdict: Verdict, actor: Actor) -> None:
    """What the rules say of a line, written at it."""
    if verdict.broken:
        line.status, line.words = "refused", verdict.broken.message
    elif verdict.for_(actor).needs_approval:
        line.status, line.words = "refused", MUST_ASK
    else:
        line.last_minute = verdict.last_minute


def _with_booked(counted: list[Booked], line: Line) -> list[Booked]:
    """A line that is free counts for the quotas of those after it; by start."""
    booked = Booked(
        line.slot.starts,
        line.slot.ends,
        line.room.id,
        line.room.group_id,
        line.want.purpose,
        line.last_minute,
    )
    return sorted([*counted, booked], key=lambda each: each.starts)


def _without_moving(counted: Iterable[Booked], lines: Iterable[Line]) -> list[Booked]:
    moving = [line.want.moves for line in lines if line.want.moves]
    leaving = {(row.starts_at, row.room_id) for row in moving}
    return [
        booked
        for booked in counted
        if not booked.is_theirs or (booked.starts, booked.room_id) not in leaving
    ]
