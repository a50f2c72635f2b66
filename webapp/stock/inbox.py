"""What of stock waits for an answer: acts that need a second person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from webapp.core.actor import Actor
from webapp.school.inbox import Ask, Source

from . import access
from .models import PendingOperation
from .operations import pending


def _acts(actor: Actor, everyone: bool) -> Select[int, datetime] | None:
    """Those to which they could be the second person; of everyone, those that they asked for too."""
    columns = PendingOperation.id.label("id"), PendingOperation.requested_at.label("at")
    query = select(*columns).where(PendingOperation.decision.is_(None))
    if everyone:
        return query
    is_others = PendingOperation.requested_by != actor.id
    return query.where(is_others) if access.may_describe(actor) else None


def _describe(actor: Actor, ids: Sequence[int]) -> dict[int, Ask]:
    return {
        each.id: Ask(each.words, each.requester, {"each": each})
        for each in pending.these(actor, ids)
    }


SOURCES = (
    Source(
        "act", "stock", "stock/operations/ask.html", _acts, _describe, is_open_ended=True
    ),
)
