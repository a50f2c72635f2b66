"""Agreeing at once: what needs nobody's approval is promised as it is asked for."""

from collections.abc import Sequence

from webapp.core.rows import assign
from webapp.people import system_user
from webapp.stock.items import archiving

from . import decisions, events
from .models import Checkout


def agreed_at_once(lines: Sequence[Checkout]) -> list[Checkout]:
    """Those of these new lines that nobody has to approve, promised now; the caller found them free, and tells of it.

    A set waits if one of its parts has to. The event says that Backline agreed, and no person.
    """
    to_approve = [line for line in lines if archiving.terms(line.item_id).needs_approval]
    sets_to_approve = {line.request_set_id for line in to_approve if line.request_set_id}
    agreed = [
        line
        for line in lines
        if line not in to_approve and line.request_set_id not in sets_to_approve
    ]
    for line in agreed:
        before = events.state(line)
        assign(line, decisions.as_promised(system_user.ACTOR))
        events.record(system_user.ACTOR, line, "approve", before)
    return agreed
