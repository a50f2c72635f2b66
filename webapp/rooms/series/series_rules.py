"""The rules of the rooms, asked for all dates of a series together: each counts for those that come after it."""

from collections.abc import Iterable, Sequence

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.people import groups

from ..rates import late_costs
from ..rules import quotas, verdicts
from ..rules.quotas import Held
from ..rules.resolving import Ask
from .series_lines import Line


def judge(actor: Actor, lines: Sequence[Line], person_id: int) -> None:
    """Refuse those that a rule forbids, mark those that are last-minute use. Three queries, one without any rules.

    A reason of staff for a date stands while staff move it.
    """
    free = sorted(
        (line for line in lines if line.status == "free"), key=lambda line: line.slot.starts
    )
    rules = quotas.active(actor) if free else []
    if not rules:
        return
    who, now = groups.standing(person_id), clock.now()
    held = _but(quotas.held(person_id, quotas.since(now, free[0].slot.starts)), lines)
    for line in free:
        moves, purpose = line.want.moves, line.want.purpose
        if moves and moves.override_reason and actor.is_staff:
            continue
        ask = Ask(who, line.room, purpose, line.slot.starts, line.slot.ends, now).moving(
            moves
        )
        if moves:
            spans = late_costs.given_up(actor, moves, line.room.id, ask.starts, ask.ends)
            held = quotas.with_given_up(held, moves, spans)
        verdict = verdicts.judge(ask, rules, held)
        if verdict.broken:
            line.status, line.words = "refused", verdict.broken.message
        elif verdict.for_(actor).needs_approval:
            line.status, line.words = (
                "refused",
                "A teacher must approve this one: request it on its own, outside the series",
            )
        else:
            line.last_minute = verdict.last_minute
            room = line.room
            held.append(
                Held(
                    ask.starts,
                    ask.ends,
                    room.id,
                    room.group_id,
                    purpose,
                    verdict.last_minute,
                )
            )
            held.sort(key=lambda each: each.starts)


def _but(held: Iterable[Held], lines: Iterable[Line]) -> list[Held]:
    """Without what is about to move."""
    leaving = {
        (row.starts_at, row.room_id) for row in (line.want.moves for line in lines) if row
    }
    return [
        each
        for each in held
        if not each.is_theirs or (each.starts, each.room_id) not in leaving
    ]
