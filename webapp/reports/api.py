"""The search over everything, for programs."""

from flask import Blueprint

from webapp.core.doors import actor, signed_in
from webapp.core.openapi import Answer, answers

from . import search
from .schemas import FoundShown, SearchQuery

bp = Blueprint("search_api", __name__, url_prefix="/api/inventory/search")


@bp.get("/")
@signed_in
@answers("search", list[FoundShown], 422)
def find(query: SearchQuery) -> Answer:
    """Find things, people, loans, requests, receipts, sets and rooms by name, number or tag: a few of each kind."""
    return [FoundShown.model_validate(hit) for hit in search.of(actor(), query.q)]
