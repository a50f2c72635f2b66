"""What of e-mail waits for somebody: people whose address it comes back from."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select

from webapp.core.actor import Actor
from webapp.people import access, reaching
from webapp.school.inbox import Ask, Source

from . import unreached


def _people(actor: Actor, everyone: bool) -> Select[int, datetime] | None:
    """They wait for who can correct their address."""
    if not everyone and not access.may_manage(actor):
        return None
    return reaching.since_unreached(actor)


def _describe(actor: Actor, ids: Sequence[int]) -> dict[int, Ask]:
    return {
        each.id: Ask(each.email, each.name, {"each": each})
        for each in unreached.these(actor, ids)
    }


SOURCES = (
    Source("address", "emails", "reports/ask.html", _people, _describe, is_open_ended=True),
)
