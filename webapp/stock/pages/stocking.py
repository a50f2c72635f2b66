"""What there is, where, and what it is worth: now and at any moment before."""

from datetime import datetime, time
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import clock, paging
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.errors import Invalid
from webapp.core.forms import asked
from webapp.school import calendar, settings

from .. import access, alerts, locations
from .. import levels as stock_levels
from ..forms.levels import LevelForm
from ..items import categories
from ..ledger import checkpoints
from ..movements import past, valuation
from ..schemas.levels import LevelAsked, PastAsked
from .blueprints import levels

PAGE = 30
STATUSES = {
    "in_stock": "In stock",
    "low_stock": "Low",
    "out_of_stock": "None free",
    "overstocked": "Too many",
}


@levels.context_processor
def _words() -> dict[str, Any]:
    return {
        "statuses": STATUSES,
        "categories": categories.names(),
        "school": settings.get("name"),
    }


@levels.get("")
@signed_in
def listed() -> Response:
    query = asked(LevelAsked)
    narrow: dict[str, Any] = {
        "item": query.item,
        "location": query.location,
        "status": query.status,
    }
    found = stock_levels.listed(
        actor(), words=query.q, **narrow, after=_after(), limit=PAGE + 1
    )
    older = _older(found, ".listed", q=query.q or None, **narrow)
    return page(
        "stock/levels/levels",
        levels=found[:PAGE],
        asked=query,
        places=locations.names(actor()),
        older=older,
    )


@levels.get("/<int:id>/edit")
@signed_in
def edit(id: int) -> Response:
    level = stock_levels.find(actor(), id)
    access.check_may_describe(actor())
    return page("stock/levels/level", seen=level, form=LevelForm(obj=level))


@levels.post("/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    with LevelForm() as form:
        level = stock_levels.describe(actor(), id, **form.read())
    return go(url_for(".listed", item=level.item_id))


@levels.get("/alerts")
@signed_in
def alarming() -> Response:
    return page(
        "stock/levels/alerts", alerts=alerts.all_alerts(actor()), today=calendar.today()
    )


@levels.get("/valuation")
@signed_in
def valued() -> Response:
    return page(
        "stock/movements/valuation",
        valuation=valuation.of_all(actor()),
        now=calendar.local(clock.now()),
        seal=checkpoints.seal(),
    )


@levels.get("/as-of")
@signed_in
def past_levels() -> Response:
    query, now = asked(PastAsked), calendar.local(clock.now())
    told: dict[str, Any] = {
        "day": query.day or now.date(),
        "time": query.time or f"{now:%H:%M}",
        "wrong": "",
    }
    narrow: dict[str, Any] = {"item": query.item, "location": query.location}
    try:
        wall = datetime.combine(told["day"], time.fromisoformat(told["time"]))
        at = past.moment(wall if query.day or query.time else now)
        found = past.as_of(
            actor(), at, words=query.q, **narrow, after=_after(), limit=PAGE + 1
        )
    except Invalid as no:
        found, told["wrong"] = [], next(iter(no.fields.values()))
    older = _older(
        found, ".past_levels", day=query.day, time=query.time, q=query.q or None, **narrow
    )
    about = {"asked": query, "places": locations.names(actor()), "older": older}
    return page(
        "stock/movements/past",
        422 if told["wrong"] else 200,
        levels=found[:PAGE],
        **about,
        **told,
    )


def _after() -> Any:
    return paging.place(request.args.get("after"), str, int, int)


def _older(found: list[Any], endpoint: str, **same: Any) -> str:
    return (
        url_for(endpoint, **same, after=paging.cursor(*found[PAGE - 1].place))
        if len(found) > PAGE
        else ""
    )
