"""Items for programs."""

from flask import request

from webapp.core import paging
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.errors import Invalid
from webapp.core.openapi import Answer, answer_list, answers
from webapp.core.words import _
from webapp.school import calendar

from .. import access
from ..items import archiving, free, items
from ..items.stocked import Stocked, stocked_key
from ..movements import totals
from ..schemas.items import ItemInput, ItemPatch, ItemQuery, ItemShown, StatsShown
from .blueprint import bp


@bp.get("/inventory/items/")
@signed_in
@answers("items", list[ItemShown])
def index(query: ItemQuery) -> Answer:
    """List the items you may see, by name; the next page is in the Link header."""
    if query.free:
        return _free_ones(query)
    rows = free.on_days(actor(), _search(query, query.limit + 1), query.first, query.until)
    return answer_list(ItemShown, rows, query.limit, stocked_key)


def _search(query: ItemQuery, limit: int) -> list[Stocked]:
    return items.search(
        actor(),
        words=query.search,
        category=query.category,
        status=query.status,
        after=paging.place(query.after, str, int),
        limit=limit,
    )


def _free_ones(query: ItemQuery) -> Answer:
    """Those of which one is free. Invalid at `count`: how many there are, no statement tells."""
    if query.count:
        raise Invalid(fields={"count": _("What is free is not counted; leave one out")})
    looked_at = max(free.LOOKED_AT, query.limit)
    rows = free.on_days(
        actor(), _search(query, looked_at + 1), query.first or calendar.today(), query.until
    )
    part = paging.sift(rows, query.limit, looked_at, free.is_one_free, stocked_key)
    shown = [ItemShown.model_validate(row) for row in part.rows]
    return shown, 200, paging.link_to_next(part)


@bp.get("/inventory/items/stats/")
@signed_in
@answers("items", StatsShown)
def stats() -> Answer:
    """Show totals of the items you may see."""
    return StatsShown.model_validate(totals.of(actor()))


@bp.post("/inventory/items/")
@signed_in
@only(access.may_describe)
@answers("items", ItemShown, status=201)
def add(json: ItemInput) -> Answer:
    """Add an item; its quantity is the opening balance at its location."""
    return _shown(items.add(actor(), **dict(json)).id, 201)


@bp.get("/inventory/items/<int:id>/")
@signed_in
@answers("items", ItemShown, also={304: None})
def show(id: int) -> Answer:
    """Show an item; its ETag is its version and how far its stock has moved."""
    item, status, headers = _shown(id)
    seen = request.if_none_match.contains(headers["ETag"].strip('"'))
    return ("", 304, headers) if seen else (item, status, headers)


@bp.patch("/inventory/items/<int:id>/")
@signed_in
@only(access.may_describe)
@answers("items", ItemShown, 412)
def describe(id: int, json: ItemPatch) -> Answer:
    """Change an item; with If-Match only if nobody else changed it since."""
    items.describe(actor(), id, version=if_match(), **json.model_dump(exclude_unset=True))
    return _shown(id)


@bp.delete("/inventory/items/<int:id>/")
@signed_in
@only(access.may_describe)
@answers("items", None, status=204)
def remove(id: int) -> Answer:
    """Delete an item; one with history is archived instead."""
    archiving.remove(actor(), id)
    return "", 204


def _shown(id: int, status: int = 200) -> tuple[ItemShown, int, dict[str, str]]:
    stocked = items.show(actor(), id)
    return (
        ItemShown.model_validate(stocked),
        status,
        {"ETag": f'"v{stocked.item.version}.s{stocked.seq}"'},
    )
