"""Turnover: how much moved, by type of movement, by category and by month."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Unpack

from sqlalchemy import ColumnElement, case, func, literal, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.school import calendar

from .. import access
from ..models import Movement, Operation
from . import days, movements
from .movement_types import TYPES

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


def of(actor: Actor, /, **asked: Unpack[movements.Asked]) -> Turnover:
    """What moved; without days, in the twelve months until today. Invalid for more than ten years. One query."""
    access.check_may_look(actor)
    until = asked.get("until") or calendar.today()
    since = asked.get("since") or _month(until, -11)
    months = _months(since, until)
    columns: list[Any] = [
        Movement.type,
        _month_of(months).label("month"),
        func.count(),
        func.sum(Movement.quantity),
    ]
    counted = (
        select(*columns)
        .join(Operation, Operation.id == Movement.operation_id)
        .group_by(Movement.type, "month")
    )
    asked["since"], asked["until"] = since, until
    found = Turnover(since, until, {}, {}, {f"{month:%Y-%m}": _none() for month in months})
    said = days.said(asked)
    for type, month, many, pieces in db.session.execute(
        movements.filtered(counted, said), said
    ):
        sums = (
            (found.by_type, type),
            (found.by_category, TYPES[type].category),
            (found.by_month, month),
        )
        for by, name in sums:
            sum = by.setdefault(name, _none())
            sum["movements"] += many
            sum["pieces"] += int(pieces)
    return found


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
        raise Invalid(fields={"until": "Choose a day that is not before the first"})
    found = [since.replace(day=1)]
    while (following := _month(found[-1], 1)) <= until:
        found.append(following)
        if len(found) > MOST_MONTHS:
            raise Invalid(fields={"since": "Choose ten years at most"})
    return found


def _month(on: date, away: int) -> date:
    """The first day of the month so many months away."""
    months = on.year * 12 + on.month - 1 + away
    return date(months // 12, months % 12 + 1, 1)
