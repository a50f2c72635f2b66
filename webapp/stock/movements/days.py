"""Days: what of the ledger falls on the school's days, found without wading through the years after them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from webapp.core.db import Instant
from webapp.school import calendar

from .. import locations
from ..models import Movement, Operation
from ..operations.shelves import GREATEST

AN_HOUR = timedelta(hours=1)  # that a computer's clock may be put back by


def conditions(of: type[Movement] | type[Operation]) -> dict[str, Any]:
    """By the names that `said` gives them. Ids grow with time and lists go by id, so ids are bounded too."""
    other = aliased(of)
    at = func.nullif(
        of.created_at, None, type_=Instant()
    )  # itself, but SQLite goes by the ids' bounds and sorts nothing
    newest = (
        select(other.id)
        .where(other.created_at < bindparam("early"))
        .order_by(other.created_at.desc())
        .limit(1)
    )
    oldest = (
        select(other.id)
        .where(other.created_at >= bindparam("late"))
        .order_by(other.created_at)
        .limit(1)
    )
    return {
        "starts": at >= bindparam("starts"),
        "early": of.id > func.coalesce(newest.scalar_subquery(), 0),
        "ends": at < bindparam("ends"),
        "late": of.id < func.coalesce(oldest.scalar_subquery(), GREATEST),
    }


def said(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked for and nothing else: a location by its id, days by the instants between them, both included."""
    told = {
        name: value
        for name, value in asked.items()
        if value and name not in ("since", "until")
    }
    if location := told.get("location"):
        told["location"] = locations.id_of(location)
    if since := asked.get("since"):
        start = calendar.day(since)[0]
        told |= {"starts": start, "early": start - AN_HOUR}
    if until := asked.get("until"):
        end = calendar.day(until)[1]
        told |= {"ends": end, "late": end + AN_HOUR}
    return told
