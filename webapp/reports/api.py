"""The search over everything, and how often things are lent, for programs."""

from flask import Blueprint

from webapp.core import downloads, paging
from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answers
from webapp.lending import access, demand

from . import most_lent, search
from .schemas import FoundShown, LentExport, LentQuery, LentShown, SearchQuery

bp = Blueprint("search_api", __name__, url_prefix="/api/inventory/search")
lent = Blueprint("most_lent_api", __name__, url_prefix="/api/inventory/most-lent")


@bp.get("/")
@signed_in
@answers("search", list[FoundShown], 422)
def find(query: SearchQuery) -> Answer:
    """Find things, people, loans, requests, receipts, sets and rooms by name, number or tag: a few of each kind."""
    return [FoundShown.model_validate(hit) for hit in search.of(actor(), query.q)]


@lent.get("/")
@signed_in
@only(access.may_hand_out)
@answers("items", list[LentShown])
def most_and_least_lent(query: LentQuery) -> Answer:
    """List items by how often they were lent in a period, or how long, those never lent too; for staff."""
    after = paging.place(query.after, int, int, str, int)
    filters = query.model_dump(exclude={"after", "limit", "count"})
    items = demand.listed(actor(), after=after, limit=query.limit + 1, **filters)
    here, headers = paging.answer(items, query.limit, lambda each: each.place)
    return [LentShown.model_validate(each) for each in here], 200, headers


downloads.for_programs(lent, "/", "most_lent", most_lent.table, LentExport)
