"""Agreeing at once: what needs nobody's approval is promised as it is asked for."""

from collections.abc import Sequence

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.rows import assign
from webapp.people import system_user
from webapp.stock.items import archiving

from ..loans import events
from ..models import Checkout, Request
from ..notices import answer_letters, notices
from . import decisions


def agree_or_ask(actor: Actor, request: Request, lines: Sequence[Checkout]) -> None:
    """Agree to what nobody has to approve, ask whoever answers the rest: one letter each, however many things."""
    agreed = _agreed_at_once(lines)
    waiting = [line for line in lines if line not in agreed]
    if len(lines) == 1:
        _tell_of_one(actor, request, lines[0], is_agreed=bool(agreed))
        return
    if waiting:
        notices.requested_several(request, waiting, besides=actor.id)
    if agreed:
        answer_letters.write(agreed)


def _tell_of_one(
    actor: Actor, request: Request, checkout: Checkout, *, is_agreed: bool
) -> None:
    if is_agreed:
        notices.decided(checkout)
    else:
        notices.requested(request, checkout, besides=actor.id)


def _agreed_at_once(lines: Sequence[Checkout]) -> list[Checkout]:
    """Those of these new lines that nobody has to approve, promised now; the caller found them free, and tells of it.

    A set waits if one of its parts has to. The event says that Backline agreed, and no person.
    """
    terms = {line: archiving.terms(line.item_id) for line in lines}
    to_approve = [line for line in lines if terms[line].needs_approval]
    sets_to_approve = {line.request_set_id for line in to_approve if line.request_set_id}
    agreed = [
        line
        for line in lines
        if line not in to_approve and line.request_set_id not in sets_to_approve
    ]
    at = clock.now()
    for line in agreed:
        before = events.state(line)
        needs_look = terms[line].needs_second_look
        assign(line, decisions.as_promised(system_user.ACTOR, needs_look=needs_look))
        line.decided_at = at  # one answer, so that it can be undone as one
        events.record(system_user.ACTOR, line, "approve", before)
    return agreed
