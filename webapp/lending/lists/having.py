"""Having: how many loans people have out now, and how many of them are late."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import case, func

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.school import calendar

from .. import access
from ..models import Checkout


class Having(NamedTuple):
    """How many loans somebody has."""

    student_id: int
    out: int
    late: int


def by_person(actor: Actor, student_ids: Collection[int]) -> dict[int, Having]:
    """Of those of these people who have anything that the actor sees; one query."""
    is_late = case((Checkout.due_on < calendar.today(), 1), else_=0)
    query = (
        access.visible_checkouts(actor)
        .with_only_columns(Checkout.student_id, func.count(), func.sum(is_late))
        .where(Checkout.student_id.in_(student_ids), Checkout.stored_status == "out")
        .group_by(Checkout.student_id)
    )
    return {each.student_id: each for each in rows.made(Having, query)}
