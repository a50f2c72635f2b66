"""Levels for programs."""

from typing import cast

from flask import request, url_for

from webapp.core import paging
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_list, answers

from .. import access, alerts, levels
from ..movements import past, valuation
from ..schemas import PagedQuery
from ..schemas.levels import (
    AlertsShown,
    LevelPatch,
    LevelQuery,
    LevelShown,
    LocationSumShown,
    PastQuery,
    ThenShown,
    ValuationShown,
)
from .blueprint import bp

ROOT = "/inventory/levels/"


@bp.get(ROOT)
@signed_in
@only(access.may_look)
@answers("levels", list[LevelShown])
def list_levels(query: LevelQuery) -> Answer:
    """List the stock levels, by item and location, with the pieces in every state; for staff."""
    rows = levels.listed(
        actor(),
        words=query.search,
        item=query.item,
        location=query.location,
        status=query.status,
        after=_after(query),
        limit=query.limit + 1,
    )
    return answer_list(LevelShown, rows, query.limit, lambda level: level.place)


@bp.get(f"{ROOT}summary/")
@signed_in
@only(access.may_look)
@answers("levels", list[LocationSumShown])
def sum_levels() -> Answer:
    """Sum the pieces at each location, by state; for staff."""
    return [LocationSumShown.model_validate(total) for total in levels.summary(actor())]


@bp.get(f"{ROOT}alerts/")
@signed_in
@only(access.may_look)
@answers("levels", AlertsShown)
def show_alerts() -> Answer:
    """Show what is low, due for maintenance in 7 days, or out of warranty in 30; for staff."""
    shown = AlertsShown.model_validate(alerts.all_alerts(actor()))
    shown.links = {kind: url_for("levels.alarming", _anchor=kind) for kind in shown.counts}
    return shown


@bp.get(f"{ROOT}valuation/")
@signed_in
@only(access.may_look)
@answers("levels", ValuationShown)
def value_levels() -> Answer:
    """Show what stock is worth, by location and by category; for staff."""
    return ValuationShown.model_validate(valuation.of_all(actor()))


@bp.get(f"{ROOT}as-of/")
@signed_in
@only(access.may_look)
@answers("levels", list[ThenShown])
def show_past(query: PastQuery) -> Answer:
    """List the stock levels at a moment in the past; for staff."""
    rows = past.as_of(
        actor(),
        past.moment(query.at),
        item=query.item,
        location=query.location,
        after=_after(query),
        limit=query.limit + 1,
    )
    return answer_list(ThenShown, rows, query.limit, lambda level: level.place)


@bp.get(f"{ROOT}<int:id>/")
@signed_in
@only(access.may_look)
@answers("levels", LevelShown, also={304: None})
def show_level(id: int) -> Answer:
    """Show a level; its ETag is its version and how far its stock has moved; for staff."""
    level, status, headers = _shown(levels.find(actor(), id))
    seen = request.if_none_match.contains(headers["ETag"].strip('"'))
    return ("", 304, headers) if seen else (level, status, headers)


@bp.patch(f"{ROOT}<int:id>/")
@signed_in
@only(access.may_describe)
@answers("levels", LevelShown, 412)
def describe_level(id: int, json: LevelPatch) -> Answer:
    """Set when to reorder; with If-Match only if nobody else changed it since."""
    return _shown(
        levels.describe(
            actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
        )
    )


def _after(query: PagedQuery) -> levels.Place | None:
    return cast(levels.Place | None, paging.place(query.after, str, int, int))


def _shown(level: levels.NamedLevel) -> tuple[LevelShown, int, dict[str, str]]:
    return (
        LevelShown.model_validate(level),
        200,
        {"ETag": f'"v{level.version}.s{level.seq}"'},
    )
