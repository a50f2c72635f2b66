"""Opening hours, closed days and terms for programs."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from flask import Blueprint

from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_one, answers
from webapp.people import access

from .. import closed_days, open_days, opening_hours, terms
from ..effects import changes
from ..effects.parties import Choices
from ..open_days import OpenDays
from ..schemas.opening import (
    ClosedDaysInput,
    ClosedDaysPatch,
    ClosedDaysShown,
    EffectsQuery,
    OpeningPreviewShown,
    TermInput,
    TermPatch,
    TermShown,
    WeekPatch,
    WeekShown,
)

bp = Blueprint("opening_api", __name__, url_prefix="/api/inventory")
CLOSED_DAYS = "/closed-days/<int:id>/"
TERM = "/terms/<int:id>/"
FORESEEN = {202: OpeningPreviewShown}  # what a preview answers
Row = TypeVar("Row")


@bp.get("/opening-hours/")
@signed_in
@answers("opening", WeekShown)
def show_hours() -> Answer:
    """Show when the school is open and how many may come to its desk, by weekday; its ETag is its version."""
    return _week(open_days.now_decided())


@bp.patch("/opening-hours/")
@signed_in
@only(access.may_manage)
@answers("opening", WeekShown, 412, 422, also=FORESEEN)
def decide_hours(query: EffectsQuery, json: WeekPatch) -> Answer:
    """Change when the school is open on some weekdays, how many may come to its desk on them, and what that hits; or
    only tell what it would hit.
    """
    days, visits, version = json.spans(), json.visits(), if_match()

    act = partial(opening_hours.decide, actor(), version=version, visits=visits, **days)
    return _foreseen(act, query) if query.preview else _week(_done(act, query))


@bp.get("/closed-days/")
@signed_in
@answers("opening", list[ClosedDaysShown])
def list_closed_days() -> Answer:
    """List the closed days, those of every year first, then by their first day."""
    return [ClosedDaysShown.model_validate(each) for each in closed_days.list_all()]


@bp.post("/closed-days/")
@signed_in
@only(access.may_manage)
@answers("opening", ClosedDaysShown, 409, 422, status=201, also=FORESEEN)
def add_closed_days(query: EffectsQuery, json: ClosedDaysInput) -> Answer:
    """Add closed days, and do with what they hit as chosen; or only tell what they would hit."""

    act = partial(closed_days.add, actor(), **dict(json))
    if query.preview:
        return _foreseen(act, query)
    return answer_one(ClosedDaysShown, _done(act, query), 201)


@bp.get(CLOSED_DAYS)
@signed_in
@answers("opening", ClosedDaysShown)
def show_closed_days(id: int) -> Answer:
    """Show closed days; the ETag is their version."""
    return answer_one(ClosedDaysShown, closed_days.find(id))


@bp.patch(CLOSED_DAYS)
@signed_in
@only(access.may_manage)
@answers("opening", ClosedDaysShown, 412, 422, also=FORESEEN)
def describe_closed_days(id: int, query: EffectsQuery, json: ClosedDaysPatch) -> Answer:
    """Change closed days, and what that hits; or only tell what it would hit."""
    described, version = json.model_dump(exclude_unset=True), if_match()

    act = partial(closed_days.describe, actor(), id, version=version, **described)
    if query.preview:
        return _foreseen(act, query)
    return answer_one(ClosedDaysShown, _done(act, query))


@bp.delete(CLOSED_DAYS)
@signed_in
@only(access.may_manage)
@answers("opening", None, status=204, also=FORESEEN)
def remove_closed_days(id: int, query: EffectsQuery) -> Answer:
    """Remove closed days: the school is open on them again."""

    act = partial(closed_days.remove, actor(), id)
    if query.preview:
        return _foreseen(act, query)
    _done(act, query)
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
@answers("opening", TermShown, 409, 422, status=201, also=FORESEEN)
def add_term(query: EffectsQuery, json: TermInput) -> Answer:
    """Add a term, and do with what its day for returns hits as chosen; or only tell what it would hit."""

    act = partial(terms.add, actor(), **dict(json))
    if query.preview:
        return _foreseen(act, query)
    return answer_one(TermShown, _done(act, query), 201)


@bp.get(TERM)
@signed_in
@answers("opening", TermShown)
def show_term(id: int) -> Answer:
    """Show a term; its ETag is its version."""
    return answer_one(TermShown, terms.find(id))


@bp.patch(TERM)
@signed_in
@only(access.may_manage)
@answers("opening", TermShown, 412, 422, also=FORESEEN)
def describe_term(id: int, query: EffectsQuery, json: TermPatch) -> Answer:
    """Change a term, and what that hits; or only tell what it would hit."""
    described, version = json.model_dump(exclude_unset=True), if_match()

    act = partial(terms.describe, actor(), id, version=version, **described)
    if query.preview:
        return _foreseen(act, query)
    return answer_one(TermShown, _done(act, query))


@bp.delete(TERM)
@signed_in
@only(access.may_manage)
@answers("opening", None, status=204, also=FORESEEN)
def remove_term(id: int, query: EffectsQuery) -> Answer:
    """Remove a term; what is lent keeps its due day."""

    act = partial(terms.remove, actor(), id)
    if query.preview:
        return _foreseen(act, query)
    _done(act, query)
    return "", 204


def _foreseen(act: Callable[[], object], query: EffectsQuery) -> Answer:
    hits = changes.preview(actor(), act, _choices(query))
    return OpeningPreviewShown.of(hits), 202


def _done(act: Callable[[], Row], query: EffectsQuery) -> Row:
    row, _job = changes.decide(actor(), act, _choices(query))
    return row


def _choices(query: EffectsQuery) -> Choices:
    return Choices(query.loans, query.bookings, query.most)


def _week(decided: OpenDays) -> Answer:
    etag = f'"v{opening_hours.version(decided)}"'
    return WeekShown.of(decided), 200, {"ETag": etag}
