"""The rules of rooms, and what they leave people, for programs."""

from flask import Blueprint

from webapp.core import paging
from webapp.core.derived import place_of
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answers
from webapp.people import people
from webapp.school import calendar

from .. import access
from ..models import RoomRule
from ..rules import previews, quotas, rules
from ..schemas.rooms import ListQuery
from ..schemas.rules import (
    PreviewQuery,
    QuotaQuery,
    QuotaShown,
    RuleInput,
    RulePatch,
    RulePreviewShown,
    RuleShown,
)

bp = Blueprint("rules_api", __name__, url_prefix="/api/inventory")
RULE = "/rules/<int(max=2147483647):id>/"


@bp.get("/rules/")
@signed_in
@only(access.may_decide)
@answers("rules of rooms", list[RuleShown], 422)
def list_rules(query: ListQuery) -> Answer:
    """List the rules of the rooms, by name."""
    after = paging.place(query.after, str, int)
    one_more = rules.list_all(actor(), limit=query.limit + 1, after=after)
    page, headers = paging.answer(one_more, query.limit, place_of)
    return [RuleShown.of(rule) for rule in page], 200, headers


@bp.post("/rules/")
@signed_in
@only(access.may_manage)
@answers("rules of rooms", RuleShown, 422, status=201)
def add(json: RuleInput) -> Answer:
    """Add a rule; it is in force at once, and what is booked already stays."""
    return _shown(rules.add(actor(), **dict(json)), 201)


@bp.get(RULE)
@signed_in
@only(access.may_decide)
@answers("rules of rooms", RuleShown)
def show(id: int) -> Answer:
    """Show a rule; its ETag is its version."""
    return _shown(rules.find(actor(), id))


@bp.patch(RULE)
@signed_in
@only(access.may_manage)
@answers("rules of rooms", RuleShown, 412, 422)
def describe(id: int, json: RulePatch) -> Answer:
    """Change a rule: only what is sent; null takes a condition or a limit back."""
    return _shown(
        rules.describe(
            actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
        )
    )


@bp.post(f"{RULE}deactivate/")
@signed_in
@only(access.may_manage)
@answers("rules of rooms", RuleShown)
def deactivate(id: int) -> Answer:
    """Put a rule out of force."""
    return _shown(rules.switch(actor(), id, on=False))


@bp.post(f"{RULE}activate/")
@signed_in
@only(access.may_manage)
@answers("rules of rooms", RuleShown)
def activate(id: int) -> Answer:
    """Put a rule in force again."""
    return _shown(rules.switch(actor(), id, on=True))


@bp.get("/rules/preview/")
@signed_in
@only(access.may_decide)
@answers("rules of rooms", RulePreviewShown, 422)
def preview(query: PreviewQuery) -> Answer:
    """Show what somebody could book on a day, by the rules alone; yourself and today where it does not say."""
    on = query.date or calendar.today()
    return RulePreviewShown.of(previews.of(actor(), query.student or actor().id, on))


@bp.get("/quotas/")
@signed_in
@answers("rules of rooms", list[QuotaShown], 422)
def list_quotas(query: QuotaQuery) -> Answer:
    """List what you have used and have left; for staff also of a student."""
    access.check_may_see_quotas(actor(), query.student or actor().id)
    person_id = people.find(actor(), query.student).id if query.student else actor().id
    return [QuotaShown.of(meter) for meter in quotas.of(person_id)]


def _shown(rule: RoomRule, status: int = 200) -> Answer:
    return RuleShown.of(rule), status, {"ETag": f'"v{rule.version}"'}
