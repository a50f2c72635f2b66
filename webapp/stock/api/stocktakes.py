"""Stocktakes for programs."""

from typing import Any

from webapp.core import paging
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, Problem, answers, spec

from .. import access
from ..operations import undo
from ..schemas.stocktakes import (
    ApplyInput,
    ApplyQuery,
    ChoicesInput,
    CountedShown,
    CountInput,
    FindingShown,
    PlanShown,
    StocktakeApplied,
    StocktakeFound,
    StocktakeInput,
    StocktakeQuery,
    StocktakeShown,
)
from ..stocktakes import counting, stocktakes
from ..stocktakes.differences import Choices
from .blueprint import bp

AT = "/inventory/stocktakes/"


@bp.get(AT)
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=list[StocktakeShown]), tags=["stocktakes"])
def list_stocktakes(query: StocktakeQuery) -> Answer:
    """List the stocktakes, newest first; for staff."""
    (before,) = paging.place(query.after, int) or (None,)
    asked: dict[str, Any] = {
        "status": query.status,
        "location": query.location,
        "before": before,
    }
    found = stocktakes.listed(actor(), limit=query.limit + 1, **asked)
    here, headers = paging.answer(found, query.limit, lambda count: (count.id,))
    return [StocktakeShown.of(count) for count in here], 200, headers


@bp.post(AT)
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_201=StocktakeShown), tags=["stocktakes"])
def begin_stocktake(json: StocktakeInput) -> Answer:
    """Start to count a location; one count at a time."""
    return StocktakeShown.of(stocktakes.begin(actor(), **dict(json))), 201


@bp.get(f"{AT}<int:id>/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=StocktakeFound), tags=["stocktakes"])
def show_stocktake(id: int) -> Answer:
    """Show a stocktake with what was found so far."""
    count = stocktakes.find(actor(), id)
    is_blind = count.is_blind and count.status == "counting"
    told: list[Any] = []
    if count.status in stocktakes.OPEN:
        findings = stocktakes.findings(actor(), id)
        told = findings.while_counting if is_blind else findings.all
    shown = [FindingShown.of(found, is_blind=is_blind) for found in told]
    return StocktakeFound(**dict(StocktakeShown.of(count)), findings=shown)


@bp.post(f"{AT}<int:id>/count/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=CountedShown), tags=["stocktakes"])
def count_stocktake(id: int, json: CountInput) -> Answer:
    """Count what a code stands for, a unit, or so many pieces of an item; a new number replaces the old."""
    done = counting.count(actor(), id, **dict(json))
    findings = stocktakes.findings(actor(), id)
    found = next(each for each in findings.while_counting if each.line_id == done.line.id)
    return CountedShown(
        again=done.again, finding=FindingShown.of(found, is_blind=findings.is_blind)
    )


@bp.delete(f"{AT}<int:id>/lines/<int:line>/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_204=None), tags=["stocktakes"])
def forget_stocktake_line(id: int, line: int) -> Answer:
    """Take back what was counted."""
    counting.forget(actor(), id, line)
    return "", 204


@bp.post(f"{AT}<int:id>/review/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=StocktakeShown), tags=["stocktakes"])
def review_stocktake(id: int) -> Answer:
    """Counting is over: look at what was found."""
    return StocktakeShown.of(stocktakes.review(actor(), id))


@bp.post(f"{AT}<int:id>/reopen/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=StocktakeShown), tags=["stocktakes"])
def reopen_stocktake(id: int) -> Answer:
    """Go back to counting."""
    return StocktakeShown.of(stocktakes.reopen(actor(), id))


@bp.post(f"{AT}<int:id>/choices/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=StocktakeShown, HTTP_412=Problem), tags=["stocktakes"])
def choose_in_stocktake(id: int, json: ChoicesInput) -> Answer:
    """Keep what shall be done beside the count, instead of what was chosen before, for whoever applies it."""
    count = stocktakes.choose(actor(), id, Choices.of(**dict(json)), version=if_match())
    return StocktakeShown.of(count), 200, {"ETag": f'"v{count.version}"'}


@bp.post(f"{AT}<int:id>/apply/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=StocktakeApplied), tags=["stocktakes"])
def apply_stocktake(id: int, query: ApplyQuery, json: ApplyInput) -> Answer:
    """Write the differences as one operation; with dry_run only tell what would be written."""
    said = json.model_dump(exclude_unset=True)
    seen = said.pop("seen", "")
    choices = Choices.of(**said) if said else None
    dry = query.dry_run
    plan = (
        stocktakes.plan(actor(), id, choices)
        if dry
        else stocktakes.apply(actor(), id, choices, seen=seen)
    )
    shown = StocktakeShown.of(stocktakes.find(actor(), id))
    return StocktakeApplied(
        stocktake=shown, written=PlanShown.of(plan, undo.named(plan.lines).locations)
    )


@bp.post(f"{AT}<int:id>/cancel/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=StocktakeShown), tags=["stocktakes"])
def cancel_stocktake(id: int) -> Answer:
    """Give a count up; nothing changes."""
    return StocktakeShown.of(stocktakes.cancel(actor(), id))
