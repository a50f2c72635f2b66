"""After how many months loans forget who had them, for programs."""

from flask import Blueprint

from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_one, answers
from webapp.people import access

from ..forgetting import deciding
from ..schemas.forgetting import ForgettingPatch, ForgettingQuery, ForgettingShown

bp = Blueprint("forgetting_api", __name__, url_prefix="/api/inventory/forgetting")


@bp.get("/")
@signed_in
@only(access.may_manage)
@answers("settings", ForgettingShown)
def show_forgetting(query: ForgettingQuery) -> Answer:
    """Show after how many months closed loans forget who had them, and how many would forget it today."""
    return answer_one(ForgettingShown, deciding.facts(actor(), query.months))


@bp.patch("/")
@signed_in
@only(access.may_manage)
@answers("settings", ForgettingShown, 412, 422)
def decide_forgetting_by_api(json: ForgettingPatch) -> Answer:
    """Change after how many months closed loans forget who had them; 0 is never."""
    version, typed = if_match(), json.model_dump(exclude_unset=True)
    months = typed.get("months", deciding.facts(actor()).months)
    decided = deciding.decide(actor(), months=months, seen_version=version)
    return answer_one(ForgettingShown, decided)
