"""Opening hours, closed days and terms for programs."""

from flask import Blueprint

from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_one, answers
from webapp.people import access

from .. import closed_days, open_days, opening_hours, terms
from ..schemas.opening import (
    ClosedDaysInput,
    ClosedDaysPatch,
    ClosedDaysShown,
    TermInput,
    TermPatch,
    TermShown,
    WeekPatch,
    WeekShown,
)

bp = Blueprint("opening_api", __name__, url_prefix="/api/inventory")
CLOSED_DAYS = "/closed-days/<int:id>/"
TERM = "/terms/<int:id>/"


@bp.get("/opening-hours/")
@signed_in
@answers("opening", WeekShown)
def show_hours() -> Answer:
    """Show when the school is open, by weekday; its ETag is its version."""
    return _week(opening_hours.week(open_days.now_decided()))


@bp.patch("/opening-hours/")
@signed_in
@only(access.may_manage)
@answers("opening", WeekShown, 412, 422)
def decide_hours(json: WeekPatch) -> Answer:
    """Change when the school is open on some weekdays."""
    days = {
        day: [span.hours for span in getattr(json, day)] for day in json.model_fields_set
    }
    return _week(opening_hours.decide(actor(), version=if_match(), **days))


@bp.get("/closed-days/")
@signed_in
@answers("opening", list[ClosedDaysShown])
def list_closed_days() -> Answer:
    """List the closed days, those of every year first, then by their first day."""
    return [ClosedDaysShown.model_validate(each) for each in closed_days.list_all()]


@bp.post("/closed-days/")
@signed_in
@only(access.may_manage)
@answers("opening", ClosedDaysShown, 409, 422, status=201)
def add_closed_days(json: ClosedDaysInput) -> Answer:
    """Add closed days."""
    return answer_one(ClosedDaysShown, closed_days.add(actor(), **dict(json)), 201)


@bp.get(CLOSED_DAYS)
@signed_in
@answers("opening", ClosedDaysShown)
def show_closed_days(id: int) -> Answer:
    """Show closed days; the ETag is their version."""
    return answer_one(ClosedDaysShown, closed_days.find(id))


@bp.patch(CLOSED_DAYS)
@signed_in
@only(access.may_manage)
@answers("opening", ClosedDaysShown, 412, 422)
def describe_closed_days(id: int, json: ClosedDaysPatch) -> Answer:
    """Change closed days."""
    changes = json.model_dump(exclude_unset=True)
    return answer_one(
        ClosedDaysShown,
        closed_days.describe(actor(), id, version=if_match(), **changes),
    )


@bp.delete(CLOSED_DAYS)
@signed_in
@only(access.may_manage)
@answers("opening", None, status=204)
def remove_closed_days(id: int) -> Answer:
    """Remove closed days: the school is open on them again."""
    closed_days.remove(actor(), id)
    return "", 204


@bp.get("/terms/")
@signed_in
@answers("opening", list[TermShown])
def list_terms() -> Answer:
    """List the terms, by their first day."""
    return [TermShown.model_validate(term) for term in terms.list_all()]


@bp.post("/terms/")
@signed_in
@only(access.may_manage)
@answers("opening", TermShown, 409, 422, status=201)
def add_term(json: TermInput) -> Answer:
    """Add a term."""
    return answer_one(TermShown, terms.add(actor(), **dict(json)), 201)


@bp.get(TERM)
@signed_in
@answers("opening", TermShown)
def show_term(id: int) -> Answer:
    """Show a term; its ETag is its version."""
    return answer_one(TermShown, terms.find(id))


@bp.patch(TERM)
@signed_in
@only(access.may_manage)
@answers("opening", TermShown, 412, 422)
def describe_term(id: int, json: TermPatch) -> Answer:
    """Change a term."""
    changes = json.model_dump(exclude_unset=True)
    return answer_one(TermShown, terms.describe(actor(), id, version=if_match(), **changes))


@bp.delete(TERM)
@signed_in
@only(access.may_manage)
@answers("opening", None, status=204)
def remove_term(id: int) -> Answer:
    """Remove a term; what is lent keeps its due day."""
    terms.remove(actor(), id)
    return "", 204


def _week(hours: opening_hours.Week) -> Answer:
    etag = f'"v{opening_hours.version(hours)}"'
    return WeekShown.of(hours), 200, {"ETag": etag}
