"""What there is, where, and what it is worth: now and at any moment before."""

from datetime import datetime, time
from typing import TypedDict, cast

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import clock, paging
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.errors import Invalid
from webapp.core.forms import read_query
from webapp.core.said import Said
from webapp.core.words import _, lazy
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
    "in_stock": lazy("In stock"),
    "low_stock": lazy("Low"),
    "out_of_stock": lazy("None free"),
    "overstocked": lazy("Too many"),
}


class Narrow(TypedDict):
    item: int | None
    location: int | None


@levels.context_processor
def _words() -> dict[str, dict[str, str] | str]:
    return {
        "statuses": STATUSES,
        "categories": categories.names(),
        "school": settings.get("name"),
    }


@levels.get("")
@signed_in
def listed() -> Response:
    query = read_query(LevelAsked)
    narrow: Narrow = {"item": query.item, "location": query.location}
    levels_found = stock_levels.listed(
        actor(),
        words=query.q,
        **narrow,
        status=query.status,
        after=_after(),
        limit=PAGE + 1,
    )
    part = paging.cut(levels_found, PAGE, lambda level: level.place)
    return page(
        "stock/levels/levels",
        levels=part.rows,
        query=query,
        places=locations.names(actor()),
        older=part.after
        and url_for(
            ".listed", q=query.q or None, **narrow, status=query.status, after=part.after
        ),
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
    return go_to(".listed", Said(_("Saved")), item=level.item_id)


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
    query, now = read_query(PastAsked), calendar.local(clock.now())
    day, time_of_day = query.day or now.date(), query.time or f"{now:%H:%M}"
    part, problem = _past(
        query, now, datetime.combine(day, time.fromisoformat(time_of_day))
    )
    return page(
        "stock/movements/past",
        422 if problem else 200,
        levels=part.rows,
        query=query,
        places=locations.names(actor()),
        older=part.after and _older_past(query, part.after),
        day=day,
        time=time_of_day,
        wrong=problem,
    )


def _past(
    query: PastAsked, now: datetime, wall: datetime
) -> tuple[paging.Part[past.Then], str]:
    """The levels of then, or nothing and why; now unless a day or a time is asked for."""
    try:
        at = past.moment(wall if query.day or query.time else now)
        levels_then = past.as_of(
            actor(),
            at,
            words=query.q,
            item=query.item,
            location=query.location,
            after=_after(),
            limit=PAGE + 1,
        )
    except Invalid as refusal:
        return paging.Part([], None), next(iter(refusal.fields.values()))
    return paging.cut(levels_then, PAGE, lambda level: level.place), ""


def _older_past(query: PastAsked, after: str) -> str:
    return url_for(
        ".past_levels",
        day=query.day,
        time=query.time,
        q=query.q or None,
        item=query.item,
        location=query.location,
        after=after,
    )


def _after() -> stock_levels.Place | None:
    after = paging.place(request.args.get("after"), str, int, int)
    return cast(stock_levels.Place | None, after)
