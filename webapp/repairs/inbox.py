"""What of repairs waits for an answer: damage that nobody has assessed, and what it is to be mended for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select

from webapp.core.actor import Actor
from webapp.school import calendar
from webapp.school.inbox import Ask, Source

from . import access, repairs
from .models import Repair


def _damages(actor: Actor, everyone: bool) -> Select[int, datetime] | None:
    """What is to be assessed waits for who takes things back, what is assessed for who may approve it."""
    steps = [step for step in ("assess", "approve") if everyone or _is_theirs(actor, step)]
    today = calendar.today()
    query = select(Repair.id.label("id"), Repair.opened_at.label("at"))
    return query.where(or_(*(repairs.STAGES[step].rule(today) for step in steps)))


def _is_theirs(actor: Actor, step: str) -> bool:
    return access.may(actor, step) and (step != "assess" or actor.role != "teacher")


def _describe(actor: Actor, ids: Sequence[int]) -> dict[int, Ask]:
    found = repairs.these(actor, ids)
    return {
        each.id: Ask(each.item_name, "", {"repair": each, "may": access.may})
        for each in found
    }


SOURCES = (
    Source(
        "repair", "repairs", "repairs/ask.html", _damages, _describe, is_open_ended=True
    ),
)
