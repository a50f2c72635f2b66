"""Days: what of the ledger falls on the school's days, found without wading through the years after them."""

from datetime import date, timedelta
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import aliased

from webapp.core.db import Instant
from webapp.school import calendar

from .. import locations
from ..models import Movement, Operation
from ..operations.shelves import GREATEST

AN_HOUR = timedelta(hours=1)  # that a computer's clock may be put back by
Parameters = dict[str, Any]  # of a statement, by name


class DayFilters(TypedDict, total=False):
    """What every list of the ledger can be narrowed to; days are the school's, both included."""

    location: int | str | None
    since: date | None
    until: date | None


def conditions(model: type[Movement] | type[Operation]) -> dict[str, ColumnElement[bool]]:
    """By the names that `parameters` gives them. Ids grow with time and lists go by id, so ids are bounded too."""
    # Itself, but SQLite goes by the ids' bounds and sorts nothing.
    at = func.nullif(model.created_at, None, type_=Instant())
    return {
        "starts": at >= bindparam("starts"),
        "early": model.id > func.coalesce(_last_before(model), 0),
        "ends": at < bindparam("ends"),
        "late": model.id < func.coalesce(_first_after(model), GREATEST),
    }


def _last_before(model: type[Movement] | type[Operation]) -> ColumnElement[int | None]:
    """The id of the newest before the parameter `early`."""
    other = aliased(model)
    query = select(other.id).where(other.created_at < bindparam("early"))
    return query.order_by(other.created_at.desc()).limit(1).scalar_subquery()


def _first_after(model: type[Movement] | type[Operation]) -> ColumnElement[int | None]:
    """The id of the oldest not before the parameter `late`."""
    other = aliased(model)
    query = select(other.id).where(other.created_at >= bindparam("late"))
    return query.order_by(other.created_at).limit(1).scalar_subquery()


def parameters(filters: DayFilters) -> Parameters:
    """What is asked for and nothing else: a location by its id, days by the instants between them."""
    values: Parameters = {
        name: value
        for name, value in filters.items()
        if value and name not in ("since", "until")
    }
    if location := filters.get("location"):
        values["location"] = locations.id_of(location)
    if since := filters.get("since"):
        start = calendar.day(since)[0]
        values |= {"starts": start, "early": start - AN_HOUR}
    if until := filters.get("until"):
        end = calendar.day(until)[1]
        values |= {"ends": end, "late": end + AN_HOUR}
    return values
