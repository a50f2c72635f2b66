"""Turnover: how much moved, by type of movement, by category and by month."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Unpack

from sqlalchemy import ColumnElement, Select, case, func, literal, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.core.words import _
from webapp.school import calendar

from .. import access
from ..models import Movement, Operation
from . import days, movements
from .movement_types import TYPES
from .movements import Filters

MOST_MONTHS = 120
Sum = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Turnover:
    """`since` and `until` are school's days, both included; each sum says how many movements and how many pieces."""

    since: date
    until: date
    by_type: Sum
    by_category: Sum
    by_month: Sum

    def add(
        self,
        type: str,
        month: str,
        movements: int,
        pieces: int,
    ) -> None:
        """Count so many movements of a type in a month, and the pieces they moved."""
        sums = (
            (self.by_type, type),
            (self.by_category, TYPES[type].category),
            (self.by_month, month),
        )
        for by_name, name in sums:
            sum = by_name.setdefault(name, _none())
            sum["movements"] += movements
            sum["pieces"] += pieces


def of(actor: Actor, /, **filters: Unpack[Filters]) -> Turnover:
    """What moved; without days, in the twelve months until today. Invalid for more than ten years. One query."""
    access.check_may_look(actor)
    until = filters.get("until") or calendar.today()
    since = filters.get("since") or _month(until, -11)
    months = _months(since, until)
    filters["since"], filters["until"] = since, until
    turnover = Turnover(
        since,
        until,
        {},
        {},
        _months_of(months),
    )
    values = days.parameters(filters)
    query = movements.filtered(_counted(months), values)
    for type, month, many, pieces in db.session.execute(query, values):
        turnover.add(
            type,
            month,
            many,
            int(pieces),
        )
    return turnover


def _counted(months: list[date]) -> Select[str, str, int, int]:
    """How many movements there are of each type in each month, and how many pieces they moved."""
    month = _month_of(months).label("month")
    return (
        select(
            Movement.type,
            month,
            func.count(),
            func.sum(Movement.quantity),
        )
        .join(Operation, Operation.id == Movement.operation_id)
        .group_by(Movement.type, "month")
    )


def _months_of(months: list[date]) -> Sum:
    """Nothing in each month yet."""
    return {f"{month:%Y-%m}": _none() for month in months}


def _none() -> dict[str, int]:
    return {"movements": 0, "pieces": 0}


def _month_of(months: list[date]) -> ColumnElement[str]:
    """The school's month a movement falls in; what the last one's start is not after, is in it."""
    ends = [
        (Movement.created_at < calendar.day(after)[0], f"{month:%Y-%m}")
        for month, after in pairwise(months)
    ]
    last = literal(f"{months[-1]:%Y-%m}")
    return case(*ends, else_=last) if ends else last


def _months(since: date, until: date) -> list[date]:
    """The first day of every month that has a day in between."""
    if until < since:
        raise Invalid(fields={"until": _("Choose a day that is not before the first")})
    months = [since.replace(day=1)]
    while (following := _month(months[-1], 1)) <= until:
        months.append(following)
        if len(months) > MOST_MONTHS:
            raise Invalid(fields={"since": _("Choose ten years at most")})
    return months


def _month(on: date, away: int) -> date:
    """The first day of the month so many months away."""
    months = on.year * 12 + on.month - 1 + away
    return date(months // 12, months % 12 + 1, 1)
